#include "server/http/security.hpp"

#include <arpa/inet.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>

namespace telestate::http {
namespace {

std::array<unsigned char, crypto_hash_sha256_BYTES> sha256(std::string_view bytes) {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    return digest;
}

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

// The text between the tags of every inline import map. The page is our own, so the parsing is plain.
std::vector<std::string_view> import_maps_of(std::string_view html) {
    std::vector<std::string_view> maps;
    for (std::size_t at = html.find("<script"); at != std::string_view::npos; at = html.find("<script", at)) {
        const std::size_t tag_end = html.find('>', at);
        if (tag_end == std::string_view::npos) break;
        const std::string_view tag = html.substr(at, tag_end - at);
        const std::size_t close = html.find("</script", tag_end);
        if (close == std::string_view::npos) break;
        const bool inline_map =
            tag.find("importmap") != std::string_view::npos && tag.find(" src") == std::string_view::npos;
        if (inline_map) maps.push_back(html.substr(tag_end + 1, close - tag_end - 1));
        at = close;
    }
    return maps;
}

bool is_ip_address(std::string_view name) {
    std::array<unsigned char, sizeof(in6_addr)> address{};
    if (name.starts_with('[')) {
        const std::string inside(name.substr(1, name.size() - 2));
        return inet_pton(AF_INET6, inside.c_str(), address.data()) == 1;
    }
    return inet_pton(AF_INET, std::string(name).c_str(), address.data()) == 1;
}

struct Origin {
    std::string scheme;
    std::string name;
    std::string port; // never empty

    friend bool operator==(const Origin&, const Origin&) = default;
};

// What may stand behind the origin in an address.
enum class Rest { refused, dropped };

std::optional<Origin> origin_of(std::string_view address, Rest rest) {
    const std::size_t scheme_end = address.find("://");
    if (scheme_end == std::string_view::npos) return std::nullopt;
    std::string scheme = lower(address.substr(0, scheme_end));
    if (scheme != "http" && scheme != "https") return std::nullopt;
    std::string_view authority = address.substr(scheme_end + 3);
    if (rest == Rest::dropped) authority = authority.substr(0, authority.find_first_of("/?#"));
    auto parsed = parse_authority(authority);
    if (!parsed) return std::nullopt;
    if (parsed->port.empty()) parsed->port = scheme == "https" ? "443" : "80";
    return Origin{std::move(scheme), std::move(parsed->name), std::move(parsed->port)};
}

} // namespace

std::string sha256_base64(std::string_view bytes) {
    const auto digest = sha256(bytes);
    std::array<char, sodium_base64_ENCODED_LEN(crypto_hash_sha256_BYTES, sodium_base64_VARIANT_ORIGINAL)>
        text{};
    sodium_bin2base64(text.data(), text.size(), digest.data(), digest.size(), sodium_base64_VARIANT_ORIGINAL);
    return text.data();
}

std::string sha256_hex(std::string_view bytes) {
    const auto digest = sha256(bytes);
    std::array<char, crypto_hash_sha256_BYTES * 2 + 1> text{};
    sodium_bin2hex(text.data(), text.size(), digest.data(), digest.size());
    return text.data();
}

std::string content_security_policy_of(std::string_view index_html) {
    std::string policy = "default-src 'none'; script-src 'self'";
    for (const std::string_view map : import_maps_of(index_html))
        policy += " 'sha256-" + sha256_base64(map) + "'";
    policy +=
        "; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; manifest-src 'self'; "
        "frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    return policy;
}

std::string security_header_lines(std::string_view content_security_policy, bool strict_transport) {
    const bool may_be_framed =
        content_security_policy.find("frame-ancestors 'self'") != std::string_view::npos;
    std::string lines = "X-Content-Type-Options: nosniff\r\n"
                        "X-Frame-Options: ";
    lines += may_be_framed ? "SAMEORIGIN" : "DENY";
    lines += "\r\n"
             "Referrer-Policy: no-referrer\r\n"
             "Cross-Origin-Opener-Policy: same-origin\r\n"
             "Cross-Origin-Resource-Policy: same-origin\r\n"
             "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\r\n"
             "Content-Security-Policy: ";
    lines += content_security_policy;
    lines += "\r\n";
    if (strict_transport) lines += "Strict-Transport-Security: max-age=31536000\r\n";
    return lines;
}

bool is_same_origin(const Request& request, std::string_view public_url) {
    const auto site = request.find_header("Sec-Fetch-Site");
    if (site && *site != "same-origin" && *site != "none") return false;

    const auto origin = request.find_header("Origin");
    if (!origin) return true;
    const auto theirs = origin_of(*origin, Rest::refused); // nothing for "null", too, of sandboxed pages
    if (!theirs) return false;
    if (!public_url.empty() && theirs == origin_of(public_url, Rest::dropped)) return true;
    // A proxy that ends TLS passes Host on without saying which scheme it had, so the default ports of both
    // will do.
    const std::string_view host = request.find_header("Host").value_or("");
    return theirs == origin_of(theirs->scheme + "://" + std::string(host), Rest::refused);
}

std::optional<Authority> parse_authority(std::string_view text) {
    std::size_t name_length = 0;
    if (text.starts_with('[')) {
        const std::size_t close = text.find(']');
        if (close == std::string_view::npos) return std::nullopt;
        name_length = close + 1;
        if (!is_ip_address(text.substr(0, name_length))) return std::nullopt;
    } else {
        const auto may_stand_in_name = [](char c) {
            return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.' || c == '_';
        };
        while (name_length < text.size() && may_stand_in_name(text[name_length]))
            ++name_length;
    }
    const std::string_view rest = text.substr(name_length);
    if (name_length == 0 || name_length > 255) return std::nullopt;
    if (!rest.empty() && rest.front() != ':') return std::nullopt;
    const std::string_view port = rest.empty() ? rest : rest.substr(1);
    if (port.size() > 5 ||
        !std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    std::string name = lower(text.substr(0, name_length));
    if (name.size() > 1 && name.back() == '.') name.pop_back();
    return Authority{std::move(name), std::string(port)};
}

bool is_allowed_host(std::string_view name, const std::vector<std::string>& allowed) {
    if (name == "localhost" || is_ip_address(name)) return true;
    return std::any_of(allowed.begin(), allowed.end(), [&](const std::string& host) {
        return host == "*" || equals_ignoring_case(host, name);
    });
}

} // namespace telestate::http
