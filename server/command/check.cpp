#include "server/command/check_finding.hpp"
#include "server/command/commands.hpp"
#include "server/command/text_table.hpp"
#include "server/document/json_writer.hpp"

#include <ostream>

namespace telestate::command {

namespace {

std::vector<Finding> check_all(const CheckCommand& command) {
    std::vector<Finding> findings;
    const auto add = [&](std::vector<Finding> more) {
        for (Finding& finding : more)
            findings.push_back(std::move(finding));
    };
    const auto configuration = settle_configuration(command.common, process_environment());
    if (!configuration) return {{"configuration", false, describe(configuration.error())}};
    const clock::Instant now = std::chrono::system_clock::now();
    findings.push_back({"configuration", true, "every setting is known and of its kind"});
    findings.push_back(check_server(*configuration));
    findings.push_back(check_certificate(*configuration, now));
    findings.push_back(check_clock(now));
    // Before the database is opened, which puts right what it may.
    add(check_files(*configuration));
    add(check_disk(*configuration));
    findings.push_back(check_mail(*configuration));
    if (const auto workspace = Workspace::open(command.common, DatabaseUse::existing)) {
        add(check_database((*workspace)->database()));
        add(check_estate(**workspace));
        return findings;
    }
    const auto holidays = load_bank_holidays(*configuration);
    if (!holidays) findings.push_back({"bank holidays", false, describe(holidays.error())});
    storage::OpenOptions existing;
    existing.create = false;
    existing.migrate = false;
    const auto database = storage::Database::open(configuration->database.path, existing);
    if (database) {
        add(check_database(**database));
    } else {
        findings.push_back({"database", false, describe(database.error())});
    }
    findings.push_back(check_backups(*configuration, now));
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
