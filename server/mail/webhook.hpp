#pragma once

// Telling another program by HTTP: a JSON body, signed.

#include "server/mail/smtp_client.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace telestate::mail {

struct WebhookSettings {
    std::string url;    // http or https
    std::string secret; // empty: not signed
    std::string ca_file;
    std::chrono::milliseconds connect_timeout{20'000};
    std::chrono::milliseconds timeout{60'000};
};

// POSTs the body as application/json with
//   Telestate-Delivery: the id, the same whenever this body is sent again
//   Telestate-Timestamp: seconds since 1970
//   Telestate-Signature: sha256=HEX of HMAC-SHA256(secret, timestamp "." body)
// Redirects are not followed. 2xx is `accepted`; 408, 425, 429 and 5xx are `refused_for_now`, other answers
// `refused`; no connection is `unavailable`; no answer to a body that was sent whole is `unknown`.
Outcome post_webhook(const WebhookSettings& settings, const std::string& delivery_id, const std::string& body,
                     std::chrono::system_clock::time_point now,
                     const std::function<bool()>& is_cancelled = {});

// Lower-case hexadecimal digits of HMAC-SHA256.
std::string hmac_sha256_hex(std::string_view secret, std::string_view text);

} // namespace telestate::mail
