#include "server/storage/alert_rows.hpp"
#include "server/storage/connection.hpp"
#include "server/storage/ledger_transaction.hpp"
#include "server/storage/row_values.hpp"

#include <stdexcept>

namespace telestate::storage {

namespace {

constexpr Sql insert_run = R"(
    INSERT INTO alert_runs (run_on, started_at, trigger)
    VALUES (:run_on, :started_at, :trigger)
    RETURNING run)";

constexpr Sql update_run = R"(
    UPDATE alert_runs
    SET finished_at = :finished_at, raised_count = :raised_count, error = :error
    WHERE run = :run)";

constexpr Sql insert_alert = R"(
    INSERT INTO alerts (subject_kind, subject, milestone, milestone_on, offset_days, state, run, raised_on, escalated_on)
    VALUES (:subject_kind, :subject, :milestone, :milestone_on, :offset_days, :state, :run, :on,
        CASE WHEN :escalates THEN :on END)
    RETURNING alert)";

constexpr Sql update_alert = R"(
    UPDATE alerts
    SET state = :state,
        run = CASE WHEN :rearms THEN :run ELSE run END,
        raised_on = CASE WHEN :rearms THEN :on ELSE raised_on END,
        escalated_on = CASE WHEN :escalates THEN :on ELSE escalated_on END
    WHERE subject_kind = :subject_kind AND subject = :subject AND milestone = :milestone
        AND milestone_on = :milestone_on AND offset_days = :offset_days
    RETURNING alert)";

constexpr Sql insert_delivery = R"(
    INSERT INTO alert_deliveries (alert, channel, address, mail, is_escalation)
    VALUES (:alert, 'mail', :address, NULL, :is_escalation))";

constexpr Sql delete_delivery = R"(
    DELETE FROM alert_deliveries
    WHERE alert = :alert AND channel = 'mail' AND address = :address AND sent_at IS NULL)";

constexpr Sql select_alert = R"(
    SELECT alert
    FROM alerts
    WHERE subject_kind = :subject_kind AND subject = :subject AND milestone = :milestone
        AND milestone_on = :milestone_on AND offset_days = :offset_days)";

// One that was told already is told again when it is escalated.
constexpr Sql insert_webhook_delivery = R"(
    INSERT INTO alert_deliveries (alert, channel, address, mail, is_escalation)
    VALUES (:alert, 'webhook', :address, :mail, :is_escalation)
    ON CONFLICT (alert, channel, address) DO UPDATE
    SET mail = excluded.mail, is_escalation = excluded.is_escalation, sent_at = NULL)";

constexpr Sql select_unmailed = R"(
    SELECT DISTINCT address
    FROM alert_deliveries
    WHERE channel = 'mail' AND sent_at IS NULL AND mail IS NULL
    ORDER BY address)";

constexpr Sql insert_mail = R"(
    INSERT INTO mails (run, channel, address, message_id, state, created_at, next_attempt_at)
    VALUES (:run, :channel, :address, :message_id, 'waiting', :now, :now)
    RETURNING mail)";

constexpr Sql take_over_deliveries = R"(
    UPDATE alert_deliveries
    SET mail = :mail
    WHERE channel = 'mail' AND address = :address AND sent_at IS NULL
        AND (mail IS NULL OR mail IN (SELECT waiting.mail FROM mails AS waiting WHERE waiting.state = 'waiting')))";

constexpr Sql withdraw_empty = R"(
    UPDATE mails
    SET state = 'withdrawn', next_attempt_at = NULL
    WHERE state IN ('waiting', 'in_flight')
        AND NOT EXISTS (SELECT 1 FROM alert_deliveries AS carried WHERE carried.mail = mails.mail))";

void bind_key_of(Statement& statement, const AlertKey& key) {
    bind_milestone(statement, key.milestone);
    statement.bind(":offset_days", key.offset_days);
}

std::int64_t returned(Statement& statement) {
    if (!statement.step()) throw std::logic_error("an alert that is to be changed is not in the ledger");
    const std::int64_t key = statement.integer(0);
    while (statement.step()) {
    }
    return key;
}

