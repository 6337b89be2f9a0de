#include "server/http/media_type.hpp"

#include "server/http/request.hpp"

#include <algorithm>
#include <string>

namespace telestate::http {
namespace {

std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

// Takes what is before the next semicolon that no quotes hold.
std::string_view take_parameter(std::string_view& text) {
    bool quoted = false;
    std::size_t end = 0;
    for (; end < text.size() && (quoted || text[end] != ';'); ++end) {
        if (text[end] == '"') quoted = !quoted;
        if (quoted && text[end] == '\\') ++end;
    }
    end = std::min(end, text.size());
    const std::string_view parameter = text.substr(0, end);
    text.remove_prefix(std::min(text.size(), end + 1));
    return trim(parameter);
}

std::string unquoted(std::string_view value) {
    if (value.size() < 2 || value.front() != '"' || value.back() != '"') return std::string(value);
    std::string text;
    for (std::size_t i = 1; i + 1 < value.size(); ++i) {
        if (value[i] == '\\' && i + 2 < value.size()) ++i;
        text += value[i];
    }
    return text;
}

} // namespace

std::string_view media_type_in(std::string_view content_type) {
    return trim(content_type.substr(0, content_type.find(';')));
}

bool is_json(std::string_view content_type) {
    constexpr std::string_view suffix = "+json";
    const std::string_view type = media_type_in(content_type);
    return equals_ignoring_case(type, "application/json") ||
           (type.size() > suffix.size() &&
            equals_ignoring_case(type.substr(type.size() - suffix.size()), suffix));
}

bool has_no_charset_but_utf8(std::string_view content_type) {
    take_parameter(content_type); // the media type
    while (!content_type.empty()) {
        const std::string_view parameter = take_parameter(content_type);
        const std::size_t name_length = std::min(parameter.find('='), parameter.size());
        if (!equals_ignoring_case(trim(parameter.substr(0, name_length)), "charset")) continue;
        const std::string_view value = parameter.substr(std::min(parameter.size(), name_length + 1));
        if (!equals_ignoring_case(unquoted(trim(value)), "utf-8")) return false;
    }
    return true;
}

} // namespace telestate::http
