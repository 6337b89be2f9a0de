#include "server/storage/alert_rows.hpp"
#include "server/storage/connection.hpp"
#include "server/storage/reader.hpp"
#include "server/storage/row_values.hpp"

#include <unordered_map>

namespace telestate::storage {

namespace {

constexpr Sql select_last_run = R"(
    SELECT run, run_on, started_at, finished_at, trigger, raised_count, error
    FROM alert_runs
    ORDER BY run DESC
    LIMIT 1)";

constexpr Sql select_run_day = R"(
    SELECT max(run_on)
    FROM alert_runs
    WHERE run_on <= :day)";

// An alert is open while it is the tightest that was raised for its milestone and somebody should still act
// on it.
constexpr Sql select_alerts = R"(
    SELECT alert, subject_kind, subject, milestone, milestone_on, offset_days, state, raised_on, acknowledged_at,
        acknowledged_by, escalated_on,
        (SELECT until FROM alert_snoozes AS snoozed
         WHERE snoozed.subject_kind = alerts.subject_kind AND snoozed.subject = alerts.subject
            AND snoozed.milestone = alerts.milestone AND snoozed.milestone_on = alerts.milestone_on
            AND snoozed.until > :today),
        count(*) OVER ()
    FROM alerts
    WHERE (:alert IS NULL OR alert = :alert)
        AND (:kind IS NULL OR subject_kind = :kind)
        AND (:id IS NULL OR subject = :id)
        AND CASE :view
            WHEN 'pending' THEN EXISTS (
                SELECT 1
                FROM alert_deliveries AS waiting
                WHERE waiting.alert = alerts.alert AND waiting.channel = 'mail' AND waiting.sent_at IS NULL)
            WHEN 'sent' THEN EXISTS (
                SELECT 1
                FROM alert_deliveries AS sent
                WHERE sent.alert = alerts.alert AND sent.channel = 'mail' AND sent.sent_at IS NOT NULL)
            WHEN 'nobody_to_tell' THEN state = 'nobody_to_tell'
            WHEN 'superseded' THEN state = 'superseded'
            WHEN 'ended' THEN state = 'ended'
            WHEN 'all' THEN 1
            ELSE state IN ('due', 'missed', 'nobody_to_tell')
                AND (:view = 'open' OR acknowledged_on IS NULL)
                AND (milestone_on >= :today OR (offset_days < 0 AND acknowledged_on IS NULL))
                AND NOT EXISTS (
                    SELECT 1
                    FROM alerts AS tighter
                    WHERE tighter.subject_kind = alerts.subject_kind AND tighter.subject = alerts.subject
                        AND tighter.milestone = alerts.milestone AND tighter.milestone_on = alerts.milestone_on
                        AND tighter.offset_days < alerts.offset_days
                        AND tighter.state IN ('due', 'missed', 'nobody_to_tell'))
        END
    ORDER BY milestone_on, subject_kind, subject, milestone, offset_days DESC
    LIMIT coalesce(:limit, -1) OFFSET :offset)";

constexpr Sql select_deliveries = R"(
    SELECT delivery.alert, delivery.address, delivery.sent_at, delivery.is_escalation, delivery.mail,
        mails.error, mails.next_attempt_at
    FROM json_each(:alerts) AS asked
    JOIN alert_deliveries AS delivery ON delivery.alert = asked.value AND delivery.channel = 'mail'
    LEFT JOIN mails ON mails.mail = delivery.mail
    ORDER BY delivery.alert, delivery.is_escalation, delivery.address)";

constexpr Sql count_views = R"(
    SELECT count(*) FILTER (WHERE is_open), count(*) FILTER (WHERE is_open AND acknowledged_on IS NULL),
        count(*) FILTER (WHERE is_pending), count(*) FILTER (WHERE state = 'nobody_to_tell')
    FROM (
        SELECT state, acknowledged_on,
            state IN ('due', 'missed', 'nobody_to_tell')
                AND (milestone_on >= :today OR (offset_days < 0 AND acknowledged_on IS NULL))
                AND NOT EXISTS (
                    SELECT 1
                    FROM alerts AS tighter
                    WHERE tighter.subject_kind = alerts.subject_kind AND tighter.subject = alerts.subject
                        AND tighter.milestone = alerts.milestone AND tighter.milestone_on = alerts.milestone_on
                        AND tighter.offset_days < alerts.offset_days
                        AND tighter.state IN ('due', 'missed', 'nobody_to_tell')) AS is_open,
            EXISTS (
                SELECT 1
                FROM alert_deliveries AS waiting
                WHERE waiting.alert = alerts.alert AND waiting.channel = 'mail'
                    AND waiting.sent_at IS NULL) AS is_pending
        FROM alerts))";

