#pragma once

// How the values of settings are taken from TOML. Each returns what is expected where the value is not that,
// such as "a text", and leaves `out` alone then; nothing where it was taken.

#include "model/day.hpp"

// Taken as headers alone: the compiled library throws, and would be one more thing to install beside the
// program.
#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace telestate {

std::string take_text(const toml::node& node, std::string& out);
std::string take_choice(const toml::node& node, std::string& out,
                        std::initializer_list<std::string_view> choices);
std::string take_port(const toml::node& node, std::uint16_t& out);
// "07:00".
std::string take_time(const toml::node& node, std::string& out);
// A whole number of `what` from 1 to `most`.
std::string take_number(const toml::node& node, int& out, std::string_view what, int most);
std::string take_url(const toml::node& node, std::string& out);
std::string take_day(const toml::node& node, Day& out);
std::string take_days(const toml::node& node, std::vector<int>& out);
// IP addresses, as a list or as one text with commas between them; each is kept as inet_ntop writes it.
std::string take_addresses(const toml::node& node, std::vector<std::string>& out);
std::string take_header_name(const toml::node& node, std::string& out);

} // namespace telestate
