#pragma once

// The few fields of a small request body, each taken once and checked; what is wrong with all of them is said
// together.

#include "model/error.hpp"
#include "server/auth/role.hpp"
#include "server/document/json_value.hpp"
#include "server/http/request.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace telestate::api {

class BodyFields {
  public:
    explicit BodyFields(const http::Request& request);

    // A text of at least one character that is no space; spaces around it are taken away.
    std::string text(std::string_view name, std::size_t longest = 200);
    // The same as it stands, control characters and all: a password.
    std::string secret(std::string_view name);
    // Empty where it is not given.
    std::string optional_text(std::string_view name);
    std::string email(std::string_view name);
    auth::Role role(std::string_view name);
    bool boolean(std::string_view name, bool fallback);
    void refuse(std::string_view name, std::string message);

    // Nothing when all is well. Fields nobody asked for are refused as well. To be asked once all were taken.
    std::optional<Error> find_error();

  private:
    const document::JsonValue* take(std::string_view name);

    std::optional<Error> malformed_;
    document::JsonValue body_;
    std::set<std::string, std::less<>> taken_;
    std::vector<FieldError> errors_;
};

} // namespace telestate::api
