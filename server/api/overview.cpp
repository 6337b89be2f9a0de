#include "server/api/overview.hpp"

#include "server/api/overview_sections.hpp"
#include "server/document/organisation_json.hpp"

namespace telestate::api {

namespace {

using document::JsonWriter;

using StatusCounts = std::array<std::int64_t, 4>;

void append_counts(JsonWriter& json, const storage::Reader& reader, const StatusCounts& statuses) {
    json.key("counts");
    json.begin_object();
    for (const RecordKind kind : all_record_kinds)
        json.member(name_of(kind), reader.count_records(kind));
    json.end_object();
    json.key("statuses");
    json.begin_object();
    for (const Status status : {Status::pending, Status::active, Status::overrun, Status::ended})
        json.member(name_of(status), statuses.at(static_cast<std::size_t>(status)));
    json.end_object();
}

} // namespace

std::string overview_json(const EstateView& view, Day on) {
    const Rules& rules = view.rules();
    const FinancialYear year = financial_year_of(on, rules.year_start);
    const Interval year_days = days_of(year, rules.year_start);
    StatusCounts statuses{};
    overview::ActionSection actions(on);
    overview::SpendSection spend(year, on, rules);
    overview::GapSection gaps(year_days);
    overview::LicenceSection licences(view.reader(), year_days);

    storage::ContractQuery query;
    query.projection = storage::Projection::computed;
    view.for_each_position(query, on, [&](const Contract& contract, const Position& position) {
        const SeenContract seen(contract, rules, on);
        ++statuses.at(static_cast<std::size_t>(position.status));
        try {
            actions.add(seen, position);
            spend.add(seen);
            gaps.add(seen, position);
            licences.add(seen);
        } catch (const MoneyOverflow&) {
            throw MoneyOverflow(contract.id);
        }
    });

    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.member("on", on);
    json.key("organisation");
    document::append_organisation(json, view.organisation());
    append_counts(json, view.reader(), statuses);
    actions.append(json);
    spend.append(json, view.reader());
    licences.append(json);
    overview::append_lines_on_pstn(json, view, on);
    gaps.append(json);
    json.end_object();
    return out;
}

} // namespace telestate::api