std::int64_t insert_mail_row(Connection& connection, std::int64_t run, const NewMail& mail,
                             std::string_view now) {
    const StatementLease insert = connection.prepare(insert_mail);
    insert->bind(":run", run);
    insert->bind(":channel", name_of(mail.channel));
    insert->bind(":address", mail.address);
    insert->bind(":message_id", mail.message_id);
    insert->bind(":now", now);
    return returned(*insert);
}

} // namespace

std::int64_t LedgerTransaction::begin_run(Day on, std::string_view now, RunTrigger trigger) {
    const StatementLease insert = connection().prepare(insert_run);
    insert->bind(":run_on", format_day(on));
    insert->bind(":started_at", now);
    insert->bind(":trigger", name_of(trigger));
    return returned(*insert);
}

void LedgerTransaction::finish_run(std::int64_t run, std::string_view now, std::int64_t raised_count,
                                   std::optional<std::string_view> error) {
    const StatementLease update = connection().prepare(update_run);
    update->bind(":run", run);
    update->bind(":finished_at", now);
    update->bind(":raised_count", raised_count);
    bind_text(*update, ":error", error.value_or(""));
    update->execute();
}

void LedgerTransaction::record_plan(std::int64_t run, const AlertPlan& plan) {
    const std::string on = format_day(plan.on);
    for (const AlertChange& change : plan.alerts) {
        std::int64_t alert = 0;
        {
            const StatementLease put = connection().prepare(change.is_new ? insert_alert : update_alert);
            bind_key_of(*put, change.key);
            put->bind(":state", name_of(change.state));
            put->bind(":run", run);
            put->bind(":on", on);
            put->bind(":escalates", std::int64_t{change.escalates ? 1 : 0});
            if (!change.is_new) put->bind(":rearms", std::int64_t{change.rearms ? 1 : 0});
            alert = returned(*put);
        }
        for (const std::string& address : change.withdrawn) {
            const StatementLease remove = connection().prepare(delete_delivery);
            remove->bind(":alert", alert);
            remove->bind(":address", address);
            remove->execute();
        }
        const auto add = [&](const Addresses& addresses, bool is_escalation) {
            for (const std::string& address : addresses) {
                const StatementLease insert = connection().prepare(insert_delivery);
                insert->bind(":alert", alert);
                insert->bind(":address", address);
                insert->bind(":is_escalation", std::int64_t{is_escalation ? 1 : 0});
                insert->execute();
            }
        };
        add(change.added, false);
        add(change.escalated, true);
    }
}

void LedgerTransaction::record_webhook(std::int64_t run, const AlertPlan& plan, const NewMail& mail,
                                       std::string_view now) {
    std::optional<std::int64_t> key;
    for (const AlertChange& change : plan.alerts) {
        if (!change.is_news()) continue;
        if (!key) key = insert_mail_row(connection(), run, mail, now);
        const StatementLease select = connection().prepare(select_alert);
        bind_key_of(*select, change.key);
        const std::int64_t alert = returned(*select);
        const StatementLease insert = connection().prepare(insert_webhook_delivery);
        insert->bind(":alert", alert);
        insert->bind(":address", mail.address);
        insert->bind(":mail", *key);
        insert->bind(":is_escalation", std::int64_t{change.escalates ? 1 : 0});
        insert->execute();
    }
}

std::vector<std::string> LedgerTransaction::list_unmailed_addresses() const {
    std::vector<std::string> addresses;
    const StatementLease rows = connection().prepare(select_unmailed);
    while (rows->step())
        addresses.emplace_back(rows->text(0));
    return addresses;
}

void LedgerTransaction::gather_mail(std::int64_t run, const NewMail& mail, std::string_view now) {
    const std::int64_t key = insert_mail_row(connection(), run, mail, now);
    const StatementLease update = connection().prepare(take_over_deliveries);
    update->bind(":mail", key);
    update->bind(":address", mail.address);
    update->execute();
}

void LedgerTransaction::withdraw_webhooks() {
    connection()
        .prepare("DELETE FROM alert_deliveries WHERE channel = 'webhook' AND sent_at IS NULL")
        ->execute();
}

void LedgerTransaction::withdraw_empty_mails() { connection().prepare(withdraw_empty)->execute(); }

} // namespace telestate::storage
