#include "server/command/configuration.hpp"

#include "server/command/setting_values.hpp"

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
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
        {"server", "public_url", [&c](Node node) { return take_url(node, c.server.public_url); }},
        {"server", "sign_in",
         [&c](Node node) {
             std::string value;
             const std::string expected = take_choice(node, value, {"required", "off"});
             if (expected.empty()) c.server.is_sign_in_required = value == "required";
             return expected;
         }},
        {"server", "trusted_proxies",
         [&c](Node node) { return take_addresses(node, c.server.trusted_proxies); }},
        {"sign_in", "idle_minutes",
         [&c](Node node) { return take_number(node, c.sign_in.idle_minutes, "minutes", 24 * 60); }},
        {"sign_in", "longest_hours",
         [&c](Node node) { return take_number(node, c.sign_in.longest_hours, "hours", 7 * 24); }},
        {"sign_in", "proxy_header",
         [&c](Node node) { return take_header_name(node, c.sign_in.proxy_header); }},
        {"sign_in", "proxy_role",
         [&c](Node node) {
             return take_choice(node, c.sign_in.proxy_role,
                                {"", "viewer", "finance", "editor", "administrator"});
         }},
        {"database", "path", path(c.database.path)},
        {"backup", "directory", path(c.backup.directory)},
        {"backup", "run_at", [&c](Node node) { return take_time(node, c.backup.run_at); }},
        {"backup", "keep", [&c](Node node) { return take_number(node, c.backup.keep, "backups", 3650); }},
        {"smtp", "host", text(c.smtp.host)},
        {"smtp", "port", port(c.smtp.port)},
        {"smtp", "security",
         [&c](Node node) {
             return take_choice(node, c.smtp.security, {"starttls", "tls", "none"});
         }},
        {"smtp", "username", text(c.smtp.username)},
        {"smtp", "password_file", text(c.smtp.password_file)},
        {"smtp", "from", text(c.smtp.from)},
        {"smtp", "timeout", [&c](Node node) { return take_number(node, c.smtp.timeout, "seconds", 3600); }},
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

} // namespace telestate
