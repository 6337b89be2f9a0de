#pragma once

// What keeps other sites and other people's pages away: headers of every answer, the policy for scripts,
// checks of Host and Origin.

#include "server/http/request.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telestate::http {

// The Content-Security-Policy for a page: nothing from elsewhere, nothing inline but the page's own
// <script type="importmap"> blocks, which are allowed by their SHA-256. Pass the bytes of index.html, or
// nothing.
std::string content_security_policy_of(std::string_view index_html);

// The header lines, each ending in CRLF, that every answer carries. A policy that lets our own pages frame
// the answer is not contradicted by the older header. `strict_transport` has browsers come over TLS for a
// year.
std::string security_header_lines(std::string_view content_security_policy, bool strict_transport = false);

// SHA-256 in base64 (standard alphabet, padded) and in lower-case hexadecimal.
std::string sha256_base64(std::string_view bytes);
std::string sha256_hex(std::string_view bytes);

// Whether a browser sent this request on behalf of a page of this very server, judged by Sec-Fetch-Site and
// by Origin against Host, or against the address people reach this server at (`public_url`, where there is
// one), since a proxy may have put its own idea of Host in. True also when both are absent: then it is no
// browser of the last years, but a program, whose credentials no other site can use. Ask before any change
// that a session cookie allows.
bool is_same_origin(const Request& request, std::string_view public_url = {});

// "example.org:8443" or "[::1]:80" taken apart; the name in lower case, an IPv6 address in its brackets,
// without a trailing dot. Nothing when it is not a host with an optional port.
struct Authority {
    std::string name;
    std::string port; // empty when there is none
};
std::optional<Authority> parse_authority(std::string_view text);

// Whether a host name, as parse_authority gives it, may be named: "localhost", IP addresses, and those listed
// ("*" lists all).
bool is_allowed_host(std::string_view name, const std::vector<std::string>& allowed);

} // namespace telestate::http
