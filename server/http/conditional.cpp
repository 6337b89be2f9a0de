#include "server/http/conditional.hpp"

#include <algorithm>

namespace telestate::http {
namespace {

// A tag without its closing quote and without what names the form.
std::string_view stem_of(std::string_view etag) {
    etag.remove_suffix(1);
    for (const std::string_view suffix : {"-gzip", "-br"}) {
        if (etag.ends_with(suffix)) return etag.substr(0, etag.size() - suffix.size());
    }
    return etag;
}

struct Tag {
    std::string_view quoted;
    bool weak = false;
};

bool may_stand_in_tag(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0x21 || (byte >= 0x23 && byte != 0x7F);
}

void skip_blanks_and_commas(std::string_view& text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t' || text.front() == ','))
        text.remove_prefix(1);
}

// Takes one tag off the front; nothing when there is none or it is malformed.
std::optional<Tag> take_tag(std::string_view& text) {
    Tag tag;
    if (text.starts_with("W/")) {
        tag.weak = true;
        text.remove_prefix(2);
    }
    if (!text.starts_with('"')) return std::nullopt;
    const std::size_t close = text.find('"', 1);
    if (close == std::string_view::npos) return std::nullopt;
    tag.quoted = text.substr(0, close + 1);
    const std::string_view inside = tag.quoted.substr(1, tag.quoted.size() - 2);
    if (!std::all_of(inside.begin(), inside.end(), may_stand_in_tag)) return std::nullopt;
    text.remove_prefix(close + 1);
    return tag;
}

} // namespace

std::string etag_of(std::string_view text) { return '"' + std::string(text) + '"'; }

std::string etag_of_form(std::string_view etag, Coding coding) {
    std::string result(etag);
    if (coding != Coding::identity) result.insert(result.size() - 1, "-" + std::string(name_of(coding)));
    return result;
}

std::string gzip_etag_of(std::string_view etag) { return etag_of_form(etag, Coding::gzip); }

bool is_etag(std::string_view text) { return take_tag(text).has_value() && text.empty(); }

bool if_none_match_names(std::string_view header, std::string_view etag) {
    if (header == "*") return true;
    if (etag.starts_with("W/")) etag.remove_prefix(2);
    for (skip_blanks_and_commas(header); !header.empty(); skip_blanks_and_commas(header)) {
        const auto tag = take_tag(header);
        if (!tag) return false;
        if (stem_of(tag->quoted) == stem_of(etag)) return true;
    }
    return false;
}

bool IfMatch::allows(std::string_view etag) const {
    if (any) return true;
    if (!etag.starts_with('"')) return false;
    return std::any_of(tags.begin(), tags.end(),
                       [&](const std::string& tag) { return stem_of(tag) == stem_of(etag); });
}

std::optional<IfMatch> parse_if_match(const Request& request) {
    const auto header = request.find_header("If-Match");
    if (!header) return std::nullopt;
    IfMatch result;
    std::string_view rest = *header;
    if (rest == "*") {
        result.any = true;
        return result;
    }
    for (skip_blanks_and_commas(rest); !rest.empty(); skip_blanks_and_commas(rest)) {
        const auto tag = take_tag(rest);
        if (!tag) return IfMatch{};
        if (!tag->weak) result.tags.push_back(std::string(stem_of(tag->quoted)) + '"');
    }
    return result;
}

} // namespace telestate::http
