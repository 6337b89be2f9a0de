#pragma once

// How alerts are set up here.

#include "model/day.hpp"
#include "model/error.hpp"
#include "server/mail/smtp_client.hpp"
#include "server/mail/webhook.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace telestate::alerts {

struct Settings {
    bool is_enabled = true;
    std::chrono::minutes run_at{7 * 60}; // after midnight in the organisation's zone
    std::vector<int> days = {180, 90, 30, 7, 0};
    Day pstn_switch_off{};
    std::string public_url; // of the dashboard, without a slash at its end; empty: not known

    mail::SmtpSettings smtp; // without its password; an empty host is none
    std::filesystem::path smtp_password_file;
    mail::WebhookSettings webhook; // without its secret; an empty address is none
    std::filesystem::path webhook_secret_file;
};

// The mail server with its password, read anew each time so that it can be changed. An error says what has to
// be set.
Result<mail::SmtpSettings> smtp_of(const Settings& settings);
Result<mail::WebhookSettings> webhook_of(const Settings& settings);
// The name of the webhook's host: its whole address may be a secret. Empty without one.
std::string webhook_host(const Settings& settings);

} // namespace telestate::alerts
