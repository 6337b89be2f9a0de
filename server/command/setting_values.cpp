#include "server/command/setting_values.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <limits>

namespace telestate {

namespace {

std::vector<std::string> split_at_commas(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        std::string_view part = text.substr(0, text.find(','));
        text.remove_prefix(std::min(text.size(), part.size() + 1));
        while (part.starts_with(' '))
            part.remove_prefix(1);
        while (part.ends_with(' '))
            part.remove_suffix(1);
        parts.emplace_back(part);
    }
    return parts;
}

// An IP address as inet_ntop writes it, so that two spellings of one are equal.
std::optional<std::string> normal_address(const std::string& text) {
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    std::array<char, INET6_ADDRSTRLEN> normal{};
    for (const int family : {AF_INET, AF_INET6}) {
        if (inet_pton(family, text.c_str(), bytes.data()) != 1) continue;
        if (inet_ntop(family, bytes.data(), normal.data(), normal.size()) != nullptr) return normal.data();
    }
    return std::nullopt;
}

} // namespace

std::string take_text(const toml::node& node, std::string& out) {
    const auto* value = node.as_string();
    if (value == nullptr) return "a text";
    out = value->get();
    return {};
}

std::string take_choice(const toml::node& node, std::string& out,
                        std::initializer_list<std::string_view> choices) {
    std::string expected = "one of";
    for (const std::string_view choice : choices) {
        if (node.is_string() && node.as_string()->get() == choice) {
            out = choice;
            return {};
        }
        expected += " \"" + std::string(choice) + "\"";
    }
    return expected;
}

std::string take_port(const toml::node& node, std::uint16_t& out) {
    const auto* value = node.as_integer();
    if (value == nullptr || value->get() < 0 || value->get() > std::numeric_limits<std::uint16_t>::max()) {
        return "a port from 0 to 65535";
    }
    out = static_cast<std::uint16_t>(value->get());
    return {};
}

std::string take_time(const toml::node& node, std::string& out) {
    const std::string expected = "a time of day such as \"07:00\"";
    const auto* value = node.as_string();
    if (value == nullptr) return expected;
    const std::string& text = value->get();
    const auto is_digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    if (text.size() != 5 || text[2] != ':' || !is_digit(0) || !is_digit(1) || !is_digit(3) || !is_digit(4))
        return expected;
    if (text.substr(0, 2) > "23" || text.substr(3) > "59") return expected;
    out = text;
    return {};
}

std::string take_number(const toml::node& node, int& out, std::string_view what, int most) {
    const auto* value = node.as_integer();
    if (value == nullptr || value->get() < 1 || value->get() > most)
        return "a number of " + std::string(what) + " from 1 to " + std::to_string(most);
    out = static_cast<int>(value->get());
    return {};
}

std::string take_url(const toml::node& node, std::string& out) {
    const std::string expected = "an address that begins with https:// or http://";
    const auto* value = node.as_string();
    if (value == nullptr) return expected;
    const std::string& text = value->get();
    const bool is_url = text.starts_with("https://") || text.starts_with("http://");
    const bool is_plain = std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
    if (!text.empty() && (!is_url || !is_plain)) return expected;
    out = text;
    return {};
}

std::string take_day(const toml::node& node, Day& out) {
    const auto* value = node.as_string();
    const auto day = value != nullptr ? parse_day(value->get()) : std::nullopt;
    if (!day) return "a day such as \"2027-01-31\"";
    out = *day;
    return {};
}

std::string take_days(const toml::node& node, std::vector<int>& out) {
    const std::string expected = "a list of different whole numbers of days, 0 or more";
    const auto* list = node.as_array();
    if (list == nullptr) return expected;
    std::vector<int> days;
    for (const auto& item : *list) {
        const auto* value = item.as_integer();
        if (value == nullptr || value->get() < 0 || value->get() > 3660) return expected;
        days.push_back(static_cast<int>(value->get()));
        if (std::count(days.begin(), days.end(), days.back()) > 1) return expected;
    }
    out = std::move(days);
    return {};
}

std::string take_addresses(const toml::node& node, std::vector<std::string>& out) {
    const std::string expected = "a list of IP addresses such as [\"192.0.2.10\"]";
    std::vector<std::string> texts;
    if (const auto* text = node.as_string()) {
        texts = split_at_commas(text->get());
    } else if (const auto* list = node.as_array()) {
        for (const auto& item : *list) {
            if (!item.is_string()) return expected;
            texts.push_back(item.as_string()->get());
        }
    } else {
        return expected;
    }
    std::vector<std::string> addresses;
    for (const std::string& text : texts) {
        auto address = normal_address(text);
        if (!address) return expected;
        addresses.push_back(std::move(*address));
    }
    out = std::move(addresses);
    return {};
}

std::string take_header_name(const toml::node& node, std::string& out) {
    const std::string expected = "the name of a header such as \"X-Forwarded-Email\"";
    const auto* value = node.as_string();
    if (value == nullptr) return expected;
    const std::string& text = value->get();
    const bool is_name = std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    });
    if (!is_name) return expected;
    out = text;
    return {};
}

} // namespace telestate
