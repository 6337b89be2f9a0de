#include "server/command/configuration.hpp"

namespace telestate {

bool is_loopback(std::string_view address) {
    return address == "localhost" || address == "::1" ||
           (address.starts_with("127.") && address.find_first_not_of("0123456789.") == std::string::npos);
}

std::optional<Error> refuse_to_serve(const Configuration& configuration) {
    const auto& server = configuration.server;
    const auto forbid = [](std::string message) {
        return Error{ErrorCode::forbidden, std::move(message), {}};
    };
    if (server.tls_certificate.empty() != server.tls_key.empty()) {
        return forbid("server.tls_certificate and server.tls_key belong together, and only " +
                      std::string(server.tls_key.empty() ? "the certificate" : "the key") + " is set");
    }
    const bool is_tls = !server.tls_certificate.empty();
    if (!server.is_sign_in_required && (!is_loopback(server.address) || !server.public_url.empty())) {
        return forbid(
            "server.sign_in is \"off\", so whoever reaches telestate may read and change "
            "everything: that is for this machine only (server.address 127.0.0.1, ::1 or localhost, "
            "and no server.public_url)");
    }
    if (!is_loopback(server.address) && !is_tls && !server.public_url.starts_with("https://")) {
        return forbid("passwords would cross the network in the clear at \"" + server.address +
                      "\": set server.tls_certificate and server.tls_key, or, where a reverse proxy in front "
                      "serves TLS, a server.public_url that begins with https://, or listen on this machine "
                      "only (127.0.0.1, ::1 or localhost)");
    }
    if (!configuration.sign_in.proxy_header.empty() && server.trusted_proxies.empty()) {
        return forbid(
            "sign_in.proxy_header is set, but no proxy is trusted to send it: name the addresses of "
            "those that may in server.trusted_proxies");
    }
    return std::nullopt;
}

} // namespace telestate
