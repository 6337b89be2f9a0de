#include "server/api/body_fields.hpp"

#include "server/document/json_parser.hpp"
#include "server/document/text_rules.hpp"

namespace telestate::api {

BodyFields::BodyFields(const http::Request& request) {
    auto parsed = document::parse_json(request.body);
    if (!parsed) {
        malformed_ = parsed.error();
    } else if (!parsed->is_object()) {
        malformed_ = Error{ErrorCode::invalid, "the body has to be a JSON object", {}};
    } else {
        body_ = std::move(*parsed);
    }
}

const document::JsonValue* BodyFields::take(std::string_view name) {
    taken_.emplace(name);
    return body_.find(name);
}

void BodyFields::refuse(std::string_view name, std::string message) {
    errors_.push_back({"/" + std::string(name), std::move(message)});
}

std::string BodyFields::text(std::string_view name, std::size_t longest) {
    const document::JsonValue* value = take(name);
    if (value == nullptr || !value->is_text() || document::is_blank(value->text)) {
        refuse(name, "has to be given as text");
        return {};
    }
    const std::size_t first = value->text.find_first_not_of(" \t");
    std::string text = value->text.substr(first, value->text.find_last_not_of(" \t") - first + 1);
    if (text.size() > longest) {
        refuse(name, "is too long: at most " + std::to_string(longest) + " bytes");
    } else if (document::has_control_character(text, document::Lines::one)) {
        refuse(name, "holds a control character");
    }
    return text;
}

std::string BodyFields::secret(std::string_view name) {
    const document::JsonValue* value = take(name);
    if (value != nullptr && value->is_text() && !value->text.empty()) return value->text;
    refuse(name, "has to be given as text");
    return {};
}

std::string BodyFields::optional_text(std::string_view name) {
    const document::JsonValue* value = take(name);
    if (value == nullptr || value->kind == document::JsonValue::Kind::null) return {};
    if (value->is_text()) return value->text;
    refuse(name, "has to be a text");
    return {};
}

std::string BodyFields::email(std::string_view name) {
    std::string address = text(name);
    if (!address.empty() && !document::is_email(address))
        refuse(name, "has to be a mail address such as jo@example.nhs.uk");
    return address;
}

auth::Role BodyFields::role(std::string_view name) {
    const std::string typed = text(name);
    const auto role = auth::parse_role(typed);
    if (!role && !typed.empty()) refuse(name, "has to be viewer, finance, editor or administrator");
    return role.value_or(auth::Role::viewer);
}

bool BodyFields::boolean(std::string_view name, bool fallback) {
    const document::JsonValue* value = take(name);
    if (value == nullptr) return fallback;
    if (value->kind == document::JsonValue::Kind::boolean) return value->boolean;
    refuse(name, "has to be true or false");
    return fallback;
}

std::optional<Error> BodyFields::find_error() {
    if (malformed_) return malformed_;
    for (const document::JsonMember& member : body_.members) {
        if (!taken_.contains(member.name)) errors_.push_back({"/" + member.name, "is not known here"});
    }
    if (errors_.empty()) return std::nullopt;
    return Error{ErrorCode::invalid, "the request cannot be carried out", errors_};
}

} // namespace telestate::api
