#include "server/api/today.hpp"
#include "server/command/commands.hpp"
#include "server/command/text_table.hpp"
#include "server/document/json_writer.hpp"

#include <filesystem>
#include <ostream>

namespace telestate::command {

namespace {

struct Finding {
    std::string name;
    bool is_ok = false;
    std::string detail;
};

std::string describe(const Error& error) {
    std::string text = error.message;
    for (const FieldError& field : error.fields)
        text += "; " + field.pointer + ": " + field.message;
    return text;
}

// A clock before the program was made, or before the last change, has been set back.
Finding check_clock(Workspace& workspace) {
    const api::Instant now = workspace.services().now();
    const std::string instant = api::format_instant(now);
    if (api::day_in("UTC", now) < Day{date::year{2026} / date::January / 1}) {
        return {"clock", false, "the clock says " + instant + ", before this program was made"};
    }
    const auto changed_at = workspace.database().read().find_changed_at();
    if (changed_at && *changed_at > instant) {
        return {"clock", false,
                "the clock says " + instant + ", before the estate's last change at " + *changed_at};
    }
    return {"clock", true, instant};
}

Finding check_organisation(Workspace& workspace) {
    const auto organisation = workspace.database().read().find_organisation();
    if (!organisation) return {"organisation", true, "none is recorded yet; the defaults count"};
    if (!api::is_known_time_zone(organisation->time_zone)) {
        return {"organisation", false, "this system knows no time zone \"" + organisation->time_zone + "\""};
    }
    return {"organisation", true, organisation->name + ", " + organisation->time_zone};
}

Finding check_holidays(Workspace& workspace) {
    const auto organisation = workspace.database().read().find_organisation().value_or(Organisation{});
    const Day ahead = add_months(workspace.today(), 12);
    const bool is_covered = workspace.services().holidays.of(organisation.bank_holidays).covers(ahead);
    return {"bank holidays", is_covered,
            is_covered ? std::string(name_of(organisation.bank_holidays)) + ", known beyond " +
                             format_long_day(ahead)
                       : "the data ends before " + format_long_day(ahead) + "; only weekends count after it"};
}

// Connects, negotiates TLS and logs in, as a mail would.
Finding check_mail(Workspace& workspace) {
    const alerts::Settings& settings = workspace.alerts().settings();
    if (settings.smtp.host.empty())
        return {"mail", true, "no server is set (smtp.host): alerts wait until there is one"};
    const auto smtp = alerts::smtp_of(settings);
    if (!smtp) return {"mail", false, describe(smtp.error())};
    const mail::Outcome outcome = mail::SmtpClient(*smtp).probe();
    const bool is_well = outcome.acceptance == mail::Acceptance::accepted;
    return {"mail", is_well,
            settings.smtp.host + (is_well ? " takes mail from " + settings.smtp.from : ": " + outcome.words)};
}

Finding check_alerts(Workspace& workspace) {
    const alerts::Health health = workspace.alerts().health(workspace.database().read());
    if (health.late_since)
        return {"alerts", false, "not checked since before " + format_long_day(*health.late_since)};
    std::string detail =
        health.last_run ? "last checked for " + format_long_day(health.last_run->on) : "not checked yet";
    if (!health.is_enabled) detail += ", and only by telestate alerts send (alerts.enabled)";
    if (health.counts.nobody_to_tell > 0)
        detail += "; " + std::to_string(health.counts.nobody_to_tell) + " with nobody to tell";
    if (health.counts.pending == 0) return {"alerts", true, detail};
    detail += "; " + std::to_string(health.counts.pending) + " waiting to be sent";
    if (health.pending_error) detail += " (" + *health.pending_error + ")";
    return {"alerts", false, detail};
}

Finding check_disk(const Configuration& configuration) {
    std::error_code error;
    const auto space =
        std::filesystem::space(std::filesystem::absolute(configuration.database.path).parent_path(), error);
    if (error) return {"disk", false, error.message()};
    const auto free_mib = space.available / (std::uintmax_t{1024} * 1024);
    return {"disk", free_mib >= 100, std::to_string(free_mib) + " MiB free"};
}

std::string describe_listening(const Configuration& configuration) {
    const auto& server = configuration.server;
    std::string text = server.address;
    if (is_loopback(server.address)) text += ", this machine only";
    if (!server.tls_certificate.empty()) {
        text += ", over TLS";
    } else if (!is_loopback(server.address)) {
        text += ", for the proxy of " + server.public_url;
    }
    if (!server.is_sign_in_required) text += ", without signing in";
    return text;
}

std::vector<Finding> check_all(const CheckCommand& command) {
    std::vector<Finding> findings;
    const auto configuration = settle_configuration(command.common, process_environment());
    if (!configuration) return {{"configuration", false, describe(configuration.error())}};
    findings.push_back({"configuration", true, "every setting is known and of its kind"});
    const auto refusal = refuse_to_serve(*configuration);
    findings.push_back({"server", !refusal, refusal ? refusal->message : describe_listening(*configuration)});
    if (const auto holidays = load_bank_holidays(*configuration); !holidays) {
        findings.push_back({"bank holidays", false, describe(holidays.error())});
        return findings;
    }
    const auto workspace = Workspace::open(command.common, DatabaseUse::existing);
    if (!workspace) {
        findings.push_back({"database", false, describe(workspace.error())});
        return findings;
    }
    Workspace& open = **workspace;
    const auto migrations = open.database().list_migrations();
    findings.push_back({"migrations", !migrations.empty(),
                        migrations.empty() ? "none is applied"
                                           : "up to date at " + std::to_string(migrations.back().number) +
                                                 ", " + migrations.back().name});
    const auto damage = open.database().check_integrity();
    std::string detail = damage.empty() ? "sound: " + open.database().path().string() : std::string();
    for (const std::string& sentence : damage)
        detail += (detail.empty() ? "" : "; ") + sentence;
    findings.push_back({"database", damage.empty(), detail});
    findings.push_back(check_organisation(open));
    findings.push_back(check_holidays(open));
    findings.push_back(check_clock(open));
    findings.push_back(check_disk(*configuration));
    findings.push_back(check_mail(open));
    findings.push_back(check_alerts(open));
    return findings;
}

} // namespace

int run(const CheckCommand& command, Streams streams) {
    bool is_all_well = true;
    std::string out;
    document::JsonWriter json(out);
    json.begin_object();
    json.key("checks");
    json.begin_list();
    for (const Finding& finding : check_all(command)) {
        is_all_well = is_all_well && finding.is_ok;
        if (!command.is_json) {
            streams.out << (finding.is_ok ? "ok       " : "TROUBLE  ") << finding.name << ": "
                        << printable(finding.detail) << '\n';
        }
        json.begin_object();
        json.member("name", finding.name);
        json.member("ok", finding.is_ok);
        json.member("detail", finding.detail);
        json.end_object();
    }
    json.end_list();
    json.member("ok", is_all_well);
    json.end_object();
    if (command.is_json) streams.out << out << '\n';
    return is_all_well ? done : failed;
}

} // namespace telestate::command
