#include "server/storage/alert_rows.hpp"
#include "server/storage/connection.hpp"
#include "server/storage/ledger_transaction.hpp"
#include "server/storage/row_values.hpp"

namespace telestate::storage {

namespace {

constexpr Sql compose_and_begin = R"(
    UPDATE mails
    SET state = 'in_flight', attempt_count = attempt_count + 1, last_attempt_at = :now, next_attempt_at = NULL,
        subject = :subject, plain = :plain, html = :html, message = :message
    WHERE mail = :mail)";

constexpr Sql begin_again = R"(
    UPDATE mails
    SET state = 'in_flight', attempt_count = attempt_count + 1, last_attempt_at = :now, next_attempt_at = NULL
    WHERE mail = :mail)";

constexpr Sql update_sent = R"(
    UPDATE mails
    SET state = 'sent', sent_at = :now, reply = :reply, error = NULL, next_attempt_at = NULL
    WHERE mail = :mail)";

constexpr Sql update_sent_deliveries = R"(
    UPDATE alert_deliveries
    SET sent_at = :now
    WHERE mail = :mail AND sent_at IS NULL)";

constexpr Sql update_failed = R"(
    UPDATE mails
    SET state = :state, error = :error, next_attempt_at = :next_attempt_at
    WHERE mail = :mail)";

constexpr Sql update_postponed = R"(
    UPDATE mails
    SET error = :error, next_attempt_at = :next_attempt_at
    WHERE mail = :mail)";

constexpr Sql acknowledge_alerts = R"(
    UPDATE alerts
    SET acknowledged_on = :on, acknowledged_at = :now, acknowledged_by = :person
    WHERE acknowledged_on IS NULL
        AND (subject_kind, subject, milestone, milestone_on) = (
            SELECT subject_kind, subject, milestone, milestone_on FROM alerts WHERE alert = :alert)
        AND state <> 'superseded')";

constexpr Sql unacknowledge_alerts = R"(
    UPDATE alerts
    SET acknowledged_on = NULL, acknowledged_at = NULL, acknowledged_by = NULL
    WHERE (subject_kind, subject, milestone, milestone_on) = (
        SELECT subject_kind, subject, milestone, milestone_on FROM alerts WHERE alert = :alert))";

constexpr Sql put_snooze = R"(
    INSERT INTO alert_snoozes (subject_kind, subject, milestone, milestone_on, until, snoozed_at)
    VALUES (:subject_kind, :subject, :milestone, :milestone_on, :until, :now)
    ON CONFLICT (subject_kind, subject, milestone, milestone_on) DO UPDATE
    SET until = excluded.until, snoozed_at = excluded.snoozed_at)";

constexpr Sql delete_snooze = R"(
    DELETE FROM alert_snoozes
    WHERE subject_kind = :subject_kind AND subject = :subject AND milestone = :milestone
        AND milestone_on = :milestone_on)";

} // namespace

void LedgerTransaction::begin_attempt(std::int64_t mail, const ComposedMail& composed, std::string_view now) {
    const StatementLease update = connection().prepare(compose_and_begin);
    update->bind(":mail", mail);
    update->bind(":now", now);
    update->bind(":subject", composed.subject);
    update->bind(":plain", composed.plain);
    update->bind(":html", composed.html);
    update->bind(":message", composed.message);
    update->execute();
}

void LedgerTransaction::repeat_attempt(std::int64_t mail, std::string_view now) {
    const StatementLease update = connection().prepare(begin_again);
    update->bind(":mail", mail);
    update->bind(":now", now);
    update->execute();
}

void LedgerTransaction::mark_sent(std::int64_t mail, std::string_view now, std::string_view reply) {
    const StatementLease update = connection().prepare(update_sent);
    update->bind(":mail", mail);
    update->bind(":now", now);
    bind_text(*update, ":reply", reply);
    update->execute();
    const StatementLease deliveries = connection().prepare(update_sent_deliveries);
    deliveries->bind(":mail", mail);
    deliveries->bind(":now", now);
    deliveries->execute();
}

void LedgerTransaction::mark_failed(std::int64_t mail, std::string_view error,
                                    std::string_view next_attempt_at) {
    const StatementLease update = connection().prepare(update_failed);
    update->bind(":mail", mail);
    update->bind(":state", name_of(MailState::waiting));
    update->bind(":error", error);
    update->bind(":next_attempt_at", next_attempt_at);
    update->execute();
}

void LedgerTransaction::mark_unknown(std::int64_t mail, std::string_view error,
                                     std::string_view next_attempt_at) {
    const StatementLease update = connection().prepare(update_failed);
    update->bind(":mail", mail);
    update->bind(":state", name_of(MailState::in_flight));
    update->bind(":error", error);
    update->bind(":next_attempt_at", next_attempt_at);
    update->execute();
}

void LedgerTransaction::postpone(std::int64_t mail, std::string_view error,
                                 std::string_view next_attempt_at) {
    const StatementLease update = connection().prepare(update_postponed);
    update->bind(":mail", mail);
    update->bind(":error", error);
    update->bind(":next_attempt_at", next_attempt_at);
    update->execute();
}

bool LedgerTransaction::acknowledge(std::int64_t alert, Day on, std::string_view now,
                                    std::optional<std::string_view> person) {
    if (!reader().find_alert(alert)) return false;
    const StatementLease update = connection().prepare(acknowledge_alerts);
    update->bind(":alert", alert);
    update->bind(":on", format_day(on));
    update->bind(":now", now);
    bind_text(*update, ":person", person.value_or(""));
    update->execute();
    return true;
}

bool LedgerTransaction::unacknowledge(std::int64_t alert) {
    if (!reader().find_alert(alert)) return false;
    const StatementLease update = connection().prepare(unacknowledge_alerts);
    update->bind(":alert", alert);
    update->execute();
    return true;
}

void LedgerTransaction::snooze(const Milestone& milestone, std::optional<Day> until, std::string_view now) {
    const StatementLease put = connection().prepare(until ? put_snooze : delete_snooze);
    bind_milestone(*put, milestone);
    if (until) {
        put->bind(":until", format_day(*until));
        put->bind(":now", now);
    }
    put->execute();
}

} // namespace telestate::storage
