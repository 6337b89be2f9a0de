#pragma once

// Takes one JSON object apart field by field and reports everything in it that may not be there.

#include "model/decimal.hpp"
#include "model/inventory.hpp"
#include "model/partial_date.hpp"
#include "server/document/json_value.hpp"
#include "server/document/problems.hpp"
#include "server/document/text_rules.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace telestate::document {

// Every field that is asked for becomes known; once all are, finish() reports those that were given and never
// asked for. A field that is absent, or reported as wrong, comes back as nothing.
class RecordReader {
  public:
    // `noun` names the object for people: "a contract". A value that is no object is reported and read as
    // empty.
    RecordReader(const JsonValue& value, const Path& path, Problems& problems, std::string_view noun);

    const Path& path() const { return path_; }
    Problems& problems() { return problems_; }

    // The value of a field; null where it is absent or null, which is reported.
    const JsonValue* find(std::string_view name);
    bool has(std::string_view name) { return find(name) != nullptr; }
    // Reports that a field is missing, unless the object as a whole was no object.
    void report_missing(std::string_view name, std::string_view what);

    // The record's own "id".
    std::string id();
    std::string optional_id();
    // The id of another record: `noun` is "a supplier".
    std::string reference(std::string_view name, std::string_view noun);
    std::vector<std::string> references(std::string_view name, std::string_view noun);

    std::string line(std::string_view name) { return text(name, Lines::one); }
    std::string paragraph(std::string_view name) { return text(name, Lines::several); }
    // `what` says what is missing: "the name of the site".
    std::string required_line(std::string_view name, std::string_view what);
    // The same where "silences" does not say what kind of nothing the field holds.
    std::string line_or_silence(std::string_view name, std::string_view what);
    std::vector<std::string> lines(std::string_view name);
    std::string email(std::string_view name);
    std::vector<std::string> emails(std::string_view name);
    // How many days before a milestone an alert is wanted, none twice. An empty list is not the same as none.
    std::optional<std::vector<int>> alert_days();

    std::optional<bool> boolean(std::string_view name);
    std::optional<Day> day(std::string_view name);
    std::optional<PartialDate> partial_date(std::string_view name);
    std::optional<Period> period(std::string_view name);
    // `example` is what a good value looks like: "14400.00".
    std::optional<Decimal> decimal(std::string_view name, std::string_view example);

    // One of a fixed set of words, which `parse` knows and `words` lists.
    template <typename Parse>
    auto choice(std::string_view name, std::span<const std::string_view> words, Parse parse)
        -> decltype(parse(std::string_view{})) {
        const JsonValue* value = find(name);
        if (value == nullptr) return std::nullopt;
        const Path at(path_, name);
        if (!expect_text(*value, at)) return std::nullopt;
        auto chosen = parse(value->text);
        if (!chosen) report_choice(value->text, at, words);
        return chosen;
    }

    // Every item of a list field through `read(item, path)`, in order. Items that are wrong keep their place.
    template <typename Read>
    auto list(std::string_view name, Read read)
        -> std::vector<decltype(read(std::declval<const JsonValue&>(), std::declval<const Path&>()))> {
        std::vector<decltype(read(std::declval<const JsonValue&>(), std::declval<const Path&>()))> read_items;
        const JsonValue* value = find(name);
        if (value == nullptr) return read_items;
        const Path at(path_, name);
        if (!expect_list(*value, at)) return read_items;
        read_items.reserve(value->items.size());
        for (std::size_t i = 0; i < value->items.size(); ++i)
            read_items.push_back(read(value->items[i], Path(at, i)));
        return read_items;
    }

    // The fields of an object that is a field, so that a silence about one of them can be checked.
    void nested_fields(std::string_view name, std::span<const std::string_view> fields);

    // "notes", "silences" and "release". Asked for last, for their keys are checked against the fields known
    // by then.
    Annotations annotations();

    // Reports every field given that was never asked for.
    void finish();

  private:
    std::string text(std::string_view name, Lines lines);
    bool expect_text(const JsonValue& value, const Path& at);
    bool expect_list(const JsonValue& value, const Path& at);
    void report_choice(const std::string& text, const Path& at, std::span<const std::string_view> words);
    std::vector<FieldSilence> silences();
    std::vector<Release> releases();
    void warn_of_spoken_silences(const std::vector<FieldSilence>& silences,
                                 const std::vector<Release>& releases);
    bool check_field_path(std::string_view field, const Path& at);
    std::span<const std::string_view> known() const { return {known_.data(), known_count_}; }

    struct NestedFields {
        std::string_view name;
        std::span<const std::string_view> fields;
    };

    const JsonValue& value_;
    const Path& path_;
    Problems& problems_;
    bool is_object_ = false;
    std::array<std::string_view, 32> known_{}; // more than any record has fields
    std::size_t known_count_ = 0;
    std::array<NestedFields, 4> nested_{};
    std::size_t nested_count_ = 0;
};

// Single values, as list items. What is wrong is reported and comes back as nothing.
std::string read_text(const JsonValue& value, const Path& path, Problems& problems, Lines lines);
std::string read_reference(const JsonValue& value, const Path& path, Problems& problems,
                           std::string_view noun);
std::string read_email(const JsonValue& value, const Path& path, Problems& problems);

} // namespace telestate::document
