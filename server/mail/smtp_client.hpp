#pragma once

// Handing mails to a mail server. libcurl speaks SMTP for us.

#include "model/error.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace telestate::mail {

enum class SmtpSecurity { starttls, tls, none }; // starttls and tls: never without it

struct SmtpSettings {
    std::string host;
    std::uint16_t port = 587;
    SmtpSecurity security = SmtpSecurity::starttls;
    std::string username; // empty: no authentication
    std::string password;
    std::string from;    // the address of the envelope and the header
    std::string ca_file; // certificate authorities in PEM form; empty: the system's
    std::chrono::milliseconds connect_timeout{20'000};
    std::chrono::milliseconds timeout{90'000}; // of one mail, everything included
};

enum class Acceptance {
    accepted,
    refused_for_now, // 4xx: this mail, for the time being
    refused,         // 5xx: this mail
    unavailable, // no mail can be handed over now: no connection, no TLS, bad certificate, login refused, no
                 // answer
    unknown,     // the line broke after the whole mail was sent: it may have been accepted
};

struct Outcome {
    Acceptance acceptance = Acceptance::unavailable;
    int code = 0; // of the server's reply that decided, 0 where none did
    std::string
        words; // the server's own words, else what went wrong; one line, valid UTF-8, at most 500 bytes

    friend bool operator==(const Outcome&, const Outcome&) = default;
};

// One connection, kept between mails and made anew after trouble. Used by one thread at a time.
class SmtpClient {
  public:
    // `is_cancelled` is asked now and then during a mail; once it says yes the mail is given up.
    explicit SmtpClient(SmtpSettings settings, std::function<bool()> is_cancelled = {});
    ~SmtpClient();
    SmtpClient(const SmtpClient&) = delete;
    SmtpClient& operator=(const SmtpClient&) = delete;

    // Hands over one message (whole, lines ended by CRLF) for one recipient. Never throws for what a network
    // or a server does. An address that is no mail address is `refused` without asking the server.
    Outcome send(const std::string& recipient, const std::string& message);

    // Connects, negotiates TLS, logs in and quits. `accepted` when all of it went well.
    Outcome probe();

  private:
    struct Session;
    std::unique_ptr<Session> session_;
};

} // namespace telestate::mail
