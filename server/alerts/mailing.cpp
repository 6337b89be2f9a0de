#include "server/alerts/mailing.hpp"

#include "server/alerts/mail_content.hpp"
#include "server/alerts/mail_words.hpp"
#include "server/alerts/planning.hpp"
#include "server/document/icalendar.hpp"
#include "server/document/json_writer.hpp"
#include "server/mail/message.hpp"

namespace telestate::alerts {

namespace {

using storage::Channel;

constexpr std::size_t longest_name = 100;
constexpr int most_unanswered = 2;
constexpr std::string_view calendar_type = "text/calendar; charset=utf-8; method=PUBLISH";

std::string domain_of(const std::string& address) { return address.substr(address.find('@') + 1); }

// Where a record's page is; empty while nobody knows where the dashboard is.
std::string page_of(const std::string& public_url, RecordKind kind, const std::string& id) {
    if (public_url.empty()) return {};
    const std::string place = kind == RecordKind::contracts ? "/" : "/inventory/";
    return public_url + place + std::string(telestate::name_of(kind)) + "/" + id;
}

} // namespace

mail::Message message_of(const mail::SmtpSettings& smtp, const std::string& organisation,
                         const std::string& id, clock::Instant now) {
    mail::Message message;
    const std::string name = clean_text(organisation, longest_name);
    message.from = {name.empty() ? "telestate" : "telestate, " + name, smtp.from};
    message.message_id = id;
    message.date = now;
    message.list_id = "telestate-alerts." + domain_of(smtp.from);
    message.list_name = "telestate alerts";
    return message;
}

Mailing::Mailing(const storage::Reader& reader, const Organisation& organisation, const Rules& rules,
                 const Settings& settings, Day on)
    : settings_(settings), organisation_(organisation), rules_(rules),
      addresses_(read_addresses(reader, organisation)),
      plan_(plan_alerts(reader, organisation, addresses_, rules, settings.days, on)),
      estate_(reader.identity()) {
    auto smtp = smtp_of(settings);
    if (smtp) {
        smtp_ = std::move(smtp.value());
    } else {
        mail_trouble_ = smtp.error().message;
    }
    auto webhook = webhook_of(settings);
    if (webhook) {
        webhook_ = std::move(webhook.value());
    } else {
        webhook_trouble_ = webhook.error().message;
    }
}

const std::optional<std::string>& Mailing::trouble_with(Channel channel) const {
    return channel == Channel::mail ? mail_trouble_ : webhook_trouble_;
}

std::optional<storage::ComposedMail> Mailing::compose(const storage::Reader& reader,
                                                      const storage::Mail& mail, clock::Instant now) const {
    if (mail.channel == Channel::webhook) return compose_call(reader, mail);
    std::vector<MailAlert> alerts;
    for (storage::MailedAlert& carried : reader.list_mailed_alerts(mail.mail)) {
        MailAlert alert{carried.key, carried.is_escalation, {}, {}};
        if (carried.is_escalation) {
            alert.first_told_on = carried.raised_on;
            alert.told = std::move(carried.others_told);
        }
        alerts.push_back(std::move(alert));
    }
    const GatherContext context{rules_,       plan_.on,      addresses_, settings_.public_url,
                                mail.address, plan_.overruns};
    const MailContent content = gather_mail(reader, context, alerts);
    if (content.contracts.empty() && content.platforms.empty() && content.switch_offs.empty())
        return std::nullopt;
    MailText text = compose_mail(content);
    mail::Message message = message_of(*smtp_, organisation_.name, mail.message_id, now);
    message.to = {clean_text(addresses_.name_of(mail.address), longest_name), mail.address};
    message.subject = text.subject;
    message.plain = text.plain;
    message.html = text.html;
    const document::Calendar calendar = calendar_of(content);
    if (!calendar.events.empty()) {
        message.attachments.push_back(
            {"deadlines.ics", std::string(calendar_type), document::format_calendar(calendar)});
    }
    std::string whole = mail::format_message(message);
    return storage::ComposedMail{std::move(text.subject), std::move(text.plain), std::move(text.html),
                                 std::move(whole)};
}

storage::ComposedMail Mailing::compose_call(const storage::Reader& reader, const storage::Mail& mail) const {
    const auto contracts = reader.names_of(RecordKind::contracts);
    const auto platforms = reader.names_of(RecordKind::platforms);
    const std::vector<storage::MailedAlert> alerts = reader.list_mailed_alerts(mail.mail);
    std::string body;
    document::JsonWriter json(body);
    json.begin_object();
    json.member("id", mail.message_id);
    json.member("run", mail.run);
    json.member("on", format_day(plan_.on));
    json.text_or_null("organisation", organisation_.name);
    json.key("alerts");
    json.begin_list();
    for (const storage::MailedAlert& alert : alerts) {
        const Milestone& milestone = alert.key.milestone;
        const auto& names = milestone.subject_kind == RecordKind::platforms ? platforms : contracts;
        const auto name = names.find(milestone.subject);
        const bool is_named = milestone.subject_kind != RecordKind::lines && name != names.end();
        json.begin_object();
        json.member("key", format_alert_key(alert.key));
        json.member("subject", milestone.subject);
        json.member("subject_kind", telestate::name_of(milestone.subject_kind));
        json.member("title", is_named ? name->second : milestone.subject);
        json.member("milestone", name_of(milestone.kind));
        json.member("milestone_on", format_day(milestone.on));
        json.member("days_left", days_between(plan_.on, milestone.on));
        json.member("offset_days", alert.key.offset_days);
        json.member("state", telestate::name_of(alert.state));
        json.member("escalated", alert.is_escalation);
        json.key("recipients");
        json.begin_list();
        for (const std::string& address : alert.others_told)
            json.text(address);
        json.end_list();
        json.text_or_null("url", page_of(settings_.public_url, milestone.subject_kind, milestone.subject));
        json.end_object();
    }
    json.end_list();
    json.end_object();
    std::string subject = std::to_string(alerts.size()) + (alerts.size() == 1 ? " alert" : " alerts");
    return {std::move(subject), body, {}, body};
}

mail::Outcome Mailing::hand_over(const storage::Mail& mail, const std::string& message, clock::Instant now,
                                 const std::function<bool()>& is_cancelled) {
    mail::Outcome outcome;
    if (mail.channel == Channel::mail) {
        if (!client_) client_ = std::make_unique<mail::SmtpClient>(*smtp_, is_cancelled);
        outcome = client_->send(mail.address, message);
    } else {
        outcome = mail::post_webhook(*webhook_, mail.message_id, message, now, is_cancelled);
    }
    // A server that takes mails and answers none of them would keep each of the others waiting as long.
    const bool is_unknown = outcome.acceptance == mail::Acceptance::unknown;
    unanswered_count_ = is_unknown ? unanswered_count_ + 1 : 0;
    if (outcome.acceptance == mail::Acceptance::unavailable || unanswered_count_ >= most_unanswered)
        (mail.channel == Channel::mail ? mail_trouble_ : webhook_trouble_) = outcome.words;
    return outcome;
}

} // namespace telestate::alerts
