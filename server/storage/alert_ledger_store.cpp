#include "server/storage/alert_rows.hpp"
#include "server/storage/connection.hpp"
#include "server/storage/reader.hpp"
#include "server/storage/row_values.hpp"

#include <unordered_map>

namespace telestate::storage {

namespace {

constexpr Sql select_previous_run = R"(
    SELECT max(run_on)
    FROM alert_runs
    WHERE run_on <= :on)";

// What a run may have to look at: milestones still to come, what has not reached everybody, and missed
// decisions.
constexpr Sql select_alerts = R"(
    SELECT alert, subject_kind, subject, milestone, milestone_on, offset_days, state, raised_on, acknowledged_on,
        escalated_on
    FROM alerts
    WHERE milestone_on >= :on
        OR state = 'nobody_to_tell'
        OR offset_days < 0
        OR alert IN (SELECT alert FROM alert_deliveries WHERE sent_at IS NULL AND channel = 'mail')
    ORDER BY alert)";

constexpr Sql select_deliveries = R"(
    SELECT alert, address, sent_at IS NOT NULL, is_escalation
    FROM alert_deliveries
    WHERE channel = 'mail')";

constexpr Sql select_snoozes = R"(
    SELECT subject_kind, subject, milestone, milestone_on, until
    FROM alert_snoozes
    WHERE milestone_on >= :on OR until > milestone_on)";

} // namespace

Milestone read_milestone(const Statement& row, int first) {
    return {read_required(row, first, telestate::parse_record_kind), std::string(row.text(first + 1)),
            read_required(row, first + 2, parse_milestone_kind), read_required(row, first + 3, parse_day)};
}

void bind_milestone(Statement& statement, const Milestone& milestone) {
    statement.bind(":subject_kind", telestate::name_of(milestone.subject_kind));
    statement.bind(":subject", milestone.subject);
    statement.bind(":milestone", name_of(milestone.kind));
    statement.bind(":milestone_on", format_day(milestone.on));
}

std::optional<std::string> read_optional_text(const Statement& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return std::string(row.text(column));
}

AlertLedger Reader::read_alert_ledger(Day on) const {
    AlertLedger ledger;
    const std::string day = format_day(on);
    const StatementLease previous = connection().prepare(select_previous_run);
    previous->bind(":on", day);
    if (previous->step()) ledger.previous_run_on = read_day(*previous, 0);

    std::unordered_map<std::int64_t, std::size_t> positions;
    const StatementLease rows = connection().prepare(select_alerts);
    rows->bind(":on", day);
    while (rows->step()) {
        positions[rows->integer(0)] = ledger.alerts.size();
        ledger.alerts.push_back({{read_milestone(*rows, 1), rows->integer(5)},
                                 read_required(*rows, 6, parse_alert_state),
                                 read_required(*rows, 7, parse_day),
                                 read_day(*rows, 8),
                                 read_day(*rows, 9),
                                 {}});
    }
    const StatementLease deliveries = connection().prepare(select_deliveries);
    while (deliveries->step()) {
        const auto found = positions.find(deliveries->integer(0));
        if (found == positions.end()) continue;
        ledger.alerts[found->second].deliveries.push_back(
            {std::string(deliveries->text(1)), deliveries->integer(2) != 0, deliveries->integer(3) != 0});
    }
    const StatementLease snoozes = connection().prepare(select_snoozes);
    snoozes->bind(":on", day);
    while (snoozes->step())
        ledger.snoozes.push_back({read_milestone(*snoozes, 0), read_required(*snoozes, 4, parse_day)});
    return ledger;
}

} // namespace telestate::storage
