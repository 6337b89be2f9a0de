#include "server/http/request.hpp"

#include "server/http/utf8.hpp"

#include <algorithm>
#include <stdexcept>

namespace telestate::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (lower(c) >= 'a' && lower(c) <= 'f') return lower(c) - 'a' + 10;
    return -1;
}

enum class Plus { literal, space };

// Appends the decoded text; false when a percent sign is not followed by two hex digits.
bool append_decoded(std::string& out, std::string_view text, Plus plus) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            if (i + 2 >= text.size()) return false;
            const int high = hex_value(text[i + 1]);
            const int low = hex_value(text[i + 2]);
            if (high < 0 || low < 0) return false;
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += text[i] == '+' && plus == Plus::space ? ' ' : text[i];
        }
    }
    return true;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

Error malformed(std::string message) { return Error{ErrorCode::malformed, std::move(message), {}}; }

bool has_dot_segment(std::string_view path) {
    while (!path.empty()) {
        path.remove_prefix(1); // the slash
        const std::string_view segment = path.substr(0, path.find('/'));
        if (segment == "." || segment == "..") return true;
        path.remove_prefix(segment.size());
    }
    return false;
}

bool has_encoded_slash(std::string_view raw) {
    for (std::size_t at = raw.find('%'); at != std::string_view::npos; at = raw.find('%', at + 1)) {
        if (raw.size() > at + 2 && raw[at + 1] == '2' && lower(raw[at + 2]) == 'f') return true;
    }
    return false;
}

std::optional<std::string_view> find_in(const std::vector<Parameter>& parameters, std::string_view name) {
    for (const Parameter& parameter : parameters) {
        if (parameter.name == name) return parameter.value;
    }
    return std::nullopt;
}

} // namespace

bool equals_ignoring_case(std::string_view left, std::string_view right) {
    return left.size() == right.size() && std::equal(left.begin(), left.end(), right.begin(),
                                                     [](char a, char b) { return lower(a) == lower(b); });
}

std::optional<std::string_view> Request::find_header(std::string_view name) const {
    for (const Parameter& header : headers) {
        if (equals_ignoring_case(header.name, name)) return header.value;
    }
    return std::nullopt;
}

std::optional<std::string_view> Request::find_query(std::string_view name) const {
    return find_in(query, name);
}

std::optional<std::string_view> Request::find_cookie(std::string_view name) const {
    std::string_view rest = find_header("Cookie").value_or("");
    while (!rest.empty()) {
        std::string_view pair = rest.substr(0, rest.find(';'));
        rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
        while (!pair.empty() && (pair.front() == ' ' || pair.front() == '\t'))
            pair.remove_prefix(1);
        while (!pair.empty() && (pair.back() == ' ' || pair.back() == '\t'))
            pair.remove_suffix(1);
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
        std::string_view value = pair.substr(equals + 1);
        if (value.size() >= 2 && value.starts_with('"') && value.ends_with('"'))
            value = value.substr(1, value.size() - 2);
        return value;
    }
    return std::nullopt;
}

const std::string& Request::path_parameter(std::string_view name) const {
    for (const Parameter& parameter : path_parameters) {
        if (parameter.name == name) return parameter.value;
    }
    throw std::out_of_range("the route has no {" + std::string(name) + "}");
}

std::optional<std::vector<Parameter>> parse_form(std::string_view text) {
    std::vector<Parameter> parameters;
    while (!text.empty()) {
        const std::string_view pair = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), pair.size() + 1));
        if (pair.empty()) continue;
        const std::size_t equals = pair.find('=');
        Parameter& parameter = parameters.emplace_back();
        if (!append_decoded(parameter.name, pair.substr(0, equals), Plus::space)) return std::nullopt;
        if (equals != std::string_view::npos &&
            !append_decoded(parameter.value, pair.substr(equals + 1), Plus::space))
            return std::nullopt;
        if (!is_utf8(parameter.name) || !is_utf8(parameter.value)) return std::nullopt;
    }
    return parameters;
}

std::optional<Error> assign_target(Request& request, std::string_view target) {
    if (target.empty() || target.front() != '/')
        return malformed("The request target does not begin with a slash.");
    if (target.find('#') != std::string_view::npos) return malformed("The request target has a fragment.");
    const std::size_t question = target.find('?');
    const std::string_view raw_path = target.substr(0, question);

    request.target.assign(target);
    request.path.clear();
    request.query.clear();
    // An encoded slash would make two different paths look the same to whoever splits them, so there is none.
    if (has_encoded_slash(raw_path)) return malformed("The path has an encoded slash.");
    if (!append_decoded(request.path, raw_path, Plus::literal))
        return malformed("The path has a percent sign that is not followed by two hexadecimal digits.");
    if (!is_utf8(request.path)) return malformed("The path is not UTF-8.");
    if (std::any_of(request.path.begin(), request.path.end(), is_control))
        return malformed("The path has a control character.");
    if (has_dot_segment(request.path)) return malformed("The path has a \".\" or \"..\" segment.");

    if (question == std::string_view::npos) return std::nullopt;
    auto query = parse_form(target.substr(question + 1));
    if (!query) return malformed("The query has a bad percent-escape or is not UTF-8.");
    request.query = std::move(*query);
    return std::nullopt;
}

Request request_of(std::string_view method, std::string_view target, std::string body,
                   std::vector<Parameter> headers) {
    Request request;
    request.method = method;
    request.body = std::move(body);
    request.headers = std::move(headers);
    if (const auto error = assign_target(request, target)) throw std::invalid_argument(error->message);
    return request;
}

} // namespace telestate::http
