#include "server/api/parameters.hpp"

#include "server/http/problem.hpp"

#include <algorithm>
#include <charconv>

namespace telestate::api {

std::optional<std::string> Parameters::text(std::string_view name) {
    taken_.emplace_back(name);
    const auto value = request_.find_query(name);
    if (!value) return std::nullopt;
    if (value->empty()) {
        refuse(name, "given a value, or left out");
        return std::nullopt;
    }
    return std::string(*value);
}

std::string Parameters::text_or_empty(std::string_view name) {
    taken_.emplace_back(name);
    return std::string(request_.find_query(name).value_or(""));
}

Day Parameters::day(std::string_view name, Day fallback) {
    return choice(name, parse_day, "a day such as 2026-03-31").value_or(fallback);
}

bool Parameters::boolean(std::string_view name) {
    const auto parse = [](std::string_view value) -> std::optional<bool> {
        if (value == "true") return true;
        if (value == "false") return false;
        return std::nullopt;
    };
    return choice(name, parse, "true or false").value_or(false);
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::int64_t number_in_address(const http::Request& request) {
    return parse_integer(request.path_parameter("id")).value_or(0);
}

std::optional<std::int64_t> Parameters::integer(std::string_view name, std::int64_t least,
                                                std::int64_t most) {
    const auto parse = [&](std::string_view value) -> std::optional<std::int64_t> {
        const auto number = parse_integer(value);
        if (!number || *number < least || *number > most) return std::nullopt;
        return number;
    };
    return choice(name, parse,
                  "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
}

void Parameters::refuse(std::string_view name, std::string_view expected) {
    problems_.push_back({std::string(name), "has to be " + std::string(expected)});
}

std::optional<http::Response> Parameters::find_problem() {
    for (const http::Parameter& parameter : request_.query) {
        if (std::find(taken_.begin(), taken_.end(), parameter.name) == taken_.end()) {
            problems_.push_back({parameter.name, "is not a parameter of this address"});
        }
        const auto is_same = [&](const http::Parameter& other) { return other.name == parameter.name; };
        const auto first = std::find_if(request_.query.begin(), request_.query.end(), is_same);
        if (&*first != &parameter) problems_.push_back({parameter.name, "is given more than once"});
    }
    if (problems_.empty()) return std::nullopt;
    return http::problem(
        Error{ErrorCode::invalid, "the address has parameters that cannot be used", std::move(problems_)},
        request_.path);
}

} // namespace telestate::api
