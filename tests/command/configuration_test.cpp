#include "server/command/configuration.hpp"

#include <doctest/doctest.h>

using namespace telestate;

namespace {

using Texts = std::vector<std::string>;

// What is wrong with a configuration, one name after the other; empty where nothing is.
Texts names_at_fault(std::string_view toml, const Environment& environment = {}) {
    const auto configuration = parse_configuration(toml, environment);
    Texts names;
    if (configuration) return names;
    for (const FieldError& field : configuration.error().fields)
        names.push_back(field.pointer);
    return names;
}

Configuration configuration_of(std::string_view toml, const Environment& environment = {}) {
    const auto configuration = parse_configuration(toml, environment);
    REQUIRE(configuration.has_value());
    return *configuration;
}

} // namespace

TEST_CASE("Without settings people sign in, nothing is backed up, and no proxy is trusted") {
    const Configuration configuration = configuration_of("");
    CHECK(configuration.server.is_sign_in_required);
    CHECK(configuration.server.trusted_proxies.empty());
    CHECK(configuration.sign_in.idle_minutes == 60);
    CHECK(configuration.sign_in.longest_hours == 12);
    CHECK(configuration.sign_in.proxy_header.empty());
    CHECK(configuration.sign_in.proxy_role.empty());
    CHECK(configuration.backup.directory.empty());
    CHECK(configuration.backup.run_at == "02:00");
    CHECK(configuration.backup.keep == 14);
    CHECK_FALSE(refuse_to_serve(configuration));
}

TEST_CASE("Settings of sign-in, proxies and backups are taken from the file") {
    const Configuration configuration = configuration_of(R"(
[server]
sign_in = "off"
trusted_proxies = ["192.0.2.10", "2001:DB8:0::1"]
[sign_in]
idle_minutes = 15
longest_hours = 8
proxy_header = "X-Forwarded-Email"
proxy_role = "viewer"
[backup]
directory = "/var/backups/telestate"
run_at = "23:30"
keep = 30
)");
    CHECK_FALSE(configuration.server.is_sign_in_required);
    CHECK(configuration.server.trusted_proxies == Texts{"192.0.2.10", "2001:db8::1"});
    CHECK(configuration.sign_in.idle_minutes == 15);
    CHECK(configuration.sign_in.longest_hours == 8);
    CHECK(configuration.sign_in.proxy_header == "X-Forwarded-Email");
    CHECK(configuration.sign_in.proxy_role == "viewer");
    CHECK(configuration.backup.directory == "/var/backups/telestate");
    CHECK(configuration.backup.run_at == "23:30");
    CHECK(configuration.backup.keep == 30);
}

TEST_CASE("The environment names proxies as a list or with commas between them") {
    for (const char* text : {"192.0.2.10, ::1", "192.0.2.10,::1", R"(["192.0.2.10", "::1"])"}) {
        CAPTURE(text);
        const Configuration configuration = configuration_of("", {{"TELESTATE_SERVER_TRUSTED_PROXIES", text},
                                                                  {"TELESTATE_SERVER_SIGN_IN", "off"},
                                                                  {"TELESTATE_SIGN_IN_IDLE_MINUTES", "5"}});
        CHECK(configuration.server.trusted_proxies == Texts{"192.0.2.10", "::1"});
        CHECK_FALSE(configuration.server.is_sign_in_required);
        CHECK(configuration.sign_in.idle_minutes == 5);
    }
    CHECK(configuration_of("", {{"TELESTATE_SERVER_TRUSTED_PROXIES", ""}}).server.trusted_proxies.empty());
    CHECK(names_at_fault("", {{"TELESTATE_SERVER_TRUSTED_PROXIES", "192.0.2.10,,::1"}}) ==
          Texts{"TELESTATE_SERVER_TRUSTED_PROXIES"});
}

