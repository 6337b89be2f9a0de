#pragma once

// The three parts of an alert mail, each of content that was cleaned.

#include "server/alerts/mail_text.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace telestate::alerts {

// This many contracts are told in full, this many more in a line each; the rest is counted.
inline constexpr std::size_t most_in_full = 50;
inline constexpr std::size_t most_in_short = 500;

std::string subject_of(const MailContent& content);
std::string plain_of(const MailContent& content);
std::string html_of(const MailContent& content, std::string_view subject);

} // namespace telestate::alerts
