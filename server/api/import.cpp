#include "server/api/import.hpp"

#include "model/number.hpp"
#include "model/number_block.hpp"
#include "server/api/estate_view.hpp"
#include "server/api/today.hpp"
#include "server/document/estate_reader.hpp"
#include "server/document/references.hpp"

#include <algorithm>
#include <array>

namespace telestate::api {

namespace {

using document::ImportAction;
using document::ImportReport;
using storage::PutOutcome;
using storage::Reader;
using storage::Writer;

Error invalid(std::vector<FieldError> problems) {
    return {ErrorCode::invalid,
            "the document has " + std::to_string(problems.size()) +
                (problems.size() == 1 ? " problem" : " problems") + "; nothing was changed",
            std::move(problems)};
}

ImportAction action_of(PutOutcome outcome) {
    switch (outcome) {
    case PutOutcome::added:
        return ImportAction::added;
    case PutOutcome::changed:
        return ImportAction::changed;
    case PutOutcome::unchanged:
        return ImportAction::unchanged;
    }
    return ImportAction::unchanged;
}

std::string id_of(const Responsibility& record) {
    return record.service + "/" + record.role + "/" + record.person;
}

// Puts the records of one document and tells what each put did.
class Importer {
  public:
    Importer(Writer& writer, ImportReport& report) : writer_(writer), report_(report) {}

    void put_organisation(const Organisation& organisation) {
        const auto before = writer_.reader().find_organisation();
        note("organisation", "", "/organisation", before, organisation,
             writer_.put_organisation(organisation));
    }

    template <typename Record>
    void put(storage::RecordKind kind, const std::vector<Record>& records,
             std::optional<Record> (Reader::*find)(std::string_view) const,
             Result<PutOutcome> (Writer::*put_one)(const Record&)) {
        put_all(
            kind, records, [&](std::string_view id) { return (writer_.reader().*find)(id); },
            [&](const Record& record) { return (writer_.*put_one)(record); });
    }

    void put_contracts(const std::vector<Contract>& contracts) {
        put_all(
            storage::RecordKind::contracts, contracts,
            [&](std::string_view id) { return writer_.reader().find_contract(id); },
            [&](const Contract& contract) { return writer_.put_contract(contract); });
    }

    void put_responsibilities(const std::vector<Responsibility>& records) {
        const auto kind = storage::RecordKind::responsibilities;
        const std::int64_t recorded = writer_.reader().count_records(kind);
        std::int64_t known_count = 0;
        for (std::size_t i = 0; i < records.size(); ++i) {
            const Responsibility& record = records[i];
            const auto before =
                writer_.reader().find_responsibility(record.service, record.role, record.person);
            if (before) ++known_count;
            note(storage::name_of(kind), id_of(record), pointer_to(kind, i), before, record,
                 writer_.put_responsibility(record));
        }
        report_.left_alone_count += recorded - known_count;
    }

    void put_observations(const std::vector<Observation>& observations) {
        for (std::size_t i = 0; i < observations.size(); ++i) {
            const auto outcome = writer_.put_observation(observations[i]);
            if (!outcome) {
                fail("/observations/" + std::to_string(i), outcome.error());
            } else if (*outcome != PutOutcome::unchanged) {
                has_changes_ = true;
            }
        }
    }

    std::vector<FieldError>& problems() { return problems_; }
    bool has_changes() const { return has_changes_; }

  private:
    template <typename Record, typename Find, typename Put>
    void put_all(storage::RecordKind kind, const std::vector<Record>& records, Find find, Put put_one) {
        const storage::IdSet known = writer_.reader().known_ids(kind);
        std::size_t known_count = 0;
        for (std::size_t i = 0; i < records.size(); ++i) {
            const Record& record = records[i];
            std::optional<Record> before;
            if (known.contains(record.id)) {
                before = find(record.id);
                ++known_count;
            }
            note(storage::name_of(kind), record.id, pointer_to(kind, i), before, record, put_one(record));
        }
        report_.left_alone_count += static_cast<std::int64_t>(known.size() - known_count);
    }

    static std::string pointer_to(storage::RecordKind kind, std::size_t index) {
        return "/" + std::string(storage::name_of(kind)) + "/" + std::to_string(index);
    }

    void fail(const std::string& pointer, const Error& error) {
        if (error.fields.empty()) problems_.push_back({pointer, error.message});
        for (const FieldError& field : error.fields)
            problems_.push_back({pointer + field.pointer, field.message});
    }

    template <typename Record>
    void note(std::string_view kind, std::string id, const std::string& pointer,
              const std::optional<Record>& before, const Record& record, const Result<PutOutcome>& outcome) {
        if (!outcome) {
            fail(pointer, outcome.error());
            return;
        }
        const ImportAction action = action_of(*outcome);
        switch (action) {
        case ImportAction::added:
            ++report_.added_count;
            break;
        case ImportAction::changed:
            ++report_.changed_count;
            break;
        case ImportAction::unchanged:
            ++report_.unchanged_count;
            break;
        }
        has_changes_ = has_changes_ || action != ImportAction::unchanged;
        std::vector<document::Change> changes;
        if (action == ImportAction::changed && before) changes = document::changes_between(*before, record);
        report_.records.push_back({std::string(kind), std::move(id), action, std::move(changes)});
    }

