#include "server/document/estate_reader.hpp"

#include "model/number.hpp"
#include "model/number_block.hpp"
#include "server/document/count_clashes.hpp"
#include "server/document/record_json.hpp"
#include "server/document/record_reader.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

namespace telestate::document {

namespace {

constexpr std::string_view known_format = "telestate/1";

constexpr std::array<std::string_view, 14> top_fields = {
    "format",           "exported_at", "organisation", "sites",       "people",
    "responsibilities", "suppliers",   "contracts",    "platforms",   "lines",
    "licences",         "numbers",     "usage",        "observations"};

bool is_list_field(std::string_view name) { return parse_record_kind(name) || name == "observations"; }

// Puts an estate together from the values of a document as they come.
class EstateAssembler {
  public:
    explicit EstateAssembler(Problems& problems) : problems_(problems) {}

    void begin_list(std::string_view name) {
        if (is_list_field(name)) return;
        // The items of a list nobody knows are read past.
        if (name == "organisation" || name == "format" || name == "exported_at") {
            problems_.add(Path(top_, name),
                          std::string("must be ") +
                              (name == "organisation" ? "an object { … }" : "a text in quotation marks") +
                              ", not a list");
        } else {
            report_unknown(name);
        }
        if (name == "format") has_format_ = true;
    }

    void add_item(std::string_view name, std::size_t index, const JsonValue& item) {
        const Path list(top_, name);
        const Path at(list, index);
        if (name == "observations") {
            estate_.observations.push_back(read_observation(item, at, problems_));
            return;
        }
        const auto kind = parse_record_kind(name);
        if (!kind) return;
        switch (*kind) {
        case RecordKind::sites:
            return add(estate_.sites, item, at);
        case RecordKind::people:
            return add(estate_.people, item, at);
        case RecordKind::responsibilities:
            return add(estate_.responsibilities, item, at);
        case RecordKind::suppliers:
            return add(estate_.suppliers, item, at);
        case RecordKind::contracts:
            return add(estate_.contracts, item, at);
        case RecordKind::platforms:
            return add(estate_.platforms, item, at);
        case RecordKind::lines:
            return add(estate_.lines, item, at);
        case RecordKind::licences:
            return add(estate_.licences, item, at);
        case RecordKind::numbers:
            return add(estate_.numbers, item, at);
        case RecordKind::usage:
            return add(estate_.usage, item, at);
        }
    }

    void set_member(std::string_view name, const JsonValue& value) {
        const Path at(top_, name);
        if (value.kind == JsonValue::Kind::null && is_top_field(name)) {
            problems_.add(at, "is null; leave the field out");
            if (name == "format") has_format_ = true;
        } else if (name == "format") {
            read_format(value, at);
        } else if (name == "exported_at") {
            if (!value.is_text() || !is_utc_instant(value.text)) {
                problems_.add(at, "must be an instant in UTC such as \"2026-11-22T09:00:00Z\"");
            }
        } else if (name == "organisation") {
            estate_.organisation = read_organisation(value, at, problems_);
        } else if (is_list_field(name)) {
            problems_.add(at, "must be a list [ … ], not " + std::string(describe_kind(value)));
        } else {
            report_unknown(name);
        }
    }

    // What can only be said once everything has been read.
    void finish(FinancialYearStart year_start) {
        if (!has_format_)
            problems_.add("/format", "is missing: an estate document says \"format\": \"telestate/1\"");
        if (estate_.organisation) year_start = estate_.organisation->financial_year_start;
        check_contracts(year_start);
        check_numbers();
        for (FieldError& clash : contradicting_counts(estate_))
            problems_.add(std::move(clash.pointer), std::move(clash.message));
    }

    bool is_known_format() const { return is_known_format_; }
    // A document of another version: nothing else that seems wrong with it means anything.
    const std::optional<std::string>& foreign_format() const { return foreign_format_; }
    Estate take() { return std::move(estate_); }

  private:
    static bool is_top_field(std::string_view name) {
        return std::find(top_fields.begin(), top_fields.end(), name) != top_fields.end();
    }

    void report_unknown(std::string_view name) {
        problems_.add(Path(top_, name),
                      "there is no field " + in_quotes(name) + " here" + suggestion(name, top_fields));
    }

    void read_format(const JsonValue& value, const Path& at) {
        has_format_ = true;
        if (!value.is_text()) {
            problems_.add(at, "must be \"telestate/1\", not " + std::string(describe_kind(value)));
        } else if (value.text != known_format) {
            foreign_format_ = value.text;
        } else {
            is_known_format_ = true;
        }
    }

    // Every record keeps the place it has in the document, also when something is wrong with it, so that
    // pointers made later still lead to it.
    template <typename Record>
    void add(std::vector<Record>& records, const JsonValue& item, const Path& at) {
        const std::size_t error_count = problems_.error_count();
        records.push_back(RecordTraits<Record>::read(item, at, problems_));
        if constexpr (std::is_same_v<Record, Contract>) {
            if (problems_.error_count() > error_count) {
                broken_contracts_[records.size() - 1] = broken_parts(problems_, error_count, at.pointer());
            }
        }
        check_identity(records.back(), records.size() - 1, at);
    }

