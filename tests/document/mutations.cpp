#include "tests/document/mutations.hpp"

#include "server/document/problems.hpp"

#include <array>
#include <utility>

namespace telestate::document {

namespace {

JsonValue number(std::string written) {
    JsonValue made;
    made.kind = JsonValue::Kind::number;
    made.text = std::move(written);
    return made;
}

// What is put in the place of every value.
std::vector<JsonValue> replacements() {
    return {JsonValue{},
            JsonValue::of_boolean(true),
            JsonValue::of_integer(0),
            JsonValue::of_integer(-1),
            JsonValue::of_integer(40'000),
            JsonValue::of_integer(1'000'000'000'000'000),
            number("1.5"),
            number("2.0"),
            number("18446744073709551615"),
            JsonValue::of_list(),
            JsonValue::of_object()};
}

// Texts, some of which are good somewhere.
std::vector<JsonValue> text_replacements() {
    std::vector<JsonValue> made;
    for (const char* text : {"",
                             " ",
                             "x",
                             "UPPER",
                             "a_b",
                             "two words",
                             "a\nb",
                             "ends in a line feed\n",
                             "a\x07"
                             "b",
                             "a\rb",
                             "\xC2\x85",
                             "2024-10-15",
                             "2024-10-15\n",
                             "2024-13-01",
                             "2023-02-29",
                             "P2000Y",
                             "2026-02-30T09:00:00Z",
                             "999999999999999",
                             "2024-10",
                             "2024-Q4",
                             "2024-Q5",
                             "FY2020-21",
                             "FY2020-21-Q4",
                             "2024",
                             "15/10/2024",
                             "P1Y",
                             "P0D",
                             "P10D",
                             "P2W",
                             "P1M1D",
                             "P1Y6M",
                             "P",
                             "3 years",
                             "0",
                             "-20",
                             "1.5",
                             "1.23",
                             "1.234",
                             "007",
                             "1e3",
                             "1,000",
                             "£5",
                             "1234567890.1234567890",
                             "1234567890123456",
                             "a@b",
                             "a@b@c",
                             "a@b\n",
                             "A <a@b>",
                             "http://",
                             "https://example.nhs.uk/x",
                             "https://a b",
                             "javascript:x",
                             "GBP",
                             "gbp",
                             "04-01",
                             "02-29",
                             "../x",
                             "Europe/London",
                             "working",
                             "unknown",
                             "withheld",
                             "telestate/2",
                             "2026-11-22T09:00:00Z",
                             "0300 123 1234",
                             "12 34"}) {
        made.push_back(JsonValue::of_text(text));
    }
    made.push_back(JsonValue::of_text(std::string(101, 'a')));
    made.push_back(JsonValue::of_text(std::string(1001, 'x')));
    return made;
}

class Spoiler {
  public:
    Spoiler(const JsonValue& original, std::size_t text_stride)
        : original_(original), text_stride_(text_stride), replacements_(replacements()),
          texts_(text_replacements()) {}

    std::vector<Mutation> take() {
        visit("", original_);
        return std::move(made_);
    }

  private:
    // Makes one document in which `change` has been done to the value at the current path.
    template <typename Change>
    void make(const std::string& description, Change change) {
        JsonValue document = original_;
        JsonValue* at = &document;
        for (const std::size_t step : path_)
            at = at->is_object() ? &at->members[step].value : &at->items[step];
        change(*at);
        made_.push_back({description, std::move(document)});
    }

    void replace(const std::string& pointer, const JsonValue& replacement) {
        constexpr std::size_t most_shown = 60;
        make(pointer + ": " + format_json(replacement).substr(0, most_shown),
             [&](JsonValue& at) { at = replacement; });
    }

    void visit(const std::string& pointer, const JsonValue& value) {
        for (const JsonValue& replacement : replacements_)
            replace(pointer, replacement);
        for (std::size_t i = visited_count_++ % text_stride_; i < texts_.size(); i += text_stride_)
            replace(pointer, texts_[i]);
        if (value.is_object()) visit_object(pointer, value);
        if (value.is_list()) visit_list(pointer, value);
    }

    void visit_object(const std::string& pointer, const JsonValue& value) {
        make(pointer + ": an unknown field",
             [](JsonValue& at) { at.add_member("colour", JsonValue::of_text("red")); });
        for (std::size_t i = 0; i < value.members.size(); ++i) {
            const std::string here = pointer + "/" + escape_pointer_step(value.members[i].name);
            make(here + ": left out", [&](JsonValue& at) {
                at.members.erase(at.members.begin() + static_cast<std::ptrdiff_t>(i));
            });
            make(here + ": misspelt", [&](JsonValue& at) { at.members[i].name += "x"; });
            path_.push_back(i);
            visit(here, value.members[i].value);
            path_.pop_back();
        }
    }

    void visit_list(const std::string& pointer, const JsonValue& value) {
        if (value.items.empty()) return;
        make(pointer + ": an item twice", [](JsonValue& at) {
            JsonValue again = at.items.front();
            at.items.push_back(std::move(again));
        });
        make(pointer + ": a list in the list",
             [](JsonValue& at) { at.items.push_back(JsonValue::of_list()); });
        for (std::size_t i = 0; i < value.items.size(); ++i) {
            path_.push_back(i);
            visit(pointer + "/" + std::to_string(i), value.items[i]);
            path_.pop_back();
        }
    }

    const JsonValue& original_;
    std::size_t text_stride_;
    std::vector<JsonValue> replacements_;
    std::vector<JsonValue> texts_;
    std::size_t visited_count_ = 0;
    std::vector<std::size_t> path_;
    std::vector<Mutation> made_;
};

} // namespace

std::vector<Mutation> mutations_of(const JsonValue& original, std::size_t text_stride) {
    return Spoiler(original, text_stride).take();
}

} // namespace telestate::document