TEST_CASE("A value that is none of its kind is an error that names its key") {
    struct Case {
        std::string key;
        std::string value;
    };
    for (const Case& c : std::initializer_list<Case>{
             {"server.sign_in", R"("maybe")"},
             {"server.sign_in", "false"},
             {"server.public_url", R"("telestate.example.org")"},
             {"server.public_url", R"("ftp://telestate.example.org")"},
             {"server.trusted_proxies", R"(["proxy.example.org"])"},
             {"server.trusted_proxies", R"(["192.0.2.0/24"])"},
             {"server.trusted_proxies", "[1]"},
             {"server.trusted_proxies", "1"},
             {"sign_in.idle_minutes", "0"},
             {"sign_in.idle_minutes", "1441"},
             {"sign_in.longest_hours", "1.5"},
             {"sign_in.longest_hours", "169"},
             {"sign_in.proxy_header", R"("X-Forwarded-Email:")"},
             {"sign_in.proxy_role", R"("owner")"},
             {"backup.directory", "1"},
             {"backup.run_at", R"("24:00")"},
             {"backup.keep", "0"},
             {"backup.keep", R"("14")"},
         }) {
        CAPTURE(c.key);
        CAPTURE(c.value);
        const auto dot = c.key.find('.');
        const std::string toml =
            "[" + c.key.substr(0, dot) + "]\n" + c.key.substr(dot + 1) + " = " + c.value + "\n";
        CHECK(names_at_fault(toml) == Texts{c.key});
    }
}

TEST_CASE("What would let passwords cross a network in the clear, or anybody in, is not served") {
    struct Case {
        std::string description;
        std::string toml;
        std::string refusal; // a part of it; empty where it is served
    };
    const std::string tls = "tls_certificate = \"c.pem\"\ntls_key = \"k.pem\"\n";
    for (const Case& c : std::initializer_list<Case>{
             {"this machine", "", ""},
             {"this machine by name", "address = \"localhost\"", ""},
             {"this machine, IPv6", "address = \"::1\"", ""},
             {"all addresses", "address = \"0.0.0.0\"", "in the clear"},
             {"all addresses, IPv6", "address = \"::\"", "in the clear"},
             {"another address", "address = \"192.0.2.1\"", "in the clear"},
             {"no address", "address = \"\"", "in the clear"},
             {"a name that begins like this machine", "address = \"127.evil.org\"", "in the clear"},
             {"all addresses with TLS", "address = \"0.0.0.0\"\n" + tls, ""},
             {"this machine with TLS", tls, ""},
             {"a certificate alone", "tls_certificate = \"c.pem\"", "only the certificate is set"},
             {"a key alone", "tls_key = \"k.pem\"", "only the key is set"},
             {"behind a proxy with TLS",
              "address = \"192.0.2.1\"\npublic_url = \"https://telestate.example.org\"", ""},
             {"behind a proxy without",
              "address = \"192.0.2.1\"\npublic_url = \"http://telestate.example.org\"", "in the clear"},
             {"trying out", "sign_in = \"off\"", ""},
             {"trying out on the network", "sign_in = \"off\"\naddress = \"0.0.0.0\"\n" + tls,
              "this machine only"},
             {"trying out behind a proxy",
              "sign_in = \"off\"\npublic_url = \"https://telestate.example.org\"", "this machine only"},
             {"sign-on at a proxy", "trusted_proxies = [\"::1\"]\n[sign_in]\nproxy_header = \"X-Email\"", ""},
             {"sign-on at no proxy", "[sign_in]\nproxy_header = \"X-Email\"", "server.trusted_proxies"},
         }) {
        CAPTURE(c.description);
        const auto refusal = refuse_to_serve(configuration_of("[server]\n" + c.toml));
        REQUIRE(refusal.has_value() == !c.refusal.empty());
        if (!refusal) continue;
        CAPTURE(refusal->message);
        CHECK(refusal->message.find(c.refusal) != std::string::npos);
    }
}
