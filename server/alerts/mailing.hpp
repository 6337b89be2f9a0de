#pragma once

// One pass over the mails and calls that wait: composing them, and handing them over.

#include "model/alert_run.hpp"
#include "server/alerts/settings.hpp"
#include "server/clock/instant.hpp"
#include "server/mail/message.hpp"
#include "server/storage/reader.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace telestate::alerts {

class Mailing {
  public:
    // Works out the plan of the day from what the reader sees. The settings have to outlive it.
    Mailing(const storage::Reader& reader, const Organisation& organisation, const Rules& rules,
            const Settings& settings, Day on);

    const AlertPlan& plan() const { return plan_; }
    const std::string& estate() const { return estate_; }

    // Why nothing can be sent this way now; nothing while it works.
    const std::optional<std::string>& trouble_with(storage::Channel channel) const;

    // The mail as it is to be sent, of what waits in it now; nothing when the estate has changed so that
    // there is nothing left to tell.
    std::optional<storage::ComposedMail> compose(const storage::Reader& reader, const storage::Mail& mail,
                                                 clock::Instant now) const;
    // Hands it over; a server that cannot be used is remembered as trouble.
    mail::Outcome hand_over(const storage::Mail& mail, const std::string& message, clock::Instant now,
                            const std::function<bool()>& is_cancelled);

  private:
    storage::ComposedMail compose_call(const storage::Reader& reader, const storage::Mail& mail) const;

    const Settings& settings_;
    Organisation organisation_;
    Rules rules_;
    AddressBook addresses_;
    AlertPlan plan_;
    std::string estate_;
    std::optional<mail::SmtpSettings> smtp_;
    std::optional<mail::WebhookSettings> webhook_;
    std::unique_ptr<mail::SmtpClient> client_;
    int unanswered_count_ = 0; // in a row
    std::optional<std::string> mail_trouble_;
    std::optional<std::string> webhook_trouble_;
};

// The headers every mail of ours has, and its text.
mail::Message message_of(const mail::SmtpSettings& smtp, const std::string& organisation,
                         const std::string& id, clock::Instant now);

} // namespace telestate::alerts
