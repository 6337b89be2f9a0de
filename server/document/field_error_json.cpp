#include "server/document/field_error_json.hpp"

namespace telestate::document {

void append_field_errors(JsonWriter& json, std::string_view name, const std::vector<FieldError>& errors) {
    json.key(name);
    json.begin_list();
    for (const FieldError& error : errors) {
        json.begin_object();
        json.member("pointer", error.pointer);
        json.member("message", error.message);
        json.end_object();
    }
    json.end_list();
}

} // namespace telestate::document
