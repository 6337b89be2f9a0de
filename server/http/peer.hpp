#pragma once

// Who is at the other end of a connection, and for whom it asks where that is a proxy.

#include "server/http/request.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telestate::http {

class Peer {
  public:
    // `trusted_proxies` are IP addresses.
    Peer(std::string_view address, bool is_tls, const std::vector<std::string>& trusted_proxies);

    // Fills in remote_address, secure and from_trusted_proxy of a request as the connection alone has it.
    void introduce(Request& request) const;

    // The same once the headers are there: where a trusted proxy asks, what it says of its client counts.
    // That is the right-most entry of X-Forwarded-For that is no trusted proxy, and X-Forwarded-Proto.
    void describe(Request& request) const;

  private:
    bool is_trusted(std::string_view address) const;

    std::string address_;
    bool is_tls_;
    const std::vector<std::string>& trusted_proxies_;
    bool is_trusted_;
};

// An IP address in the one way it is usually written, IPv4 inside IPv6 as IPv4; nothing for any other text.
std::optional<std::string> normal_address(std::string_view text);

} // namespace telestate::http