struct AlertFilter {
    AlertQuery query;
    std::optional<std::int64_t> alert;
};

void read_deliveries(Connection& connection, std::vector<KeptAlert>& alerts) {
    if (alerts.empty()) return;
    std::string asked = "[";
    std::unordered_map<std::int64_t, std::size_t> positions;
    for (std::size_t i = 0; i < alerts.size(); ++i) {
        if (i != 0) asked += ',';
        asked += std::to_string(alerts[i].alert);
        positions[alerts[i].alert] = i;
    }
    asked += ']';
    const StatementLease rows = connection.prepare(select_deliveries);
    rows->bind(":alerts", asked);
    while (rows->step()) {
        KeptDelivery delivery{
            std::string(rows->text(1)),   !rows->is_null(2), rows->integer(3) != 0, std::nullopt,
            read_optional_text(*rows, 2), std::nullopt,      std::nullopt};
        if (!rows->is_null(4)) delivery.mail = rows->integer(4);
        if (!delivery.is_sent) {
            delivery.error = read_optional_text(*rows, 5);
            delivery.next_attempt_at = read_optional_text(*rows, 6);
        }
        alerts[positions.at(rows->integer(0))].deliveries.push_back(std::move(delivery));
    }
}

Reader::AlertList read_alerts(Connection& connection, const AlertFilter& filter) {
    const auto fill = [&](std::optional<std::int64_t> limit, std::int64_t offset) {
        Reader::AlertList list;
        const StatementLease rows = connection.prepare(select_alerts);
        rows->bind(":view", name_of(filter.query.view));
        rows->bind(":today", format_day(filter.query.today));
        bind_key(*rows, ":alert", filter.alert);
        bind_choice(*rows, ":kind", filter.query.kind);
        bind_text(*rows, ":id", filter.query.id.value_or(""));
        bind_key(*rows, ":limit", limit);
        rows->bind(":offset", offset);
        while (rows->step()) {
            list.total = rows->integer(12);
            list.alerts.push_back({rows->integer(0),
                                   {read_milestone(*rows, 1), rows->integer(5)},
                                   read_required(*rows, 6, parse_alert_state),
                                   read_required(*rows, 7, parse_day),
                                   read_optional_text(*rows, 8),
                                   read_optional_text(*rows, 9),
                                   read_day(*rows, 11),
                                   read_day(*rows, 10),
                                   {}});
        }
        return list;
    };
    Reader::AlertList list = fill(filter.query.page.limit, filter.query.page.offset);
    // A page without rows does not know how many there are.
    if (list.alerts.empty() && (filter.query.page.offset > 0 || filter.query.page.limit == 0))
        list.total = fill(1, 0).total;
    read_deliveries(connection, list.alerts);
    return list;
}

} // namespace

std::optional<AlertRunEntry> Reader::find_last_alert_run() const {
    const StatementLease row = connection().prepare(select_last_run);
    if (!row->step()) return std::nullopt;
    AlertRunEntry entry;
    entry.run = row->integer(0);
    entry.on = read_required(*row, 1, parse_day);
    entry.started_at = row->text(2);
    entry.finished_at = read_optional_text(*row, 3);
    for (const RunTrigger trigger : {RunTrigger::schedule, RunTrigger::command, RunTrigger::page}) {
        if (name_of(trigger) == row->text(4)) entry.trigger = trigger;
    }
    entry.raised_count = row->integer(5);
    entry.error = read_optional_text(*row, 6);
    return entry;
}

std::optional<Day> Reader::find_alert_run_day(Day day) const {
    const StatementLease row = connection().prepare(select_run_day);
    row->bind(":day", format_day(day));
    return row->step() ? read_day(*row, 0) : std::nullopt;
}

Reader::AlertList Reader::list_alerts(const AlertQuery& query) const {
    return read_alerts(connection(), {query, {}});
}

std::optional<KeptAlert> Reader::find_alert(std::int64_t alert) const {
    AlertList list = read_alerts(connection(), {{}, alert});
    if (list.alerts.empty()) return std::nullopt;
    return std::move(list.alerts.front());
}

AlertCounts Reader::count_alerts(Day today) const {
    const StatementLease row = connection().prepare(count_views);
    row->bind(":today", format_day(today));
    if (!row->step()) return {};
    return {row->integer(0), row->integer(1), row->integer(2), row->integer(3)};
}

} // namespace telestate::storage
