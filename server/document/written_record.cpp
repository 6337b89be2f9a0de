#include "server/document/written_record.hpp"

#include "model/written_amount.hpp"
#include "model/written_period.hpp"
#include "model/written_term.hpp"
#include "model/written_text.hpp"

#include <algorithm>
#include <set>
#include <type_traits>

namespace telestate::document {

namespace {

using Moved = std::map<std::string, std::string, std::less<>>;

// Follows the longest step that stood elsewhere.
std::string typed_pointer_of(const Moved& moved, std::string_view pointer) {
    for (std::string_view front = pointer; !front.empty(); front = front.substr(0, front.rfind('/'))) {
        const auto found = moved.find(front);
        if (found != moved.end()) return found->second + std::string(pointer.substr(front.size()));
    }
    return std::string(pointer);
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// What was typed where a number may also come as one.
std::optional<std::string> text_of(const JsonValue& value) {
    switch (value.kind) {
    case JsonValue::Kind::text:
    case JsonValue::Kind::number:
        return std::string(trimmed(value.text));
    case JsonValue::Kind::integer:
        return std::to_string(value.integer);
    default:
        return std::nullopt;
    }
}

// Where in the record the reader is: in what was typed, in what is made of it, and for looking up fields.
struct Place {
    std::string typed;
    std::string made;
    std::string pattern;

    Place member(std::string_view name) const {
        const std::string step = "/" + escape_pointer_step(name);
        return {typed + step, made + step, pattern + step};
    }
    Place item(std::size_t typed_index, std::size_t made_index) const {
        return {typed + "/" + std::to_string(typed_index), made + "/" + std::to_string(made_index),
                pattern + "/*"};
    }
};

class Understanding {
  public:
    Understanding(std::optional<RecordKind> kind, const WrittenContext& context)
        : kind_(kind), context_(context) {}

    WrittenRecord read(const JsonValue& typed) {
        written_.value = read_any(typed, {}).value_or(JsonValue::of_object());
        return std::move(written_);
    }

  private:
    using Made = std::optional<JsonValue>; // nothing where there is nothing to say

    Made read_any(const JsonValue& typed, const Place& place) {
        if (typed.kind == JsonValue::Kind::null && !place.typed.empty()) return std::nullopt;
        if (typed.is_text() && trimmed(typed.text).empty() && !place.typed.empty()) return std::nullopt;
        const auto field = find_written_field(kind_, place.pattern);
        if (field == WrittenField::notice && typed.is_object()) return read_notice(typed, place);
        if (field == WrittenField::count && typed.is_object()) return read_count(typed, place);
        if (typed.is_object()) return read_object(typed, place);
        if (typed.is_list()) return read_list(typed, place);
        if (field == WrittenField::term) return read_term(typed, place);
        if (field) return read_field(*field, typed, place);
        JsonValue made = typed;
        if (typed.is_text()) made.text = std::string(trimmed(typed.text));
        return made;
    }

    Made read_object(const JsonValue& typed, const Place& place) {
        JsonValue made = JsonValue::of_object();
        for (const JsonMember& member : typed.members) {
            if (auto value = read_any(member.value, place.member(member.name)))
                made.add_member(member.name, *std::move(value));
        }
        add_options(made, place);
        if (made.members.empty()) return std::nullopt;
        return made;
    }

    Made read_list(const JsonValue& typed, const Place& place) {
        JsonValue made = JsonValue::of_list();
        for (std::size_t i = 0; i < typed.items.size(); ++i) {
            const Place at = place.item(i, made.items.size());
            auto item = read_any(typed.items[i], at);
            if (!item) continue;
            if (at.made != at.typed) written_.moved.emplace(at.made, at.typed);
            made.items.push_back(*std::move(item));
        }
        // A list that was given empty says that there are none.
        if (made.items.empty() && !typed.items.empty()) return std::nullopt;
        return made;
    }

    Made read_field(WrittenField field, const JsonValue& typed, const Place& place) {
        const bool is_as_it_is =
            typed.kind == JsonValue::Kind::boolean || (field == WrittenField::phone && !typed.is_text());
        const auto text = is_as_it_is ? std::nullopt : text_of(typed);
        if (!text) return typed;
        auto reading = read_written_field(field, *text, context_);
        if (!reading) return refuse(typed, place, reading.error().message);
        // What the reader of a count finds wrong in it was typed in one place.
        if (field == WrittenField::count && reading->value.is_object())
            written_.moved.emplace(place.made + "/value", place.typed);
        return accept(*std::move(reading), place);
    }

    Made accept(FieldReading reading, const Place& place) {
        if (!reading.warning.empty()) written_.warnings.push_back({place.typed, reading.warning});
        written_.understood.push_back({place.typed, reading.value, std::move(reading.text)});
        return std::move(reading.value);
    }

    // What is not understood stays as it was typed, so that the strict reader stumbles over it in the same
    // place and draws no conclusions from its absence.
    Made refuse(const JsonValue& typed, const Place& place, std::string message) {
        written_.errors.push_back({place.typed, std::move(message)});
        return typed;
    }

    Made read_term(const JsonValue& typed, const Place& place) {
        const auto text = text_of(typed);
        if (!text) return typed;
        const auto term = parse_written_term(*text);
        if (!term) return refuse(typed, place, term.error().message);
        options_ = term->options;
        return accept({JsonValue::of_text(format_period(term->length)), describe_written_term(*term), {}},
                      place);
    }

    // Fills the extensions of a term whose length was typed with options.
    void add_options(JsonValue& term, const Place& place) {
        if (place.pattern != "/term" || options_.empty()) return;
        const Place length = place.member("length");
        if (const JsonValue* given = term.find("extensions")) {
            if (!given->is_list() || !given->items.empty()) {
                written_.errors.push_back(
                    {length.typed,
                     "has options to extend, and there are others listed beside it; give them in one place"});
                return;
            }
            std::erase_if(term.members, [](const JsonMember& member) { return member.name == "extensions"; });
        }
        JsonValue extensions = JsonValue::of_list();
        for (const WrittenTerm::Option& option : options_) {
            JsonValue extension = JsonValue::of_object();
            extension.add_member("length", JsonValue::of_text(format_period(option.length)));
            if (option.up_to) extension.add_member("up_to", JsonValue::of_boolean(true));
            written_.moved.emplace(place.made + "/extensions/" + std::to_string(extensions.items.size()) +
                                       "/length",
                                   length.typed);
            extensions.items.push_back(std::move(extension));
        }
        written_.moved.emplace(place.made + "/extensions", length.typed);
        term.add_member("extensions", std::move(extensions));
    }

    // {"length": "10", "days": "working"} and what forms make of a notice that is none of working days.
    Made read_notice(const JsonValue& typed, const Place& place) {
        const JsonValue* length = typed.find("length");
        const JsonValue* days = typed.find("days");
        const std::string text = length == nullptr ? std::string() : text_of(*length).value_or(std::string());
        const std::string kind = days == nullptr ? std::string() : text_of(*days).value_or(std::string());
        const bool is_known_kind = kind.empty() || kind == "working" || kind == "calendar";
        const std::size_t known = (length == nullptr ? 0U : 1U) + (days == nullptr ? 0U : 1U);
        if (text.empty() && known == typed.members.size() && is_known_kind) return std::nullopt;
        if (text.empty() || known != typed.members.size() || !is_known_kind) return read_object(typed, place);
        const bool is_bare = text.find_first_not_of("0123456789") == std::string::npos;
        auto notice = parse_written_notice(is_bare && !kind.empty() ? text + " days" : text);
        const Place at = place.member("length");
        // What is not understood stands in the place of the notice as a whole, as a plain text.
        const auto refuse_length = [&](std::string message) {
            written_.moved.emplace(place.made, at.typed);
            return refuse(JsonValue::of_text(text), at, std::move(message));
        };
        if (!notice) return refuse_length(notice.error().message);
        if (kind == "working" && (notice->length.is_in_months() || notice->length.weeks != 0)) {
            return refuse_length(
                "working days are counted in days, such as 10 working days, not in weeks or months");
        }
        notice->working_days = notice->working_days || kind == "working";
        FieldReading reading = reading_of_notice(*notice);
        if (reading.value.is_text()) written_.moved.emplace(place.made, at.typed);
        return accept(std::move(reading), at);
    }

    // A count with its day and what is said of it, each in a field of its own.
    Made read_count(const JsonValue& typed, const Place& place) {
        const JsonValue* value = typed.find("value");
        const auto text = value == nullptr ? std::nullopt : text_of(*value);
        const bool is_blank =
            value == nullptr || value->kind == JsonValue::Kind::null || (text && text->empty());
        const JsonValue* as_at = typed.find("as_at");
        const bool has_words = typed.find("qualifier") != nullptr || typed.find("literal") != nullptr;
        JsonValue made = JsonValue::of_object();
        std::optional<Count> count;
        for (const JsonMember& member : typed.members) {
            const Place at = place.member(member.name);
            if (member.name == "value" && !is_blank && text) {
                auto read = parse_written_count(*text);
                if (!read) {
                    made.add_member("value", *refuse(*value, at, read.error().message));
                    continue;
                }
                count = *read;
                made.add_member("value",
                                *accept({JsonValue::of_integer(read->value), describe_count(*read), {}}, at));
            } else if (member.name == "as_at" && as_at != nullptr && as_at->is_text()) {
                if (trimmed(as_at->text).empty()) continue;
                if (auto day = read_field(WrittenField::day, *as_at, at))
                    made.add_member("as_at", *std::move(day));
            } else if (auto other = read_any(member.value, at)) {
                made.add_member(member.name, *std::move(other));
            }
        }
        // What a form offers beside a count that was left empty says nothing.
        const bool is_offered_only =
            is_blank && std::all_of(made.members.begin(), made.members.end(), [](const JsonMember& member) {
                return member.name == "qualifier" || member.name == "measure";
            });
        if (is_offered_only) return std::nullopt;
        if (count && !count->is_plain() && !has_words) {
            made.add_member("qualifier", JsonValue::of_text(std::string(name_of(count->qualifier))));
            made.add_member("literal", JsonValue::of_text(count->literal));
        }
        return made;
    }

    std::optional<RecordKind> kind_;
    const WrittenContext& context_;
    std::vector<WrittenTerm::Option> options_;
    WrittenRecord written_;
};

// Whether the pointer is one of these or leads to something inside one.
bool is_at_or_below(std::string_view pointer, const std::set<std::string, std::less<>>& pointers) {
    for (std::string_view front = pointer;; front = front.substr(0, front.rfind('/'))) {
        if (pointers.contains(front)) return true;
        if (front.empty()) return false;
    }
}

template <typename Record>
std::optional<RecordKind> kind_of() {
    if constexpr (std::is_same_v<Record, Organisation>) {
        return std::nullopt;
    } else {
        return RecordTraits<Record>::kind;
    }
}

} // namespace

std::string WrittenRecord::typed_pointer(std::string_view pointer) const {
    return typed_pointer_of(moved, pointer);
}

WrittenRecord understand_record(const JsonValue& typed, std::optional<RecordKind> kind,
                                const WrittenContext& context) {
    return Understanding(kind, context).read(typed);
}

template <typename Record>
std::string DraftRecord<Record>::typed_pointer(std::string_view pointer) const {
    return typed_pointer_of(moved, pointer);
}

template <typename Record>
DraftRecord<Record> read_written_record(const JsonValue& typed, const WrittenContext& context) {
    WrittenRecord written = understand_record(typed, kind_of<Record>(), context);
    Problems problems;
    DraftRecord<Record> draft;
    draft.record = read_record<Record>(written.value, Path(), problems, context.year_start);
    draft.errors = written.errors;
    std::set<std::string, std::less<>> said;
    for (const FieldError& error : written.errors)
        said.insert(error.pointer);
    for (FieldError& problem : problems.listed_errors()) {
        problem.pointer = typed_pointer_of(written.moved, problem.pointer);
        const bool is_said = is_at_or_below(problem.pointer, said);
        if (!is_said) draft.errors.push_back(std::move(problem));
    }
    draft.warnings = std::move(written.warnings);
    for (FieldError& warning : problems.warnings()) {
        warning.pointer = typed_pointer_of(written.moved, warning.pointer);
        draft.warnings.push_back(std::move(warning));
    }
    draft.understood = std::move(written.understood);
    draft.moved = std::move(written.moved);
    return draft;
}

#define TELESTATE_INSTANTIATE(Type)                                                                          \
    template struct DraftRecord<Type>;                                                                       \
    template DraftRecord<Type> read_written_record<Type>(const JsonValue&, const WrittenContext&);
TELESTATE_FOR_EACH_RECORD_TYPE(TELESTATE_INSTANTIATE)
#undef TELESTATE_INSTANTIATE

} // namespace telestate::document
