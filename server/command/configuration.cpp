#include "server/command/configuration.hpp"

// Taken as headers alone: the compiled library throws, and would be one more thing to install beside the
// program.
#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <limits>
#include <unistd.h>

namespace telestate {

namespace {

constexpr const char* default_file = "/etc/telestate/telestate.toml";

// One setting: its place, and how its value is taken. `take` returns what is expected where the value is not
// that.
struct Setting {
    const char* section;
    const char* key;
    std::function<std::string(const toml::node&)> take;
};

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

std::string take_seconds(const toml::node& node, int& out) {
    const auto* value = node.as_integer();
    if (value == nullptr || value->get() < 1 || value->get() > 3600)
        return "a number of seconds from 1 to 3600";
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

std::vector<Setting> settings_of(Configuration& c) {
    using Node = const toml::node&;
    const auto text = [](std::string& out) { return [&out](Node node) { return take_text(node, out); }; };
    const auto path = [](std::filesystem::path& out) {
        return [&out](Node node) {
            std::string value;
            const std::string expected = take_text(node, value);
            if (expected.empty()) out = value;
            return expected;
        };
    };
    const auto port = [](std::uint16_t& out) { return [&out](Node node) { return take_port(node, out); }; };
    return {
        {"server", "address", text(c.server.address)},
        {"server", "port", port(c.server.port)},
        {"server", "tls_certificate", text(c.server.tls_certificate)},
        {"server", "tls_key", text(c.server.tls_key)},
        {"server", "public_url", text(c.server.public_url)},
        {"database", "path", path(c.database.path)},
        {"smtp", "host", text(c.smtp.host)},
        {"smtp", "port", port(c.smtp.port)},
        {"smtp", "security",
         [&c](Node node) {
             return take_choice(node, c.smtp.security, {"starttls", "tls", "none"});
         }},
        {"smtp", "username", text(c.smtp.username)},
        {"smtp", "password_file", text(c.smtp.password_file)},
        {"smtp", "from", text(c.smtp.from)},
        {"smtp", "timeout", [&c](Node node) { return take_seconds(node, c.smtp.timeout); }},
        {"smtp", "ca_file", text(c.smtp.ca_file)},
        {"alerts", "enabled",
         [&c](Node node) {
             if (!node.is_boolean()) return std::string("true or false");
             c.alerts.enabled = node.as_boolean()->get();
             return std::string();
         }},
        {"alerts", "run_at", [&c](Node node) { return take_time(node, c.alerts.run_at); }},
        {"alerts", "days", [&c](Node node) { return take_days(node, c.alerts.days); }},
        {"alerts", "pstn_switch_off", [&c](Node node) { return take_day(node, c.alerts.pstn_switch_off); }},
        {"alerts", "webhook_url", [&c](Node node) { return take_url(node, c.alerts.webhook_url); }},
        {"alerts", "webhook_secret_file", text(c.alerts.webhook_secret_file)},
        {"log", "level",
         [&c](Node node) {
             return take_choice(node, c.log.level, {"debug", "info", "warning", "error"});
         }},
        {"calendar", "bank_holidays", path(c.calendar.bank_holidays)},
    };
}

std::string position_of(const toml::source_region& source) {
    return " (line " + std::to_string(source.begin.line) + ", column " + std::to_string(source.begin.column) +
           ")";
}

std::string upper_case(std::string text) {
    for (char& c : text) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return text;
}

std::string environment_name(const Setting& setting) {
    return "TELESTATE_" + upper_case(setting.section) + "_" + upper_case(setting.key);
}

void read_file(const toml::table& table, const std::vector<Setting>& settings,
               std::vector<FieldError>& problems) {
    for (const auto& [section, content] : table) {
        const std::string section_name(section.str());
        const auto* values = content.as_table();
        const bool is_known = std::any_of(settings.begin(), settings.end(), [&](const Setting& setting) {
            return section_name == setting.section;
        });
        if (!is_known || values == nullptr) {
            problems.push_back({section_name, (is_known ? "has to be a section, [" + section_name + "]"
                                                        : std::string("there is no such section")) +
                                                  position_of(content.source())});
            continue;
        }
        for (const auto& [key, value] : *values) {
            const std::string key_name(key.str());
            const auto setting =
                std::find_if(settings.begin(), settings.end(), [&](const Setting& candidate) {
                    return section_name == candidate.section && key_name == candidate.key;
                });
            const std::string full_name = section_name + "." + key_name;
            if (setting == settings.end()) {
                problems.push_back({full_name, "there is no such key" + position_of(value.source())});
                continue;
            }
            const std::string expected = setting->take(value);
            if (!expected.empty())
                problems.push_back({full_name, "has to be " + expected + position_of(value.source())});
        }
    }
}

// A variable's text as the TOML value of a setting: as it stands where that parses and fits, else as a text.
void read_environment(const Environment& environment, const std::vector<Setting>& settings,
                      std::vector<FieldError>& problems) {
    for (const Setting& setting : settings) {
        const std::string name = environment_name(setting);
        const auto found = environment.find(name);
        if (found == environment.end()) continue;
        const std::string* value = &found->second;
        const toml::value<std::string> as_text(*value);
        std::string expected = setting.take(as_text);
        if (expected.empty()) continue;
        const toml::parse_result parsed = toml::parse("value = " + *value);
        if (parsed && parsed.table().size() == 1) expected = setting.take(*parsed.table().get("value"));
        if (!expected.empty()) problems.push_back({name, "has to be " + expected});
    }
    // A variable of a section that names no key of it is as misspelt as a key in the file.
    for (const auto& [name, value] : environment) {
        const auto is_of_section = [&, variable = name](const Setting& setting) {
            return variable.starts_with("TELESTATE_" + upper_case(setting.section) + "_");
        };
        const auto is_known = [&, variable = name](const Setting& setting) {
            return variable == environment_name(setting);
        };
        if (std::any_of(settings.begin(), settings.end(), is_of_section) &&
            std::none_of(settings.begin(), settings.end(), is_known)) {
            problems.push_back({name, "there is no such setting"});
        }
    }
}

} // namespace

Environment process_environment() {
    Environment environment;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        const auto equals = text.find('=');
        if (text.starts_with("TELESTATE_") && equals != std::string_view::npos) {
            environment.emplace(text.substr(0, equals), text.substr(equals + 1));
        }
    }
    return environment;
}

Result<Configuration> parse_configuration(std::string_view toml, const Environment& environment) {
    Configuration configuration;
    const std::vector<Setting> settings = settings_of(configuration);
    std::vector<FieldError> problems;
    const toml::parse_result parsed = toml::parse(toml);
    if (!parsed) {
        return Error{ErrorCode::malformed,
                     "the configuration is not valid TOML: " + std::string(parsed.error().description()) +
                         position_of(parsed.error().source()),
                     {}};
    }
    read_file(parsed.table(), settings, problems);
    read_environment(environment, settings, problems);
    if (!problems.empty())
        return Error{ErrorCode::invalid, "the configuration has mistakes", std::move(problems)};
    return configuration;
}

Result<Configuration> load_configuration(const std::optional<std::filesystem::path>& file,
                                         const Environment& environment) {
    std::filesystem::path path;
    if (file) {
        path = *file;
    } else if (const auto named = environment.find("TELESTATE_CONFIG");
               named != environment.end() && !named->second.empty()) {
        path = named->second;
    } else if (std::error_code error; std::filesystem::exists(default_file, error)) {
        path = default_file;
    }
    if (path.empty()) return parse_configuration({}, environment);
    std::ifstream in(path, std::ios::binary);
    if (!in || std::filesystem::is_directory(path)) {
        return Error{ErrorCode::not_found, "the configuration file " + path.string() + " cannot be read", {}};
    }
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    Result<Configuration> configuration = parse_configuration(text, environment);
    if (!configuration) {
        Error error = configuration.error();
        error.message = path.string() + ": " + error.message;
        return error;
    }
    return configuration;
}

std::optional<Error> refuse_to_serve(const Configuration& configuration) {
    const std::string& address = configuration.server.address;
    const bool is_loopback =
        address == "localhost" || address == "::1" ||
        (address.starts_with("127.") && address.find_first_not_of("0123456789.") == std::string::npos);
    if (!is_loopback) {
        return Error{
            ErrorCode::forbidden,
            "telestate has no accounts yet, so whoever reaches it may read and change everything: it "
            "listens on this machine only (127.0.0.1, ::1 or localhost) and not on \"" +
                address + "\"",
            {}};
    }
    if (!configuration.server.tls_certificate.empty() || !configuration.server.tls_key.empty()) {
        return Error{
            ErrorCode::unsupported,
            "server.tls_certificate and server.tls_key are set, but this version does not serve TLS yet; "
            "remove them, or put a reverse proxy in front",
            {}};
    }
    return std::nullopt;
}

} // namespace telestate
