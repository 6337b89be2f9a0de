#include "server/api/today.hpp"
#include "server/command/check_finding.hpp"

#include <array>

namespace telestate::command {

namespace {

Finding check_migrations(storage::Database& database) {
    const auto migrations = database.list_migrations();
    if (migrations.empty()) return {"migrations", false, "none is applied"};
    return {"migrations", true,
            "up to date at " + std::to_string(migrations.back().number) + ", " + migrations.back().name};
}

// Pages, rules of tables and references, all of them read.
Finding check_integrity(storage::Database& database) {
    const auto damage = database.check_integrity();
    if (damage.empty()) return {"database", true, "sound: " + database.path().string()};
    std::string detail;
    for (const std::string& sentence : damage)
        detail += (detail.empty() ? "" : "; ") + sentence;
    return {"database", false, detail};
}

// A clock before the last change has been set back.
Finding check_last_change(Workspace& workspace) {
    const std::string now = api::format_instant(workspace.services().now());
    const auto changed_at = workspace.database().read().find_changed_at();
    if (!changed_at) return {"last change", true, "none yet"};
    if (*changed_at > now) {
        return {"last change", false,
                "the clock says " + now + ", before the estate's last change at " + *changed_at};
    }
    return {"last change", true, *changed_at};
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

Finding check_last_backup(Workspace& workspace) {
    const backups::Health health = workspace.backups().health();
    const std::string folder = workspace.configuration().backup.directory.string();
    if (!health.is_scheduled) {
        return {"backups", true,
                "no scheduled backups are set up (backup.directory); telestate backup makes one by hand"};
    }
    if (health.error) return {"backups", false, *health.error};
    const std::string last = health.last_at ? "the last is of " + clock::format_instant(*health.last_at)
                                            : std::string("none has been made yet");
    return {"backups", !health.is_late,
            last + ", in " + folder +
                (health.is_late ? "; one is due each day, made by telestate serve" : "")};
}

template <typename Subject>
struct Check {
    const char* name;
    Finding (*look)(Subject&);
};

template <typename Subject, std::size_t count>
std::vector<Finding> look_at_all(const std::array<Check<Subject>, count>& checks, Subject& subject) {
    std::vector<Finding> findings;
    for (const Check<Subject>& check : checks) {
        try {
            findings.push_back(check.look(subject));
        } catch (const std::exception& failure) {
            findings.push_back({check.name, false, std::string("could not be looked at: ") + failure.what()});
        }
    }
    return findings;
}

} // namespace

std::vector<Finding> check_database(storage::Database& database) {
    constexpr std::array checks = {Check<storage::Database>{"database", check_integrity},
                                   Check<storage::Database>{"migrations", check_migrations}};
    return look_at_all(checks, database);
}

std::vector<Finding> check_estate(Workspace& workspace) {
    constexpr std::array checks = {
        Check<Workspace>{"organisation", check_organisation},
        Check<Workspace>{"bank holidays", check_holidays},
        Check<Workspace>{"last change", check_last_change},
        Check<Workspace>{"alerts", check_alerts},
        Check<Workspace>{"backups", check_last_backup},
    };
    return look_at_all(checks, workspace);
}

} // namespace telestate::command
