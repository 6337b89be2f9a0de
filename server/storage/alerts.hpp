#pragma once

// What is kept of alerts, the mails they go out in, and the runs that raised them.

#include "model/alert_run.hpp"
#include "server/storage/page.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telestate::storage {

// What set a run off.
enum class RunTrigger { schedule, command, page };
std::string_view name_of(RunTrigger trigger);

struct AlertRunEntry {
    std::int64_t run = 0;
    Day on{};
    std::string started_at;                 // UTC instants
    std::optional<std::string> finished_at; // nothing for one that broke off
    RunTrigger trigger = RunTrigger::schedule;
    std::int64_t raised_count = 0; // alerts it found due or missed
    std::optional<std::string> error;
};

// Where a mail goes: to somebody's mailbox, or to a program that listens.
enum class Channel { mail, webhook };
std::string_view name_of(Channel channel);

enum class MailState {
    waiting,   // to be sent at next_attempt_at
    in_flight, // handed to the server, whose answer is not known: it goes again as it stands
    sent,
    withdrawn, // nothing in it is wanted any more, or it went into a later mail
};
std::string_view name_of(MailState state);

struct Mail {
    std::int64_t mail = 0;
    std::int64_t run = 0;
    Channel channel = Channel::mail;
    std::string address;
    std::string message_id;
    MailState state = MailState::waiting;
    std::string created_at;
    std::int64_t attempt_count = 0;
    std::optional<std::string> last_attempt_at;
    std::optional<std::string> next_attempt_at;
    std::optional<std::string> sent_at;
    std::optional<std::string> reply; // the server's own words when it accepted it
    std::optional<std::string> error; // why the last attempt failed
    std::string subject;              // empty before the first attempt
    std::int64_t alert_count = 0;
};

// A mail as it was last composed.
struct ComposedMail {
    std::string subject;
    std::string plain;
    std::string html;
    std::string message; // the whole of it as sent; of a webhook its body
};

// A delivery as it is kept.
struct KeptDelivery {
    std::string address;
    bool is_sent = false;
    bool is_escalation = false;
    std::optional<std::int64_t> mail;
    std::optional<std::string> sent_at;
    std::optional<std::string> error;
    std::optional<std::string> next_attempt_at;
};

struct KeptAlert {
    std::int64_t alert = 0;
    AlertKey key;
    AlertState state = AlertState::due;
    Day raised_on{};
    std::optional<std::string> acknowledged_at;
    std::optional<std::string> acknowledged_by;
    std::optional<Day> snoozed_until;
    std::optional<Day> escalated_on;
    std::vector<KeptDelivery> deliveries; // of mails only
};

enum class AlertView { open, unacknowledged, pending, sent, nobody_to_tell, superseded, ended, all };
std::string_view name_of(AlertView view);
std::optional<AlertView> parse_alert_view(std::string_view text);

struct AlertQuery {
    AlertView view = AlertView::all;
    Day today{}; // open: the milestone has not passed, or is missed and not acknowledged
    std::optional<RecordKind> kind;
    std::optional<std::string> id;
    Page page;
};

struct AlertCounts {
    std::int64_t open = 0;
    std::int64_t unacknowledged = 0;
    std::int64_t pending = 0;
    std::int64_t nobody_to_tell = 0;
};

enum class MailView { waiting, sent, all };
std::string_view name_of(MailView view);
std::optional<MailView> parse_mail_view(std::string_view text);

// An alert in a mail, with what its text needs to know of it.
struct MailedAlert {
    std::int64_t alert = 0;
    AlertKey key;
    AlertState state = AlertState::due;
    bool is_escalation = false;
    Day raised_on{};                      // of a missed one, that of the first of its series
    std::vector<std::string> others_told; // addresses it was sent to or waits for otherwise
};

} // namespace telestate::storage
