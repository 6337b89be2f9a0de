#include "server/document/field_error_json.hpp"

namespace telestate::document {

namespace {

void append_list(JsonWriter& json, std::string_view name, std::string_view text_name,
                 const std::vector<FieldError>& errors) {
    json.key(name);
    json.begin_list();
    for (const FieldError& error : errors) {
        json.begin_object();
        json.member("pointer", error.pointer);
        json.member(text_name, error.message);
        json.end_object();
    }
    json.end_list();
}

} // namespace

void append_field_errors(JsonWriter& json, std::string_view name, const std::vector<FieldError>& errors) {
    append_list(json, name, "message", errors);
}

void append_remarks(JsonWriter& json, std::string_view name, const std::vector<FieldError>& remarks) {
    append_list(json, name, "detail", remarks);
}

} // namespace telestate::document
