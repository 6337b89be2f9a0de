#pragma once

// What every command works with: the settings, the bank holidays and the database they name.

#include "server/api/services.hpp"
#include "server/command/configuration.hpp"

#include <memory>
#include <optional>
#include <string>

namespace telestate::command {

// Options that every command takes.
struct CommonOptions {
    std::optional<std::filesystem::path> database; // before the configuration's
    std::optional<std::filesystem::path> config;
};

// How a command wants the database.
enum class DatabaseUse {
    existing,   // has to be there and up to date
    make_ready, // is made where there is none and brought up to date
    serve,      // the same, and nobody is kept waiting long for another writer
};

class Workspace {
  public:
    static Result<std::unique_ptr<Workspace>> open(const CommonOptions& options, DatabaseUse use,
                                                   const Environment& environment = process_environment());
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;

    const Configuration& configuration() const { return configuration_; }
    const api::Services& services() const { return *services_; }
    storage::Database& database() { return *database_; }
    alerts::AlertJob& alerts() const { return *alerts_; }
    auth::Gate& gate() const { return *gate_; }
    backups::BackupJob& backups() const { return *backups_; }
    // Today in the organisation's time zone.
    Day today() const;

  private:
    Workspace(Configuration configuration, BankHolidays holidays, std::string edition,
              std::unique_ptr<storage::Database> database);

    Configuration configuration_;
    BankHolidays holidays_;
    std::unique_ptr<storage::Database> database_;
    std::unique_ptr<alerts::AlertJob> alerts_;
    std::unique_ptr<auth::Gate> gate_;
    std::unique_ptr<auth::SignIn> sign_in_;
    std::unique_ptr<backups::BackupJob> backups_;
    std::optional<api::Services> services_;
};

// The settings alone, with the options' database in place of their own.
Result<Configuration> settle_configuration(const CommonOptions& options, const Environment& environment);
// How people sign in by these settings.
auth::GateSettings gate_settings_of(const Configuration& configuration);
// How alerts are set up by these settings.
alerts::Settings alert_settings_of(const Configuration& configuration);
// Where, when and for how long backups are made by them.
backups::Settings backup_settings_of(const Configuration& configuration);
// The bank holidays built in, or those of the file the configuration names, and the text they were read from.
struct LoadedHolidays {
    BankHolidays calendars;
    std::string text;
};
Result<LoadedHolidays> load_bank_holidays(const Configuration& configuration);

} // namespace telestate::command
