#include "server/api/import.hpp"

#include "server/api/estate_editor.hpp"
#include "server/api/record_checks.hpp"
#include "server/api/today.hpp"
#include "server/document/estate_reader.hpp"

namespace telestate::api {

namespace {

using document::ImportAction;
using document::ImportReport;
using storage::PutOutcome;
using storage::Reader;

Error invalid(std::vector<FieldError> problems) {
    constexpr std::size_t most = 1'000;
    const std::size_t count = problems.size();
    if (count > most) {
        problems.resize(most);
        problems.push_back({"", "and " + std::to_string(count - most) + " more"});
    }
    return {ErrorCode::invalid,
            "the document has " + std::to_string(count) + (count == 1 ? " problem" : " problems") +
                "; nothing was changed",
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

// Puts the records of one document and tells what each put did.
class Importer {
  public:
    Importer(EstateEditor& editor, ImportReport& report) : editor_(editor), report_(report) {}

    void put_organisation(const Organisation& organisation) {
        const auto before = editor_.reader().find_organisation();
        note("organisation", "", "/organisation", editor_.put_over(before, organisation),
             [&] { return document::changes_between(*before, organisation); });
    }

    template <typename Record>
    void put(const std::vector<Record>& records) {
        const RecordKind kind = RecordAccess<Record>::kind;
        const std::int64_t recorded_count = editor_.reader().count_records(kind);
        std::int64_t known_count = 0;
        for (std::size_t i = 0; i < records.size(); ++i) {
            const Record& record = records[i];
            const std::optional<Record> before = find_same(editor_.reader(), record);
            if (before) ++known_count;
            const Result<PutOutcome> outcome = editor_.put_over(before, record);
            note(name_of(kind), id_of(record), "/" + std::string(name_of(kind)) + "/" + std::to_string(i),
                 outcome, [&] { return changes_of(*before, record); });
        }
        report_.left_alone_count += recorded_count - known_count;
    }

    void put_observations(const std::vector<Observation>& observations) {
        for (std::size_t i = 0; i < observations.size(); ++i) {
            const Observation& observation = observations[i];
            const std::optional<Count> before = find_count(observation);
            const auto changes = [&] {
                return std::vector<document::Change>{
                    {"/count/value", std::to_string(before->value), std::to_string(observation.count.value)}};
            };
            std::string id = observation.kind + "/" + observation.record + "/" + observation.field;
            if (observation.count.as_at) id += "/" + format_day(*observation.count.as_at);
            Result<PutOutcome> outcome = editor_.put_observation(observation);
            // One for a day that has a count already corrects that one.
            if (outcome && *outcome == PutOutcome::added && before) outcome = PutOutcome::changed;
            note("observations", std::move(id), "/observations/" + std::to_string(i), outcome, changes);
        }
    }

    std::vector<FieldError>& problems() { return problems_; }

  private:
    void fail(const std::string& pointer, const Error& error) {
        if (error.fields.empty()) problems_.push_back({pointer, error.message});
        for (const FieldError& field : error.fields)
            problems_.push_back({pointer + field.pointer, field.message});
    }

    // `changes` is asked only of a record that was changed.
    template <typename Changes>
    void note(std::string_view kind, std::string id, const std::string& pointer,
              const Result<PutOutcome>& outcome, Changes changes) {
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
        auto& noted = report_.records.emplace_back(
            document::ImportedRecord{std::string(kind), std::move(id), action, {}});
        if (action == ImportAction::changed) noted.changes = changes();
    }

    // What a put changed about a record. A count for an earlier day than the one shown is kept beside it and
    // changes nothing that is shown, so what counts is the record as it now stands.
    template <typename Record>
    std::vector<document::Change> changes_of(const Record& before, const Record& record) const {
        if constexpr (is_counted<Record>) {
            const auto after = find_same(editor_.reader(), record);
            auto changes = document::changes_between(before, *after);
            if (!changes.empty()) return changes;
            return {{"/observations", std::nullopt, "\"an earlier count, kept beside the present one\""}};
        } else {
            return document::changes_between(before, record);
        }
    }

    std::optional<Count> find_count(const Observation& observation) const {
        const auto kind = parse_record_kind(observation.kind);
        if (!kind) return std::nullopt;
        std::optional<Count> found;
        for (const Observation& kept : editor_.reader().list_observations(*kind, observation.record)) {
            if (kept.field == observation.field && kept.count.as_at == observation.count.as_at)
                found = kept.count;
        }
        return found;
    }

    EstateEditor& editor_;
    ImportReport& report_;
    std::vector<FieldError> problems_;
};

} // namespace

Result<document::ImportReport> import_estate(const Services& services, std::string_view document,
                                             ImportOptions options) {
    const FinancialYearStart recorded_start = year_start_of(services.database.read());
    Result<document::EstateReading> reading = document::read_estate(document, recorded_start);
    if (!reading) return reading.error();
    return import_records(services, std::move(reading.value()), recorded_start, std::move(options));
}

Result<document::ImportReport> import_records(const Services& services, document::EstateReading reading,
                                              FinancialYearStart recorded_start, ImportOptions options) {
    const Estate& estate = reading.parsed.estate;
    std::vector<FieldError> problems = std::move(reading.problems);

    Result<storage::Writer> begun = services.database.write();
    if (!begun) return begun.error();
    EstateEditor editor(std::move(begun.value()));
    const Reader& reader = editor.reader();
    if (options.accepts_revision && !options.accepts_revision(reader.revision())) {
        return Error{ErrorCode::stale, "the estate has changed since the copy named by If-Match", {}};
    }
    if (year_start_of(reader) != recorded_start) {
        return Error{
            ErrorCode::conflict, "the organisation's financial year was changed meanwhile; try again", {}};
    }
    check_organisation(reader, estate, recorded_start, problems);
    check_references(reader, estate, problems);
    check_numbers(reader, estate, problems);
    if (!problems.empty()) return invalid(std::move(problems));

    ImportReport report;
    report.is_dry_run = options.is_dry_run;
    Importer importer(editor, report);
    if (estate.organisation) importer.put_organisation(*estate.organisation);
    importer.put(estate.sites);
    importer.put(estate.people);
    importer.put(estate.suppliers);
    importer.put(estate.contracts);
    importer.put(estate.platforms);
    importer.put(estate.lines);
    importer.put(estate.licences);
    importer.put(estate.numbers);
    importer.put(estate.usage);
    importer.put(estate.responsibilities);
    importer.put_observations(estate.observations);
    if (!importer.problems().empty()) return invalid(std::move(importer.problems()));

    report.warnings = std::move(reading.parsed.warnings);
    // By the organisation as it now stands, also in a dry run.
    const Organisation organisation = reader.find_organisation().value_or(Organisation{});
    add_contract_warnings(estate, organisation.financial_year_start,
                          services.holidays.of(organisation.bank_holidays), report.warnings);
    report.revision = reader.revision();
    // A document that changes nothing moves no revision.
    if (!options.is_dry_run && editor.has_changes()) {
        report.revision = editor.commit(services, options.actor, std::move(options.note));
    }
    return report;
}

} // namespace telestate::api
