#include "server/api/import_checks.hpp"

#include "model/number.hpp"
#include "model/number_block.hpp"
#include "server/api/today.hpp"
#include "server/document/references.hpp"

#include <array>

namespace telestate::api {

using storage::Reader;

void check_organisation(const Reader& reader, const Estate& estate, FinancialYearStart recorded_start,
                        std::vector<FieldError>& problems) {
    if (!estate.organisation) return;
    const std::string& zone = estate.organisation->time_zone;
    if (!zone.empty() && !is_known_time_zone(zone)) {
        problems.push_back({"/organisation/time_zone",
                            "no time zone is called \"" + zone + "\"; names look like \"Europe/London\""});
    }
    const FinancialYearStart start = estate.organisation->financial_year_start;
    if (start == recorded_start) return;
    storage::IdSet replaced;
    for (const Contract& contract : estate.contracts)
        replaced.insert(contract.id);
    reader.for_each_contract(storage::Projection::computed, [&](const Contract& contract) {
        if (replaced.contains(contract.id)) return;
        for (const FieldError& problem : problems_of(contract, start)) {
            problems.push_back({"/organisation/financial_year_start",
                                "the recorded contract \"" + contract.id +
                                    "\" would not be possible any more: " + problem.pointer + ": " +
                                    problem.message});
        }
    });
}

void check_references(const Reader& reader, const Estate& estate, std::vector<FieldError>& problems) {
    std::array<std::optional<storage::IdSet>, all_record_kinds.size()> known;
    const auto is_known = [&](RecordKind kind, std::string_view id) {
        auto& ids = known.at(static_cast<std::size_t>(kind));
        if (!ids) ids = reader.known_ids(kind);
        return ids->contains(id);
    };
    for (FieldError& problem : document::dangling_references(estate, is_known))
        problems.push_back(std::move(problem));
}

void check_numbers(const Reader& reader, const Estate& estate, std::vector<FieldError>& problems) {
    if (estate.numbers.empty()) return;
    std::vector<RecordedBlock> blocks;
    std::vector<RecordedNumber> numbers;
    const auto collect = [&](const NumberRange& range) {
        if (!range.number.empty()) {
            if (const auto number = parse_number(range.number)) numbers.push_back({range.id, number->number});
        }
        if (range.first.empty() || range.last.empty()) return;
        const auto first = parse_number(range.first);
        const auto last = parse_number(range.last);
        if (first && last) blocks.push_back({range.id, {first->number, last->number}});
    };
    storage::IdSet replaced;
    for (const NumberRange& range : estate.numbers) {
        replaced.insert(range.id);
        collect(range);
    }
    reader.for_each_number([&](const NumberRange& range) {
        if (!replaced.contains(range.id)) collect(range);
    });
    const NumberReview review = review_numbers(blocks, numbers);
    storage::IdMap<std::size_t> places;
    for (std::size_t i = 0; i < estate.numbers.size(); ++i)
        places.emplace(estate.numbers[i].id, i);
    const auto report = [&](const NumberClash& clash, const char* what, const char* field) {
        for (const std::string& id : {clash.id, clash.clashes_with}) {
            const auto place = places.find(id);
            if (place == places.end()) continue;
            // Two records of the document itself are reported when it is read.
            const std::string& other = id == clash.id ? clash.clashes_with : clash.id;
            if (places.contains(other)) return;
            problems.push_back({"/numbers/" + std::to_string(place->second) + field,
                                std::string(what) + " \"" + other + "\" holds " +
                                    format_national(clash.number) + " as well"});
            return;
        }
    };
    for (const NumberClash& clash : review.overlapping_blocks)
        report(clash, "the block", "/first");
    for (const NumberClash& clash : review.duplicate_numbers)
        report(clash, "the record", "/number");
}

void add_contract_warnings(const Estate& estate, FinancialYearStart year_start,
                           const WorkingCalendar& calendar, std::vector<FieldError>& warnings) {
    for (std::size_t i = 0; i < estate.contracts.size(); ++i) {
        for (FieldError& warning : warnings_of(estate.contracts[i], year_start, calendar)) {
            warnings.push_back(
                {"/contracts/" + std::to_string(i) + warning.pointer, std::move(warning.message)});
        }
    }
}

} // namespace telestate::api
