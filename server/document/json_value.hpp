#pragma once

// One JSON value in memory, as small as a record of the estate document: what parsers hand on and readers
// take apart.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace telestate::document {

struct JsonMember;

struct JsonValue {
    enum class Kind : std::uint8_t {
        null,
        boolean,
        integer, // a whole number of at most 64 bits
        number,  // any other number, kept as it was written
        text,
        list,
        object,
    };

    Kind kind = Kind::null;
    bool boolean = false;
    std::int64_t integer = 0;
    std::string text; // of a text, or a number as it was written
    std::vector<JsonValue> items;
    std::vector<JsonMember> members; // in the order they were written

    static JsonValue of_text(std::string value);
    static JsonValue of_integer(std::int64_t value);
    static JsonValue of_boolean(bool value);
    static JsonValue of_list();
    static JsonValue of_object();

    bool is_object() const { return kind == Kind::object; }
    bool is_list() const { return kind == Kind::list; }
    bool is_text() const { return kind == Kind::text; }
    // A whole number that does not go into 64 bits.
    bool is_huge_integer() const;

    // The member's value, or null when this is no object or has no such member.
    const JsonValue* find(std::string_view name) const;
    // Adds a member at the end; the name must not be there already.
    void add_member(std::string name, JsonValue value);

    friend bool operator==(const JsonValue&, const JsonValue&);
};

struct JsonMember {
    std::string name;
    JsonValue value;

    friend bool operator==(const JsonMember&, const JsonMember&) = default;
};

// Equal when kind and content are; the order of an object's members counts.
bool operator==(const JsonValue& a, const JsonValue& b);

// What kind of value it is, for people: "a text", "a whole number", "a list", "nothing (null)".
std::string_view describe_kind(const JsonValue& value);

// As compact JSON.
std::string format_json(const JsonValue& value);

} // namespace telestate::document