    Writer& writer_;
    ImportReport& report_;
    std::vector<FieldError> problems_;
    bool has_changes_ = false;
};

// Blocks of numbers may not overlap, wherever each of them was recorded.
void check_numbers(const Reader& reader, const Estate& estate, std::vector<FieldError>& problems) {
    if (estate.numbers.empty()) return;
    std::vector<RecordedBlock> blocks;
    std::vector<RecordedNumber> numbers;
    reader.for_each_number([&](const NumberRange& range) {
        if (!range.number.empty()) {
            if (const auto number = parse_number(range.number)) numbers.push_back({range.id, number->number});
        }
        if (range.first.empty() || range.last.empty()) return;
        const auto first = parse_number(range.first);
        const auto last = parse_number(range.last);
        if (first && last) blocks.push_back({range.id, {first->number, last->number}});
    });
    const NumberReview review = review_numbers(blocks, numbers);
    const auto report = [&](const NumberClash& clash, const char* what, const char* field) {
        for (std::size_t i = 0; i < estate.numbers.size(); ++i) {
            const std::string& id = estate.numbers[i].id;
            if (id != clash.id && id != clash.clashes_with) continue;
            const std::string& other = id == clash.id ? clash.clashes_with : clash.id;
            problems.push_back(
                {"/numbers/" + std::to_string(i) + field, std::string(what) + " \"" + other + "\" holds " +
                                                              format_national(clash.number) + " as well"});
            return;
        }
    };
    for (const NumberClash& clash : review.overlapping_blocks)
        report(clash, "the block", "/first");
    for (const NumberClash& clash : review.duplicate_numbers)
        report(clash, "the record", "/number");
}

void add_contract_warnings(const EstateView& view, const Estate& estate, std::vector<FieldError>& warnings) {
    for (std::size_t i = 0; i < estate.contracts.size(); ++i) {
        for (FieldError& warning :
             warnings_of(estate.contracts[i], view.rules().year_start, view.rules().calendar)) {
            warnings.push_back(
                {"/contracts/" + std::to_string(i) + warning.pointer, std::move(warning.message)});
        }
    }
}

} // namespace

Result<document::ImportReport> import_estate(const Services& services, std::string_view document,
                                             ImportOptions options) {
    FinancialYearStart year_start;
    if (const auto organisation = services.database.read().find_organisation()) {
        year_start = organisation->financial_year_start;
    }
    Result<document::ParsedEstate> parsed = document::parse_estate(document, year_start);
    if (!parsed) return parsed.error();
    const Estate& estate = parsed->estate;

    std::vector<FieldError> problems;
    if (estate.organisation && !is_known_time_zone(estate.organisation->time_zone)) {
        problems.push_back({"/organisation/time_zone", "no time zone is called \"" +
                                                           estate.organisation->time_zone +
                                                           "\"; names look like \"Europe/London\""});
    }
    Result<Writer> begun = services.database.write();
    if (!begun) return begun.error();
    Writer writer = std::move(begun.value());

    const Reader& reader = writer.reader();
    std::array<std::optional<storage::IdSet>, storage::all_record_kinds.size()> known;
    const auto dangling = document::dangling_references(estate, [&](RecordKind kind, std::string_view id) {
        auto& ids = known.at(static_cast<std::size_t>(kind));
        if (!ids) ids = reader.known_ids(kind);
        return ids->contains(id);
    });
    problems.insert(problems.end(), dangling.begin(), dangling.end());
    if (!problems.empty()) return invalid(std::move(problems));

    ImportReport report;
    report.is_dry_run = options.is_dry_run;
    Importer importer(writer, report);
    using storage::RecordKind;
    if (estate.organisation) importer.put_organisation(*estate.organisation);
    importer.put(RecordKind::sites, estate.sites, &Reader::find_site, &Writer::put_site);
    importer.put(RecordKind::people, estate.people, &Reader::find_person, &Writer::put_person);
    importer.put(RecordKind::suppliers, estate.suppliers, &Reader::find_supplier, &Writer::put_supplier);
    importer.put_contracts(estate.contracts);
    importer.put(RecordKind::platforms, estate.platforms, &Reader::find_platform, &Writer::put_platform);
    importer.put(RecordKind::lines, estate.lines, &Reader::find_line, &Writer::put_line);
    importer.put(RecordKind::licences, estate.licences, &Reader::find_licence, &Writer::put_licence);
    importer.put(RecordKind::numbers, estate.numbers, &Reader::find_number, &Writer::put_number);
    importer.put(RecordKind::usage, estate.usage, &Reader::find_usage, &Writer::put_usage);
    importer.put_responsibilities(estate.responsibilities);
    importer.put_observations(estate.observations);
    check_numbers(reader, estate, importer.problems());
    if (!importer.problems().empty()) return invalid(std::move(importer.problems()));

    report.warnings = std::move(parsed->warnings);
    report.revision = reader.revision();
    // A document that changes nothing moves no revision.
    if (!options.is_dry_run && importer.has_changes())
        report.revision = writer.commit(format_instant(services.now()));
    add_contract_warnings(EstateView(services), estate, report.warnings);
    return report;
}

} // namespace telestate::api
