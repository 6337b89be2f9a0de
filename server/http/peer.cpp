#include "server/http/peer.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace telestate::http {
namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

// Takes the last entry of a list with commas off its end.
std::string_view take_last(std::string_view& list) {
    const std::size_t comma = list.rfind(',');
    const std::string_view last = comma == std::string_view::npos ? list : list.substr(comma + 1);
    list = comma == std::string_view::npos ? std::string_view() : list.substr(0, comma);
    return trimmed(last);
}

// Some proxies write the port too: "192.0.2.1:4711", "[2001:db8::1]:4711".
std::string_view without_port(std::string_view text) {
    if (text.starts_with('[')) {
        const std::size_t close = text.find(']');
        return close == std::string_view::npos ? text : text.substr(1, close - 1);
    }
    const std::size_t colon = text.find(':');
    const bool is_one =
        colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos;
    return is_one ? text.substr(0, colon) : text;
}

} // namespace

std::optional<std::string> normal_address(std::string_view text) {
    constexpr std::string_view mapped = "::ffff:";
    const std::string copy(text);
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    std::array<char, INET6_ADDRSTRLEN> normal{};
    for (const int family : {AF_INET, AF_INET6}) {
        if (inet_pton(family, copy.c_str(), bytes.data()) != 1) continue;
        inet_ntop(family, bytes.data(), normal.data(), normal.size());
        const std::string_view found = normal.data();
        const bool is_mapped = found.starts_with(mapped) && found.find('.') != std::string_view::npos;
        return std::string(is_mapped ? found.substr(mapped.size()) : found);
    }
    return std::nullopt;
}

Peer::Peer(std::string_view address, bool is_tls, const std::vector<std::string>& trusted_proxies)
    : address_(normal_address(address).value_or(std::string(address))), is_tls_(is_tls),
      trusted_proxies_(trusted_proxies), is_trusted_(is_trusted(address_)) {}

bool Peer::is_trusted(std::string_view address) const {
    return std::any_of(trusted_proxies_.begin(), trusted_proxies_.end(),
                       [&](const std::string& proxy) { return normal_address(proxy) == address; });
}

void Peer::introduce(Request& request) const {
    request.remote_address = address_;
    request.secure = is_tls_;
    request.from_trusted_proxy = is_trusted_;
}

void Peer::describe(Request& request) const {
    introduce(request);
    if (!is_trusted_) return;
    if (auto protocols = request.find_header("X-Forwarded-Proto"))
        request.secure = equals_ignoring_case(take_last(*protocols), "https");
    // The left of the list is what the client itself claims: only what trusted proxies added is believed.
    std::string_view hops = request.find_header("X-Forwarded-For").value_or("");
    while (!hops.empty()) {
        const auto address = normal_address(without_port(take_last(hops)));
        if (!address) return;
        request.remote_address = *address;
        if (!is_trusted(*address)) return;
    }
}

} // namespace telestate::http
