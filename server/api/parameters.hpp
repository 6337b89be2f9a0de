#pragma once

// Query parameters of a request, each taken once and checked; what is wrong with all of them is said
// together.

#include "model/error.hpp"
#include "server/api/endpoint.hpp"

#include <initializer_list>
#include <optional>
#include <string>

namespace telestate::api {

// A whole number and nothing else.
std::optional<std::int64_t> parse_integer(std::string_view text);

// The number that {id} of the address is; 0, which nothing has, for anything else.
std::int64_t number_in_address(const http::Request& request);

class Parameters {
  public:
    explicit Parameters(const http::Request& request) : request_(request) {}

    bool is_given(std::string_view name) const { return request_.find_query(name).has_value(); }

    // An optional text; an empty one is an error.
    std::optional<std::string> text(std::string_view name);
    // The same where an empty one, or none, is as good as any.
    std::string text_or_empty(std::string_view name);
    // A day, or `fallback` where none is given.
    Day day(std::string_view name, Day fallback);
    bool boolean(std::string_view name);
    std::optional<std::int64_t> integer(std::string_view name, std::int64_t least, std::int64_t most);

    // Reads with a parser that gives nothing for what it does not take. `expected` completes "has to be ...".
    template <typename Parse>
    auto choice(std::string_view name, Parse parse, std::string_view expected)
        -> decltype(parse(std::string_view{})) {
        const auto value = text(name);
        if (!value) return std::nullopt;
        auto parsed = parse(std::string_view(*value));
        if (!parsed) refuse(name, expected);
        return parsed;
    }

    void refuse(std::string_view name, std::string_view expected);

    // Nothing when all is well. Parameters nobody asked for are refused as well: most often they are
    // misspelt.
    std::optional<http::Response> find_problem();

  private:
    const http::Request& request_;
    std::vector<std::string> taken_;
    std::vector<FieldError> problems_;
};

} // namespace telestate::api
