#include "server/document/record_titles.hpp"

#include "model/number.hpp"

#include <array>
#include <utility>

namespace telestate::document {

namespace {

constexpr std::size_t longest_slug = 60;

std::string first_of(std::initializer_list<std::string_view> texts) {
    for (const std::string_view text : texts) {
        if (!text.empty()) return std::string(text);
    }
    return {};
}

std::string national(const std::string& number) {
    const auto parsed = parse_number(number);
    return parsed ? format_national(parsed->number) : number;
}

// Latin letters with accents, as their UTF-8 bytes after 0xC3 (U+00C0 to U+00FF), and the plain letters they
// stand for.
// "" for signs that are no letters.
std::string_view plain_letter(unsigned char second) {
    static constexpr std::array<std::string_view, 64> letters = {
        "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
        "d", "n", "o", "o", "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "ss",
        "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
        "d", "n", "o", "o", "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "y"};
    return letters.at(second & 0x3FU);
}

} // namespace

std::string title_of(const Organisation& organisation) {
    return first_of({organisation.name, "Organisation"});
}
std::string title_of(const Site& site) { return first_of({site.name, site.address, site.id}); }
std::string title_of(const Person& person) { return first_of({person.name, person.job_title, person.id}); }
std::string title_of(const Responsibility& responsibility) {
    return responsibility.service + ", " + responsibility.role;
}
std::string title_of(const Supplier& supplier) { return first_of({supplier.name, supplier.id}); }
std::string title_of(const Contract& contract) { return first_of({contract.title, contract.id}); }
std::string title_of(const Platform& platform) {
    return first_of({platform.product, platform.kind, platform.id});
}
std::string title_of(const Line& line) { return line.number.empty() ? line.id : national(line.number); }
std::string title_of(const Licence& licence) { return first_of({licence.product, licence.kind, licence.id}); }
std::string title_of(const NumberRange& range) {
    if (!range.number.empty()) return national(range.number);
    if (!range.first.empty() && !range.last.empty())
        return national(range.first) + " to " + national(range.last);
    return range.id;
}
std::string title_of(const Usage& usage) { return first_of({usage.measure, usage.id}); }

std::string title_in_words(RecordKind kind, std::string_view id, const std::string& title) {
    if ((kind != RecordKind::lines && kind != RecordKind::numbers) || title == id) return title;
    constexpr std::string_view between = " to ";
    const std::size_t at = title.find(between);
    if (at == std::string::npos) return national(title);
    return national(title.substr(0, at)) + std::string(between) + national(title.substr(at + between.size()));
}

std::string slug_of(std::string_view text) {
    std::string slug;
    const auto add = [&](std::string_view letters) {
        if (slug.size() + letters.size() <= longest_slug) slug += letters;
    };
    const auto separate = [&] {
        if (!slug.empty() && slug.back() != '-') add("-");
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const auto byte = static_cast<unsigned char>(c);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            add(text.substr(i, 1));
        } else if (c >= 'A' && c <= 'Z') {
            const char lower = static_cast<char>(c - 'A' + 'a');
            add({&lower, 1});
        } else if (byte == 0xC3 && i + 1 < text.size()) {
            const std::string_view plain = plain_letter(static_cast<unsigned char>(text[++i]));
            if (plain.empty()) {
                separate();
            } else {
                add(plain);
            }
        } else if (c == '\'') {
            continue; // "King's" is one word
        } else if (byte < 0x80 || byte >= 0xC0) {
            separate();
        }
    }
    while (!slug.empty() && slug.back() == '-')
        slug.pop_back();
    return slug;
}

std::string slug_of_record(const JsonValue& record, std::string_view fallback) {
    for (const std::string_view name : {"title", "name", "product", "number", "first", "measure", "reference",
                                        "kind", "job_title", "technology", "class", "address", "service"}) {
        const JsonValue* value = record.find(name);
        if (value == nullptr || !value->is_text()) continue;
        std::string slug = slug_of(value->text);
        if (!slug.empty()) return slug;
    }
    return std::string(fallback);
}

} // namespace telestate::document
