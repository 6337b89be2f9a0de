#include "server/api/alerts.hpp"

#include "server/alerts/planning.hpp"
#include "server/api/alert_json.hpp"
#include "server/api/parameters.hpp"
#include "server/api/today.hpp"
#include "server/api/versions.hpp"
#include "server/http/problem.hpp"

namespace telestate::api {

namespace {

constexpr std::int64_t usual_limit = 100;
constexpr std::int64_t most_at_once = 1000;

// Alerts change without the estate's revision: their answers are told apart by what they say.
http::Response tagged(std::string body) {
    const std::string version = version_of(body);
    http::Response response = http::json(std::move(body));
    response.etag = version;
    return response;
}

storage::Page page_of(Parameters& parameters) {
    return {parameters.integer("limit", 0, most_at_once).value_or(usual_limit),
            parameters.integer("offset", 0, std::numeric_limits<std::int64_t>::max()).value_or(0)};
}

void append_page(document::JsonWriter& json, std::int64_t total, const storage::Page& page) {
    json.member("total", total);
    json.member("offset", page.offset);
    json.member("limit", page.limit.value_or(0));
}

std::optional<std::string> instant_text(const std::optional<Instant>& instant) {
    if (!instant) return std::nullopt;
    return format_instant(*instant);
}

std::optional<std::string> day_text(const std::optional<Day>& day) {
    if (!day) return std::nullopt;
    return format_day(*day);
}

// When alerts were last checked to the end, or begun to be.
std::optional<std::string> checked_at(const alerts::Health& health) {
    if (!health.last_run) return std::nullopt;
    return health.last_run->finished_at ? health.last_run->finished_at : health.last_run->started_at;
}

http::Response no_mail(const http::Request& request) {
    return http::problem(
        {ErrorCode::not_found, "there is no mail \"" + request.path_parameter("id") + "\"", {}},
        request.path);
}

} // namespace

void append_alerts_preview(document::JsonWriter& json, const storage::Reader& reader, const AlertPlan& plan) {
    SubjectTitles titles(reader);
    json.begin_object();
    json.member("on", format_day(plan.on));
    json.key("alerts");
    json.begin_list();
    for (const AlertChange& change : plan.alerts) {
        const Addresses recipients = change.recipients();
        const bool is_quiet =
            change.state == AlertState::ended ||
            (!change.is_new && recipients.empty() && change.state != AlertState::nobody_to_tell);
        if (is_quiet) continue;
        const Milestone& milestone = change.key.milestone;
        json.begin_object();
        json.member("key", format_alert_key(change.key));
        json.member("subject", milestone.subject);
        json.member("subject_kind", telestate::name_of(milestone.subject_kind));
        json.member("title", titles.of(milestone));
        json.member("milestone", name_of(milestone.kind));
        json.member("milestone_on", format_day(milestone.on));
        json.member("days_left", days_between(plan.on, milestone.on));
        json.member("offset_days", change.key.offset_days);
        json.member("state", telestate::name_of(change.state));
        json.member("escalated", !change.escalated.empty());
        json.key("recipients");
        json.begin_list();
        for (const std::string& address : recipients)
            json.text(address);
        json.end_list();
        json.end_object();
    }
    json.end_list();
    json.end_object();
}

http::Response get_alerts_preview(const http::Request& request, const Services& services) {
    Parameters parameters(request);
    const storage::Reader reader = services.database.read();
    const Day on = parameters.day("on", services.alerts.today(reader));
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    std::string out;
    document::JsonWriter json(out);
    append_alerts_preview(json, reader, services.alerts.preview(reader, on));
    return tagged(std::move(out));
}

http::Response get_alerts(const http::Request& request, const Services& services) {
    Parameters parameters(request);
    storage::AlertQuery query;
    query.view = parameters
                     .choice("state", storage::parse_alert_view,
                             "open, unacknowledged, pending, sent, nobody_to_tell, superseded, ended or all")
                     .value_or(storage::AlertView::open);
    query.kind = parameters.choice("kind", telestate::parse_record_kind, "contracts, platforms or lines");
    query.id = parameters.text("id");
    query.page = page_of(parameters);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    const storage::Reader reader = services.database.read();
    const Day today = services.alerts.today(reader);
    query.today = today;
    const storage::Reader::AlertList list = reader.list_alerts(query);
    const storage::AlertCounts counts = reader.count_alerts(today);
    const AddressBook addresses =
        alerts::read_addresses(reader, reader.find_organisation().value_or(Organisation{}));
    const DecisionKinds kinds = decision_kinds_of(services, reader, list.alerts, today);
    SubjectTitles titles(reader);
    std::string out;
    document::JsonWriter json(out);
    json.begin_object();
    append_page(json, list.total, query.page);
    json.key("counts");
    json.begin_object();
    json.member("open", counts.open);
    json.member("unacknowledged", counts.unacknowledged);
    json.member("pending", counts.pending);
    json.member("nobody_to_tell", counts.nobody_to_tell);
    json.end_object();
    json.key("alerts");
    json.begin_list();
    for (const storage::KeptAlert& alert : list.alerts)
        append_alert(json, alert, titles, addresses, kinds, today);
    json.end_list();
    json.end_object();
    return tagged(std::move(out));
}

http::Response get_alert(const http::Request& request, const Services& services) {
    Parameters parameters(request);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    const storage::Reader reader = services.database.read();
    const auto alert = reader.find_alert(number_in_address(request));
    if (!alert) {
        return http::problem(
            {ErrorCode::not_found, "there is no alert \"" + request.path_parameter("id") + "\"", {}},
            request.path);
    }
    const Day today = services.alerts.today(reader);
    const AddressBook addresses =
        alerts::read_addresses(reader, reader.find_organisation().value_or(Organisation{}));
    SubjectTitles titles(reader);
    std::string out;
    document::JsonWriter json(out);
    append_alert(json, *alert, titles, addresses, decision_kinds_of(services, reader, {*alert}, today),
                 today);
    return tagged(std::move(out));
}

http::Response get_alerts_status(const http::Request& request, const Services& services) {
    Parameters parameters(request);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    const storage::Reader reader = services.database.read();
    const alerts::Health health = services.alerts.health(reader);
    const alerts::Settings& settings = services.alerts.settings();
    const auto organisation = reader.find_organisation();
    std::string out;
    document::JsonWriter json(out);
    json.begin_object();
    json.member("enabled", health.is_enabled);
    const auto minutes = settings.run_at.count();
    const auto two_digits = [](std::int64_t number) {
        return (number < 10 ? "0" : "") + std::to_string(number);
    };
    json.member("run_at", two_digits(minutes / 60) + ":" + two_digits(minutes % 60));
    json.member_or_null("last_checked_at", checked_at(health));
    json.member_or_null("last_checked_on", health.last_run ? day_text(health.last_run->on) : std::nullopt);
    json.key("last_run");
    if (health.last_run) {
        const storage::AlertRunEntry& run = *health.last_run;
        json.begin_object();
        json.member("id", run.run);
        json.member("on", format_day(run.on));
        json.member("started_at", run.started_at);
        json.member_or_null("finished_at", run.finished_at);
        json.member("trigger", storage::name_of(run.trigger));
        json.member("raised_count", run.raised_count);
        json.member_or_null("error", run.error);
        json.end_object();
    } else {
        json.null();
    }
    json.member("is_late", health.late_since.has_value());
    json.member_or_null("late_since", day_text(health.late_since));
    json.member_or_null("next_run_at", instant_text(health.next_run_at));
    json.member("open_count", health.counts.open);
    json.member("unacknowledged_count", health.counts.unacknowledged);
    json.member("pending_count", health.counts.pending);
    json.member_or_null("pending_error", health.pending_error);
    json.member("nobody_to_tell_count", health.counts.nobody_to_tell);
    json.key("days");
    json.begin_list();
    for (const int days :
         organisation && organisation->alert_days ? *organisation->alert_days : settings.days)
        json.integer(days);
    json.end_list();
    json.key("mail");
    json.begin_object();
    json.member("is_set", !settings.smtp.host.empty());
    json.text_or_null("host", settings.smtp.host);
    json.member("port", std::int64_t{settings.smtp.port});
    json.text_or_null("from", settings.smtp.from);
    json.member_or_null("problem", health.setup_problem);
    json.end_object();
    json.key("webhook");
    json.begin_object();
    json.member("is_set", !settings.webhook.url.empty());
    json.text_or_null("host", alerts::webhook_host(settings));
    json.end_object();
    json.end_object();
    return tagged(std::move(out));
}

http::Response get_mails(const http::Request& request, const Services& services) {
    Parameters parameters(request);
    const storage::MailView view =
        parameters.choice("state", storage::parse_mail_view, "waiting, sent or all")
            .value_or(storage::MailView::all);
    const storage::Page page = page_of(parameters);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    const storage::Reader::MailList list = services.database.read().list_mails(view, page);
    std::string out;
    document::JsonWriter json(out);
    json.begin_object();
    append_page(json, list.total, page);
    json.key("mails");
    json.begin_list();
    for (const storage::Mail& mail : list.mails) {
        json.begin_object();
        append_mail_members(json, mail);
        json.end_object();
    }
    json.end_list();
    json.end_object();
    return tagged(std::move(out));
}

http::Response get_mail(const http::Request& request, const Services& services) {
    Parameters parameters(request);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    const storage::Reader reader = services.database.read();
    const auto mail = reader.find_mail(number_in_address(request));
    if (!mail) return no_mail(request);
    const storage::ComposedMail text = reader.read_mail_text(mail->mail);
    SubjectTitles titles(reader);
    std::string out;
    document::JsonWriter json(out);
    json.begin_object();
    append_mail_members(json, *mail);
    json.member("plain", text.plain);
    json.member("html", text.html);
    json.key("alerts");
    json.begin_list();
    for (const storage::MailedAlert& alert : reader.list_mailed_alerts(mail->mail)) {
        json.begin_object();
        json.member("id", alert.alert);
        json.member("key", format_alert_key(alert.key));
        json.member("subject", alert.key.milestone.subject);
        json.member("subject_kind", telestate::name_of(alert.key.milestone.subject_kind));
        json.member("title", titles.of(alert.key.milestone));
        json.member("milestone", name_of(alert.key.milestone.kind));
        json.member("milestone_on", format_day(alert.key.milestone.on));
        json.end_object();
    }
    json.end_list();
    json.end_object();
    return tagged(std::move(out));
}

http::Response get_mail_html(const http::Request& request, const Services& services) {
    Parameters parameters(request);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    const storage::Reader reader = services.database.read();
    const auto mail = reader.find_mail(number_in_address(request));
    if (!mail) return no_mail(request);
    std::string html = reader.read_mail_text(mail->mail).html;
    if (html.empty()) return no_mail(request);
    // A link in it opens beside the page that frames it.
    const std::size_t head = html.find("<head>");
    if (head != std::string::npos) html.insert(head + 6, "<base target=\"_blank\">");
    http::Response response = tagged(std::move(html));
    response.content_type = "text/html; charset=utf-8";
    response.set_header("Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; "
                        "sandbox allow-popups allow-popups-to-escape-sandbox");
    return response;
}

http::Response get_mail_message(const http::Request& request, const Services& services) {
    Parameters parameters(request);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    const storage::Reader reader = services.database.read();
    const auto mail = reader.find_mail(number_in_address(request));
    if (!mail || mail->channel != storage::Channel::mail || mail->subject.empty()) return no_mail(request);
    http::Response response = tagged(reader.read_mail_text(mail->mail).message);
    response.content_type = "message/rfc822";
    response.set_header("Content-Disposition",
                        "attachment; filename=\"alert-" + std::to_string(mail->mail) + ".eml\"");
    return response;
}

void append_alert_health(document::JsonWriter& json, const Services& services, bool with_words) {
    const alerts::Health health = services.alerts.health(services.database.read());
    json.member_or_null("alerts_last_checked_at", checked_at(health));
    json.key("alerts");
    json.begin_object();
    json.member("enabled", health.is_enabled);
    json.member("is_late", health.late_since.has_value());
    json.member_or_null("late_since", day_text(health.late_since));
    json.member_or_null("last_checked_on", health.last_run ? day_text(health.last_run->on) : std::nullopt);
    json.member("pending_count", health.counts.pending);
    // A mail server's own words may name machines that are nobody else's business.
    if (health.pending_error && !with_words) {
        json.member("pending_error", "not accepted yet; whoever signs in is told in what words");
    } else {
        json.member_or_null("pending_error", health.pending_error);
    }
    json.member("nobody_to_tell_count", health.counts.nobody_to_tell);
    json.member("unacknowledged_count", health.counts.unacknowledged);
    json.end_object();
}

} // namespace telestate::api
