#pragma once

// Changing what is kept beside the estate: alerts, mails and calendar feeds. One transaction, all or nothing;
// the estate's revision and history know nothing of it.

#include "server/storage/alerts.hpp"
#include "server/storage/writer.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace telestate::storage {

// Whom the mails and calls of a run go to, and under which names.
struct NewMail {
    Channel channel = Channel::mail;
    std::string address;
    std::string message_id;
};

// Undone as a whole when it is destroyed without commit(). Belongs to one thread.
class LedgerTransaction {
  public:
    LedgerTransaction(LedgerTransaction&&) noexcept;
    LedgerTransaction& operator=(LedgerTransaction&&) = delete;
    ~LedgerTransaction();

    // Sees what was done so far.
    const Reader& reader() const;

    // The number of a new run.
    std::int64_t begin_run(Day on, std::string_view now, RunTrigger trigger);
    void finish_run(std::int64_t run, std::string_view now, std::int64_t raised_count,
                    std::optional<std::string_view> error);

    // Carries out a plan but for the sending: inserts and changes alerts, and has every new recipient of the
    // plan wait. What is not in the plan stays as it is.
    void record_plan(std::int64_t run, const AlertPlan& plan);
    // The alerts of the plan that a webhook is told of: those raised or escalated in it.
    void record_webhook(std::int64_t run, const AlertPlan& plan, const NewMail& mail, std::string_view now);
    // Nobody listens any more.
    void withdraw_webhooks();
    // Addresses that wait for something no mail holds yet, as record_plan() left them.
    std::vector<std::string> list_unmailed_addresses() const;
    // A new mail to the address that takes over everything which waits for it, but for what is in flight.
    // Mails left with nothing are withdrawn.
    void gather_mail(std::int64_t run, const NewMail& mail, std::string_view now);
    // Withdraws waiting mails that hold nothing which still waits.
    void withdraw_empty_mails();

    // The mail is about to be handed to the server: its attempt counts from now on.
    void begin_attempt(std::int64_t mail, const ComposedMail& composed, std::string_view now);
    // The same of one that goes again as it stands.
    void repeat_attempt(std::int64_t mail, std::string_view now);
    void mark_sent(std::int64_t mail, std::string_view now, std::string_view reply);
    // It certainly was not accepted: it waits and will be composed anew.
    void mark_failed(std::int64_t mail, std::string_view error, std::string_view next_attempt_at);
    // It may have been accepted: it goes again as it stands.
    void mark_unknown(std::int64_t mail, std::string_view error, std::string_view next_attempt_at);
    // Not tried, since the server was found to be unavailable with another one.
    void postpone(std::int64_t mail, std::string_view error, std::string_view next_attempt_at);

    // The alert and all raised for the same milestone so far. False for an unknown one. The days are those of
    // the organisation's zone, the instants UTC.
    bool acknowledge(std::int64_t alert, Day on, std::string_view now,
                     std::optional<std::string_view> person);
    bool unacknowledge(std::int64_t alert);
    // Until a day; nothing ends it.
    void snooze(const Milestone& milestone, std::optional<Day> until, std::string_view now);

    void commit();

    // Inside storage only.
    Connection& connection() const;

  private:
    friend class Database;
    explicit LedgerTransaction(std::unique_ptr<Writer::Transaction> transaction);

    std::unique_ptr<Writer::Transaction> transaction_;
};

} // namespace telestate::storage
