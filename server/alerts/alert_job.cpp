#include "server/alerts/alert_job.hpp"

#include "model/letter_case.hpp"
#include "server/alerts/mailing.hpp"
#include "server/alerts/planning.hpp"
#include "server/mail/message.hpp"

#include <algorithm>
#include <thread>

namespace telestate::alerts {

namespace {

using storage::Channel;

constexpr auto patience = std::chrono::minutes(2); // for somebody else's write

// What only puts the ledger in order: nobody new is told.
bool is_housekeeping(const AlertChange& change) {
    return !change.is_new && !change.rearms && !change.escalates && change.added.empty() &&
           change.escalated.empty() &&
           (change.state == AlertState::ended || !change.withdrawn.empty() || change.waiting.empty());
}

std::string domain_of(const std::string& address) {
    const auto at = address.find('@');
    return at == std::string::npos ? "telestate.invalid" : address.substr(at + 1);
}

} // namespace

std::chrono::minutes delay_after(std::int64_t attempt_count, mail::Acceptance acceptance) {
    const bool is_refused = acceptance == mail::Acceptance::refused;
    const std::chrono::minutes first(is_refused ? 15 : 1);
    const std::chrono::minutes ceiling(is_refused ? 6 * 60 : 60);
    const std::int64_t doublings = std::clamp<std::int64_t>(attempt_count - 1, 0, 10);
    return std::min(first * (std::int64_t{1} << doublings), ceiling);
}

AlertJob::AlertJob(storage::Database& database, const BankHolidays& holidays, Settings settings,
                   std::function<clock::Instant()> now)
    : database_(database), holidays_(holidays), settings_(std::move(settings)), now_(std::move(now)) {}

Day AlertJob::today(const storage::Reader& reader) const {
    return clock::day_in(reader.find_organisation().value_or(Organisation{}).time_zone, now_());
}

Rules AlertJob::rules_of(const Organisation& organisation) const {
    return {organisation.financial_year_start, holidays_.of(organisation.bank_holidays),
            settings_.pstn_switch_off};
}

AlertPlan AlertJob::preview(const storage::Reader& reader, Day on) const {
    const Organisation organisation = reader.find_organisation().value_or(Organisation{});
    const AddressBook addresses = read_addresses(reader, organisation);
    return plan_alerts(reader, organisation, addresses, rules_of(organisation), settings_.days, on);
}

template <typename Change>
Result<void> AlertJob::change_ledger(Change change) {
    const auto give_up_at = std::chrono::steady_clock::now() + patience;
    while (true) {
        auto begun = database_.write_ledger();
        if (begun) {
            change(begun.value());
            begun->commit();
            return {};
        }
        if (begun.error().code != ErrorCode::busy || std::chrono::steady_clock::now() > give_up_at)
            return begun.error();
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
}

std::string AlertJob::message_id(std::string_view estate, std::int64_t run, Channel channel,
                                 const std::string& address) const {
    const std::string digest = mail::digest_of({std::string(estate), std::to_string(run),
                                                std::string(storage::name_of(channel)), lower_case(address)});
    return "alerts." + std::to_string(run) + "." + digest + "@" + domain_of(settings_.smtp.from);
}

Mailing AlertJob::begin_mailing(Day on) const {
    const storage::Reader reader = database_.read();
    const Organisation organisation = reader.find_organisation().value_or(Organisation{});
    return Mailing(reader, organisation, rules_of(organisation), settings_, on);
}

Result<RunReport> AlertJob::run(Day on, storage::RunTrigger trigger, std::chrono::milliseconds wait) {
    const auto lock = database_.lock_alert_run(wait);
    if (!lock) return Error{ErrorCode::busy, "another run of the alerts is under way", {}};
    RunReport report;
    report.on = on;
    Mailing mailing = begin_mailing(on);
    const AlertPlan& plan = mailing.plan();
    report.news_count = plan.news_count();
    const std::string now = clock::format_instant(now_());
    const auto recorded = change_ledger([&](storage::LedgerTransaction& ledger) {
        report.run = ledger.begin_run(on, now, trigger);
        ledger.record_plan(report.run, plan);
        for (const std::string& address : ledger.list_unmailed_addresses()) {
            const std::string id = message_id(mailing.estate(), report.run, Channel::mail, address);
            ledger.gather_mail(report.run, {Channel::mail, address, id}, now);
        }
        if (settings_.webhook.url.empty()) {
            ledger.withdraw_webhooks();
        } else {
            const std::string host = webhook_host(settings_);
            const std::string id = message_id(mailing.estate(), report.run, Channel::webhook, host);
            ledger.record_webhook(report.run, plan, {Channel::webhook, host, id}, now);
        }
        ledger.withdraw_empty_mails();
    });
    if (!recorded) return recorded.error();
    const auto sent = send_waiting(mailing, true, report);
    count_waiting(report);
    const auto finished = change_ledger([&](storage::LedgerTransaction& ledger) {
        const std::optional<std::string_view> error =
            report.error ? std::optional<std::string_view>(*report.error) : std::nullopt;
        ledger.finish_run(report.run, clock::format_instant(now_()), report.news_count, error);
    });
    if (!sent) return sent.error();
    if (!finished) return finished.error();
    return report;
}

Result<RunReport> AlertJob::try_again(std::chrono::milliseconds wait) {
    const auto lock = database_.lock_alert_run(wait);
    if (!lock) return Error{ErrorCode::busy, "another run of the alerts is under way", {}};
    RunReport report;
    report.on = today(database_.read());
    Mailing mailing = begin_mailing(report.on);
    AlertPlan tidying;
    tidying.on = report.on;
    std::copy_if(mailing.plan().alerts.begin(), mailing.plan().alerts.end(),
                 std::back_inserter(tidying.alerts), is_housekeeping);
    if (!tidying.alerts.empty()) {
        const auto recorded = change_ledger([&](storage::LedgerTransaction& ledger) {
            ledger.record_plan(0, tidying);
            ledger.withdraw_empty_mails();
        });
        if (!recorded) return recorded.error();
    }
    const auto sent = send_waiting(mailing, false, report);
    if (!sent) return sent.error();
    count_waiting(report);
    return report;
}

void AlertJob::count_waiting(RunReport& report) {
    const storage::Reader reader = database_.read();
    report.waiting_count = static_cast<std::int64_t>(reader.list_mails_to_try(std::nullopt).size());
    report.nobody_to_tell_count = reader.count_alerts(report.on).nobody_to_tell;
    report.error = reader.find_pending_error();
}

Result<void> AlertJob::send_waiting(Mailing& mailing, bool all, RunReport& report) {
    const std::string now = clock::format_instant(now_());
    const std::vector<storage::Mail> mails =
        database_.read().list_mails_to_try(all ? std::nullopt : std::optional<std::string_view>(now));
    for (const storage::Mail& mail : mails) {
        if (doorbell_.is_closed()) break;
        const auto done = attempt(mailing, mail, report);
        if (!done) return done.error();
    }
    return {};
}

Result<void> AlertJob::attempt(Mailing& mailing, const storage::Mail& mail, RunReport& report) {
    // Found out with another mail: this one would only wait as long.
    if (const auto& trouble = mailing.trouble_with(mail.channel)) {
        const std::string next =
            clock::format_instant(now_() + delay_after(1, mail::Acceptance::unavailable));
        return change_ledger(
            [&](storage::LedgerTransaction& ledger) { ledger.postpone(mail.mail, *trouble, next); });
    }
    std::string message;
    const auto begun = change_ledger([&](storage::LedgerTransaction& ledger) {
        const std::string now = clock::format_instant(now_());
        if (mail.state == storage::MailState::in_flight) {
            message = ledger.reader().read_mail_text(mail.mail).message;
            ledger.repeat_attempt(mail.mail, now);
        } else {
            const auto composed = mailing.compose(ledger.reader(), mail, now_());
            if (composed) {
                message = composed->message;
                ledger.begin_attempt(mail.mail, *composed, now);
            } else {
                // The next pass finds what became of it.
                const std::string next =
                    clock::format_instant(now_() + delay_after(1, mail::Acceptance::unavailable));
                ledger.postpone(mail.mail, "the estate has changed since", next);
            }
        }
    });
    if (!begun || message.empty()) return begun;
    const mail::Outcome outcome =
        mailing.hand_over(mail, message, now_(), [this] { return doorbell_.is_closed(); });
    const clock::Instant now = now_();
    const std::string next =
        clock::format_instant(now + delay_after(mail.attempt_count + 1, outcome.acceptance));
    return change_ledger([&](storage::LedgerTransaction& ledger) {
        switch (outcome.acceptance) {
        case mail::Acceptance::accepted:
            ledger.mark_sent(mail.mail, clock::format_instant(now), outcome.words);
            ++report.sent_count;
            break;
        case mail::Acceptance::unknown:
            ledger.mark_unknown(mail.mail, outcome.words, next);
            break;
        case mail::Acceptance::refused_for_now:
        case mail::Acceptance::refused:
        case mail::Acceptance::unavailable:
            // One whose first attempt may have arrived stays as it is.
            if (mail.state == storage::MailState::in_flight) {
                ledger.mark_unknown(mail.mail, outcome.words, next);
            } else {
                ledger.mark_failed(mail.mail, outcome.words, next);
            }
            break;
        }
    });
}

} // namespace telestate::alerts
