#include "server/storage/alert_rows.hpp"
#include "server/storage/connection.hpp"
#include "server/storage/reader.hpp"
#include "server/storage/row_values.hpp"

namespace telestate::storage {

namespace {

constexpr Sql select_mails = R"(
    SELECT mail, run, channel, address, message_id, state, created_at, attempt_count, last_attempt_at, next_attempt_at,
        sent_at, reply, error, subject,
        (SELECT count(*) FROM alert_deliveries AS carried WHERE carried.mail = mails.mail),
        count(*) OVER ()
    FROM mails
    WHERE (:mail IS NULL OR mail = :mail)
        AND CASE :view
            WHEN 'waiting' THEN state IN ('waiting', 'in_flight')
            WHEN 'sent' THEN state = 'sent'
            ELSE state <> 'withdrawn' OR :mail IS NOT NULL
        END
    ORDER BY mail DESC
    LIMIT coalesce(:limit, -1) OFFSET :offset)";

constexpr Sql select_mails_to_try = R"(
    SELECT mail, run, channel, address, message_id, state, created_at, attempt_count, last_attempt_at, next_attempt_at,
        sent_at, reply, error, subject, 0, 0
    FROM mails
    WHERE state IN ('waiting', 'in_flight')
        AND (:due_at IS NULL OR next_attempt_at IS NULL OR next_attempt_at <= :due_at)
    ORDER BY mail)";

constexpr Sql select_text = R"(
    SELECT subject, plain, html, message
    FROM mails
    WHERE mail = :mail)";

constexpr Sql select_mailed_alerts = R"(
    SELECT alerts.alert, subject_kind, subject, milestone, milestone_on, offset_days, state,
        -- Of a missed decision since when its people have been told of it.
        CASE WHEN alerts.offset_days >= 0 THEN raised_on ELSE (
            SELECT min(earlier.raised_on)
            FROM alerts AS earlier
            WHERE earlier.subject_kind = alerts.subject_kind AND earlier.subject = alerts.subject
                AND earlier.milestone = alerts.milestone AND earlier.milestone_on = alerts.milestone_on
                AND earlier.offset_days < 0 AND earlier.state <> 'superseded')
        END,
        carried.is_escalation,
        (SELECT json_group_array(other.address)
         FROM alert_deliveries AS other
         WHERE other.alert = alerts.alert AND other.channel = 'mail' AND other.address <> carried.address
            AND other.is_escalation = 0)
    FROM alert_deliveries AS carried
    JOIN alerts ON alerts.alert = carried.alert
    WHERE carried.mail = :mail
    ORDER BY milestone_on, alerts.alert)";

constexpr Sql select_addresses = R"(
    SELECT value
    FROM json_each(:list))";

constexpr Sql select_next_attempt = R"(
    SELECT min(next_attempt_at)
    FROM mails
    WHERE state IN ('waiting', 'in_flight'))";

constexpr Sql select_pending_error = R"(
    SELECT error
    FROM mails
    WHERE state IN ('waiting', 'in_flight') AND error IS NOT NULL
    ORDER BY last_attempt_at DESC
    LIMIT 1)";

Mail read_mail(const Statement& row) {
    Mail mail;
    mail.mail = row.integer(0);
    mail.run = row.integer(1);
    mail.channel = row.text(2) == name_of(Channel::webhook) ? Channel::webhook : Channel::mail;
    mail.address = row.text(3);
    mail.message_id = row.text(4);
    for (const MailState state :
         {MailState::waiting, MailState::in_flight, MailState::sent, MailState::withdrawn}) {
        if (name_of(state) == row.text(5)) mail.state = state;
    }
    mail.created_at = row.text(6);
    mail.attempt_count = row.integer(7);
    mail.last_attempt_at = read_optional_text(row, 8);
    mail.next_attempt_at = read_optional_text(row, 9);
    mail.sent_at = read_optional_text(row, 10);
    mail.reply = read_optional_text(row, 11);
    mail.error = read_optional_text(row, 12);
    mail.subject = row.text(13);
    mail.alert_count = row.integer(14);
    return mail;
}

Reader::MailList read_mails(Connection& connection, std::string_view view, std::optional<std::int64_t> mail,
                            const Page& page) {
    Reader::MailList list;
    const StatementLease rows = connection.prepare(select_mails);
    rows->bind(":view", view);
    bind_key(*rows, ":mail", mail);
    bind_key(*rows, ":limit", page.limit);
    rows->bind(":offset", page.offset);
    while (rows->step()) {
        list.total = rows->integer(15);
        list.mails.push_back(read_mail(*rows));
    }
    return list;
}

} // namespace

Reader::MailList Reader::list_mails(MailView view, Page page) const {
    MailList list = read_mails(connection(), name_of(view), {}, page);
    // A page without rows does not know how many there are.
    if (list.mails.empty() && (page.offset > 0 || page.limit == 0))
        list.total = read_mails(connection(), name_of(view), {}, {1, 0}).total;
    return list;
}

std::optional<Mail> Reader::find_mail(std::int64_t mail) const {
    MailList list = read_mails(connection(), name_of(MailView::all), mail, {});
    if (list.mails.empty()) return std::nullopt;
    return std::move(list.mails.front());
}

ComposedMail Reader::read_mail_text(std::int64_t mail) const {
    const StatementLease row = connection().prepare(select_text);
    row->bind(":mail", mail);
    if (!row->step()) return {};
    return {std::string(row->text(0)), std::string(row->text(1)), std::string(row->text(2)),
            std::string(row->text(3))};
}

std::vector<MailedAlert> Reader::list_mailed_alerts(std::int64_t mail) const {
    std::vector<MailedAlert> alerts;
    const StatementLease rows = connection().prepare(select_mailed_alerts);
    rows->bind(":mail", mail);
    while (rows->step()) {
        MailedAlert alert{rows->integer(0),
                          {read_milestone(*rows, 1), rows->integer(5)},
                          read_required(*rows, 6, parse_alert_state),
                          rows->integer(8) != 0,
                          read_required(*rows, 7, parse_day),
                          {}};
        const StatementLease others = connection().prepare(select_addresses);
        others->bind(":list", rows->text(9));
        while (others->step())
            alert.others_told.emplace_back(others->text(0));
        alerts.push_back(std::move(alert));
    }
    return alerts;
}

std::vector<Mail> Reader::list_mails_to_try(std::optional<std::string_view> due_at) const {
    std::vector<Mail> mails;
    const StatementLease rows = connection().prepare(select_mails_to_try);
    bind_text(*rows, ":due_at", due_at.value_or(""));
    while (rows->step())
        mails.push_back(read_mail(*rows));
    return mails;
}

std::optional<std::string> Reader::find_next_attempt_at() const {
    const StatementLease row = connection().prepare(select_next_attempt);
    return row->step() ? read_optional_text(*row, 0) : std::nullopt;
}

std::optional<std::string> Reader::find_pending_error() const {
    const StatementLease row = connection().prepare(select_pending_error);
    return row->step() ? read_optional_text(*row, 0) : std::nullopt;
}

} // namespace telestate::storage
