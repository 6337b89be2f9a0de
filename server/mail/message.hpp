#pragma once

// A mail as RFC 5322 and MIME want it, made of texts that may hold anything.

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace telestate::mail {

struct Mailbox {
    std::string name; // may be empty; any UTF-8
    std::string address;
};

struct Attachment {
    std::string name;         // "decisions.ics"
    std::string content_type; // "text/calendar; charset=utf-8; method=PUBLISH"
    std::string content;
};

struct Message {
    Mailbox from;
    Mailbox to;
    std::string subject;
    std::string message_id; // without the angle brackets
    std::chrono::system_clock::time_point date;
    std::string list_id; // "alerts.example.nhs.uk": goes into List-Id with list_name
    std::string list_name;
    std::vector<std::pair<std::string, std::string>> more_headers; // name and value
    std::string plain;
    std::string html; // empty: plain text only
    std::vector<Attachment> attachments;
};

// The whole message, lines ended by CRLF, ASCII only, no line longer than RFC 5322 allows. The same message
// always gives the same text. multipart/mixed of multipart/alternative and the attachments, or less where
// less is there. It says Auto-Submitted: auto-generated and X-Auto-Response-Suppress: All. CR, LF and other
// control characters in header texts become spaces: nothing in them can begin a header of its own. Throws
// std::invalid_argument for an address or message id that is_mail_address() refuses, and for a header name or
// list id that is not one.
std::string format_message(const Message& message);

// One address that can stand in an envelope and a header as it is: ASCII, exactly one @ with something on
// either side, no spaces, control characters, brackets, quotes, commas, colons or semicolons; at most 254
// characters.
bool is_mail_address(std::string_view text);

// Base for a Message-ID: 32 hexadecimal digits that are always the same for the same parts.
std::string digest_of(const std::vector<std::string>& parts);

} // namespace telestate::mail
