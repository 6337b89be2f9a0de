#pragma once

// Which texts may stand in a field.

#include <cstddef>
#include <string_view>

namespace telestate::document {

inline constexpr std::size_t longest_id = 100;
inline constexpr std::size_t longest_line = 1'000;        // characters of a single-line field
inline constexpr std::size_t longest_paragraph = 100'000; // characters of a field of several lines
inline constexpr std::size_t longest_email = 254;

// Lower-case letters, digits and hyphens.
bool is_id(std::string_view text);

// Nothing but spaces, tabs and line breaks, or nothing at all.
bool is_blank(std::string_view text);

enum class Lines { one, several };
// Whether there is a character that prints nothing and means nothing in a document: C0, DEL and C1. Where a
// field takes several lines, line feeds and tabs are in their place.
bool has_control_character(std::string_view text, Lines lines);

// One mail address that can go into a mail's header as it is: ASCII, one @, nothing a header gives a meaning
// to.
bool is_email(std::string_view text);

// A web address (http or https) with a host and without spaces, quotes or control characters.
bool is_web_address(std::string_view text);

// Looks like a name of the IANA time zone database ("Europe/London"). Whether the zone exists is not known
// here.
bool is_time_zone(std::string_view text);

// Three capitals, as in ISO 4217.
bool is_currency(std::string_view text);

// An instant in UTC such as "2026-11-22T09:00:00Z", with or without fractions of a second.
bool is_utc_instant(std::string_view text);

} // namespace telestate::document
