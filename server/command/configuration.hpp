#pragma once

// Settings from a TOML file and the environment. Every one has a default; config/telestate.toml documents
// them.

#include "model/day.hpp"
#include "model/error.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telestate {

struct Configuration {
    struct {
        std::string address = "127.0.0.1";
        std::uint16_t port = 8080;
        std::string tls_certificate; // files in PEM form; both or none
        std::string tls_key;
        std::string public_url;
        bool is_sign_in_required = true; // sign_in = "required" or "off"
        // IP addresses of proxies whose X-Forwarded-For, X-Forwarded-Proto and sign-on header count.
        std::vector<std::string> trusted_proxies;
    } server;
    struct {
        int idle_minutes = 60;
        int longest_hours = 12;
        std::string proxy_header; // of a trusted proxy, with the address of who signed on there; empty: none
        std::string proxy_role;   // given to people not known yet; empty: they need an account
    } sign_in;
    struct {
        std::filesystem::path directory; // empty: no scheduled backups
        std::string run_at = "02:00";    // in the organisation's time zone
        int keep = 14;                   // the newest so many
    } backup;
    struct {
        std::filesystem::path path = "telestate.sqlite";
    } database;
    struct {
        std::string host;
        std::uint16_t port = 587;
        std::string security = "starttls"; // starttls, tls or none
        std::string username;
        std::string password_file;
        std::string from;
        int timeout = 90;    // seconds for one mail
        std::string ca_file; // certificate authorities in PEM form; empty: the system's
    } smtp;
    struct {
        bool enabled = true;
        std::string run_at = "07:00"; // in the organisation's time zone
        std::vector<int> days = {180, 90, 30, 7, 0};
        Day pstn_switch_off = Day{date::year{2027} / date::January / 31};
        std::string webhook_url;
        std::string webhook_secret_file;
    } alerts;
    struct {
        std::string level = "info"; // debug, info, warning or error
    } log;
    struct {
        // A file in the shape of https://www.gov.uk/bank-holidays.json; empty for the data built in.
        std::filesystem::path bank_holidays;
    } calendar;
};

// Variables whose names begin with TELESTATE_, by name.
using Environment = std::map<std::string, std::string>;
Environment process_environment();

// `toml` is the text of the file, empty where there is none; TELESTATE_SECTION_KEY in the environment comes
// before it. An error names every key at fault, with line and column where it stands in the file.
Result<Configuration> parse_configuration(std::string_view toml, const Environment& environment);

// The same from a file. Without one named, TELESTATE_CONFIG in the environment, else
// /etc/telestate/telestate.toml where it exists, else only defaults and environment.
Result<Configuration> load_configuration(const std::optional<std::filesystem::path>& file,
                                         const Environment& environment);

// Whether an address to listen on is this machine's own alone.
bool is_loopback(std::string_view address);

// Why these settings cannot be served with; nothing for those that can. Passwords must not cross a network
// in the clear, and what needs no sign-in must not be reached from one.
std::optional<Error> refuse_to_serve(const Configuration& configuration);

} // namespace telestate