    template <typename Record>
    void check_identity(const Record& record, std::size_t index, const Path& at) {
        if (record.id.empty()) return;
        const auto [found, is_new] = id_owners_[RecordTraits<Record>::kind].try_emplace(record.id, index);
        if (is_new) return;
        problems_.add(Path(at, "id"), in_quotes(record.id) + " is the id of /" +
                                          std::string(name_of(RecordTraits<Record>::kind)) + "/" +
                                          std::to_string(found->second) +
                                          " already; an id is used once in its list");
    }

    void check_identity(const Responsibility& record, std::size_t index, const Path& at) {
        if (record.service.empty() || record.role.empty() || record.person.empty()) return;
        // None of the three holds a line feed, so the joined text is as good as the three.
        const std::string identity = record.service + "\n" + record.role + "\n" + record.person;
        const auto [found, is_new] = id_owners_[RecordKind::responsibilities].try_emplace(identity, index);
        if (is_new) return;
        problems_.add(at, "says the same as /responsibilities/" + std::to_string(found->second) +
                              ": the same person in the same part for the same service");
    }

    void check_contracts(FinancialYearStart year_start) {
        static const std::vector<std::string> nothing;
        for (std::size_t i = 0; i < estate_.contracts.size(); ++i) {
            const auto broken = broken_contracts_.find(i);
            check_contract(estate_.contracts[i], year_start, "/contracts/" + std::to_string(i),
                           broken == broken_contracts_.end() ? nothing : broken->second, problems_);
        }
    }

    // No two records may claim one telephone number, save that a number within a block may have a record of
    // its own.
    void check_numbers() {
        std::vector<RecordedBlock> blocks;
        std::vector<RecordedNumber> numbers;
        for (std::size_t i = 0; i < estate_.numbers.size(); ++i) {
            const NumberRange& range = estate_.numbers[i];
            const auto number = parsed(range.number);
            const auto first = parsed(range.first);
            const auto last = parsed(range.last);
            if (number) numbers.push_back({std::to_string(i), *number});
            if (first && last && problems_of(NumberBlock{*first, *last}).empty()) {
                blocks.push_back({std::to_string(i), {*first, *last}});
            }
        }
        const NumberReview review = review_numbers(blocks, numbers);
        for (const NumberClash& clash : review.overlapping_blocks)
            report_clash(clash, "/first");
        for (const NumberClash& clash : review.duplicate_numbers)
            report_clash(clash, "/number");
    }

    static std::optional<PhoneNumber> parsed(const std::string& text) {
        if (text.empty()) return std::nullopt;
        const auto number = parse_number(text);
        if (!number) return std::nullopt;
        return number->number;
    }

    void report_clash(const NumberClash& clash, std::string_view field) {
        problems_.add("/numbers/" + clash.id + std::string(field), format_national(clash.number) +
                                                                       " belongs to /numbers/" +
                                                                       clash.clashes_with + " already");
    }

    Problems& problems_;
    Path top_;
    Estate estate_;
    bool has_format_ = false;
    bool is_known_format_ = false;
    std::optional<std::string> foreign_format_;
    std::unordered_map<RecordKind, std::unordered_map<std::string, std::size_t>> id_owners_;
    std::unordered_map<std::size_t, std::vector<std::string>> broken_contracts_;
};

} // namespace

Result<EstateReading> read_estate(std::string_view bytes, FinancialYearStart year_start,
                                  const EstateLimits& limits) {
    Problems problems(limits.problems);
    EstateAssembler assembler(problems);
    const DocumentEvents events{
        [&](std::string_view name) { assembler.begin_list(name); },
        [&](std::string_view name, std::size_t index, const JsonValue& item) {
            assembler.add_item(name, index, item);
        },
        [&](std::string_view name, const JsonValue& value) { assembler.set_member(name, value); },
    };
    if (const auto read = stream_json(bytes, limits.json, problems, events); !read) return read.error();
    if (const auto& format = assembler.foreign_format()) {
        return Error{ErrorCode::invalid,
                     "The document's format is " + in_quotes(*format) + "; only \"telestate/1\" can be read.",
                     {{"/format", in_quotes(*format) +
                                      " is not a format this program reads; it reads \"telestate/1\""}}};
    }
    assembler.finish(year_start);
    if (!assembler.is_known_format()) return problems.to_error();
    return EstateReading{
        {assembler.take(), problems.warnings()}, problems.listed_errors(), problems.error_count()};
}

Result<ParsedEstate> parse_estate(std::string_view bytes, FinancialYearStart year_start,
                                  const EstateLimits& limits) {
    Result<EstateReading> reading = read_estate(bytes, year_start, limits);
    if (!reading) return reading.error();
    if (reading->problem_count == 0) return std::move(reading->parsed);
    return Error{ErrorCode::invalid, describe_problem_count(reading->problem_count),
                 std::move(reading->problems)};
}

} // namespace telestate::document
