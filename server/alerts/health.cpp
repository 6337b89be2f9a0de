#include "server/alerts/alert_job.hpp"
#include "server/alerts/mailing.hpp"
#include "server/mail/message.hpp"

namespace telestate::alerts {

namespace {

// A run takes its time, and a machine that starts in the morning may start a little late.
constexpr auto grace = std::chrono::minutes(30);
constexpr auto test_timeout = std::chrono::seconds(20);

} // namespace

Health AlertJob::health(const storage::Reader& reader) const {
    Health health;
    health.is_enabled = settings_.is_enabled;
    health.last_run = reader.find_last_alert_run();
    const std::string zone = reader.find_organisation().value_or(Organisation{}).time_zone;
    const clock::Instant now = now_();
    const Day today = clock::day_in(zone, now);
    health.counts = reader.count_alerts(today);
    health.pending_error = reader.find_pending_error();
    const auto smtp = smtp_of(settings_);
    if (!smtp) health.setup_problem = smtp.error().message;
    const std::optional<Day> checked = reader.find_alert_run_day(today);
    const clock::Instant today_at = clock::instant_at(zone, today, settings_.run_at);
    if (health.is_enabled) {
        const bool is_done = checked == today || now >= today_at;
        health.next_run_at =
            is_done ? clock::instant_at(zone, add_days(today, 1), settings_.run_at) : today_at;
    }
    // The last day whose hour has passed; of runs that others set off any hour will do.
    const bool is_today_due = health.is_enabled && now >= today_at + grace;
    const Day due = is_today_due ? today : add_days(today, -1);
    if (checked) {
        if (*checked < due) health.late_since = add_days(*checked, 1);
        return health;
    }
    // An estate younger than the hour that was missed has missed nothing.
    const auto changed_at = reader.find_changed_at();
    const auto changed = changed_at ? clock::parse_instant(*changed_at) : std::nullopt;
    if (health.is_enabled && changed && *changed <= clock::instant_at(zone, due, settings_.run_at))
        health.late_since = due;
    return health;
}

Result<mail::Outcome> AlertJob::send_test_mail(const std::string& address) {
    auto smtp = smtp_of(settings_);
    if (!smtp) return smtp.error();
    if (is_testing_.exchange(true)) return Error{ErrorCode::conflict, "another test mail is on its way", {}};
    struct Done {
        std::atomic<bool>& flag;
        ~Done() { flag = false; }
    } const done{is_testing_};
    smtp->connect_timeout = std::min<std::chrono::milliseconds>(smtp->connect_timeout, test_timeout);
    smtp->timeout = std::min<std::chrono::milliseconds>(smtp->timeout, test_timeout);
    const clock::Instant now = now_();
    const std::string organisation = database_.read().find_organisation().value_or(Organisation{}).name;
    const std::string digest =
        mail::digest_of({"test", address, std::to_string(now.time_since_epoch().count())});
    mail::Message message = message_of(
        *smtp, organisation, "test." + digest + "@" + smtp->from.substr(smtp->from.find('@') + 1), now);
    message.to = {{}, address};
    message.subject = "Test mail from telestate";
    message.plain = "This is a test mail from telestate" +
                    (organisation.empty() ? "" : " of " + organisation) +
                    ".\n\nMails about contracts and their deadlines will reach you the same way.\n";
    mail::SmtpClient client(*smtp, [this] { return doorbell_.is_closed(); });
    return client.send(address, mail::format_message(message));
}

} // namespace telestate::alerts
