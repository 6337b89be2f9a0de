#pragma once

// Header fields of a mail: RFC 5322 folding and RFC 2047 encoded words.
//
// GMime writes encoded words too, but leaves one that stands in the text as it is, so that a reader decodes
// what was meant literally, and makes some longer than RFC 2047 allows.

#include "server/mail/message.hpp"

#include <string>
#include <string_view>

namespace telestate::mail {

// Whether it can name a header field.
bool is_header_name(std::string_view name);

// One whole field, folded, ended by CRLF. The texts may hold anything.
std::string text_header(std::string_view name, std::string_view text);
std::string mailbox_header(std::string_view name, const Mailbox& mailbox);

// As mailbox_header(), of an address that is no mailbox's: List-Id.
std::string identifier_header(std::string_view name, std::string_view description,
                              std::string_view identifier);

} // namespace telestate::mail
