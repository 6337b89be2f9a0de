#pragma once

// Writes JSON straight into a string: no tree in between, so a view of 100,000 rows costs little more than
// its bytes.

#include "model/day.hpp"
#include "model/decimal.hpp"

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace telestate::document {

// `compact` writes {"a":1,"b":2}; `spaced` writes {"a": 1, "b": 2}, which people compare line by line.
enum class JsonSpacing { compact, spaced };

// `text` as a JSON text with its quotes. UTF-8 is kept as it is; quotes, backslashes and control characters
// are escaped as RFC 8259 asks.
void append_json_text(std::string& out, std::string_view text);

// Appends JSON to a string it does not own. Commas come by themselves; that objects and lists are closed, and
// that every member has its key first, is up to the caller.
class JsonWriter {
  public:
    explicit JsonWriter(std::string& out, JsonSpacing spacing = JsonSpacing::compact)
        : out_(out), is_spaced_(spacing == JsonSpacing::spaced) {}

    void begin_object() { open('{'); }
    void end_object() { close('}'); }
    void begin_list() { open('['); }
    void end_list() { close(']'); }

    // `name` is one of the product's own field names: it is written without looking for anything to escape.
    void key(std::string_view name);
    // A key that came from outside.
    void foreign_key(std::string_view name);

    void text(std::string_view value);
    void integer(std::int64_t value);
    void boolean(bool value);
    void null();
    void day(Day value);
    // "461605.00", as a text.
    void money(Money value);
    // `value` is JSON already.
    void raw(std::string_view value);

    // A key with its value.
    void member(std::string_view name, std::string_view value) { key(name), text(value); }
    void member(std::string_view name, const char* value) { key(name), text(value); }
    void member(std::string_view name, std::same_as<bool> auto value) { key(name), boolean(value); }
    void member(std::string_view name,
                std::integral auto value) requires(!std::same_as<decltype(value), bool>) {
        key(name), integer(static_cast<std::int64_t>(value));
    }
    void member(std::string_view name, Day value) { key(name), day(value); }
    void member(std::string_view name, Money value) { key(name), money(value); }
    void null_member(std::string_view name) { key(name), null(); }

    // null where there is nothing.
    template <typename Value>
    void member_or_null(std::string_view name, const std::optional<Value>& value) {
        if (value) {
            member(name, *value);
        } else {
            null_member(name);
        }
    }
    // null for an empty text.
    void text_or_null(std::string_view name, std::string_view value) {
        if (value.empty()) {
            null_member(name);
        } else {
            member(name, value);
        }
    }

    // Left out altogether when the text is empty.
    void member_if(std::string_view name, std::string_view value) {
        if (!value.empty()) member(name, value);
    }

    std::string& out() { return out_; }

  private:
    void open(char bracket) {
        separate();
        out_ += bracket;
        needs_comma_ = false;
    }
    void close(char bracket) {
        out_ += bracket;
        needs_comma_ = true;
    }
    void separate() {
        if (needs_comma_) out_ += is_spaced_ ? std::string_view(", ") : std::string_view(",");
        needs_comma_ = true;
    }

    std::string& out_;
    bool is_spaced_;
    bool needs_comma_ = false;
};

} // namespace telestate::document
