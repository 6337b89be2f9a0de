#include "server/document/json_value.hpp"

#include "server/document/json_writer.hpp"

#include <utility>

namespace telestate::document {

namespace {

// Parsers bound how deep values nest, so this does not recurse far.
void append_value(JsonWriter& json, const JsonValue& value) {
    switch (value.kind) {
    case JsonValue::Kind::null:
        json.null();
        break;
    case JsonValue::Kind::boolean:
        json.boolean(value.boolean);
        break;
    case JsonValue::Kind::integer:
        json.integer(value.integer);
        break;
    case JsonValue::Kind::number:
        json.raw(value.text);
        break;
    case JsonValue::Kind::text:
        json.text(value.text);
        break;
    case JsonValue::Kind::list:
        json.begin_list();
        for (const JsonValue& item : value.items)
            append_value(json, item);
        json.end_list();
        break;
    case JsonValue::Kind::object:
        json.begin_object();
        for (const JsonMember& member : value.members) {
            json.foreign_key(member.name);
            append_value(json, member.value);
        }
        json.end_object();
        break;
    }
}

} // namespace

JsonValue JsonValue::of_text(std::string value) {
    JsonValue made;
    made.kind = Kind::text;
    made.text = std::move(value);
    return made;
}

JsonValue JsonValue::of_integer(std::int64_t value) {
    JsonValue made;
    made.kind = Kind::integer;
    made.integer = value;
    return made;
}

JsonValue JsonValue::of_boolean(bool value) {
    JsonValue made;
    made.kind = Kind::boolean;
    made.boolean = value;
    return made;
}

JsonValue JsonValue::of_list() {
    JsonValue made;
    made.kind = Kind::list;
    return made;
}

JsonValue JsonValue::of_object() {
    JsonValue made;
    made.kind = Kind::object;
    return made;
}

bool JsonValue::is_huge_integer() const {
    return kind == Kind::number &&
           text.find_first_not_of("0123456789", text.starts_with('-') ? 1 : 0) == std::string::npos;
}

const JsonValue* JsonValue::find(std::string_view name) const {
    for (const JsonMember& member : members) {
        if (member.name == name) return &member.value;
    }
    return nullptr;
}

void JsonValue::add_member(std::string name, JsonValue value) {
    members.push_back({std::move(name), std::move(value)});
}

bool operator==(const JsonValue& a, const JsonValue& b) {
    return a.kind == b.kind && a.boolean == b.boolean && a.integer == b.integer && a.text == b.text &&
           a.items == b.items && a.members == b.members;
}

std::string_view describe_kind(const JsonValue& value) {
    switch (value.kind) {
    case JsonValue::Kind::null:
        return "nothing (null)";
    case JsonValue::Kind::boolean:
        return value.boolean ? "true" : "false";
    case JsonValue::Kind::integer:
        return "a whole number";
    case JsonValue::Kind::number:
        return "a number";
    case JsonValue::Kind::text:
        return "a text";
    case JsonValue::Kind::list:
        return "a list";
    case JsonValue::Kind::object:
        return "an object";
    }
    return {};
}

std::string format_json(const JsonValue& value) {
    std::string out;
    JsonWriter json(out);
    append_value(json, value);
    return out;
}

} // namespace telestate::document
