#include "server/command/workspace.hpp"

#include "server/api/today.hpp"
#include "server/assets/assets.hpp"
#include "server/command/version.hpp"
#include "server/document/bank_holidays.hpp"

#include <fstream>
#include <iterator>

namespace telestate::command {

namespace {

Result<std::string> read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in || std::filesystem::is_directory(path)) {
        return Error{ErrorCode::not_found, "the file " + path.string() + " cannot be read", {}};
    }
    return std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// A short mark of everything but the revision and the day that answers depend on: which estate it is, this
// build of the program, its settings and its bank holidays.
std::string edition_of(const Configuration& configuration, std::string_view holidays,
                       std::string_view estate) {
    std::error_code error;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
    const auto built_at = std::filesystem::last_write_time(program, error).time_since_epoch().count();
    const std::string text = std::string(version) + " " + std::to_string(built_at) + " " +
                             format_day(configuration.alerts.pstn_switch_off) + " " + std::string(estate) +
                             " " + std::string(holidays);
    return std::string(version) + "-" + std::to_string(std::hash<std::string>{}(text) % 1'000'000'000);
}

// "07:00" as the time since midnight.
std::chrono::minutes time_of_day(const std::string& text) {
    return std::chrono::minutes(60 * std::stoi(text.substr(0, 2)) + std::stoi(text.substr(3)));
}

} // namespace

backups::Settings backup_settings_of(const Configuration& configuration) {
    return {configuration.backup.directory, time_of_day(configuration.backup.run_at),
            configuration.backup.keep};
}

alerts::Settings alert_settings_of(const Configuration& configuration) {
    alerts::Settings settings;
    settings.is_enabled = configuration.alerts.enabled;
    settings.run_at = time_of_day(configuration.alerts.run_at);
    settings.days = configuration.alerts.days;
    settings.pstn_switch_off = configuration.alerts.pstn_switch_off;
    settings.public_url = configuration.server.public_url;
    // Where nobody said how others reach the dashboard, they reach it from this machine.
    if (settings.public_url.empty())
        settings.public_url = (configuration.server.tls_certificate.empty() ? "http" : "https") +
                              std::string("://localhost:") + std::to_string(configuration.server.port);
    while (settings.public_url.ends_with('/'))
        settings.public_url.pop_back();
    settings.smtp.host = configuration.smtp.host;
    settings.smtp.port = configuration.smtp.port;
    settings.smtp.security = configuration.smtp.security == "tls"    ? mail::SmtpSecurity::tls
                             : configuration.smtp.security == "none" ? mail::SmtpSecurity::none
                                                                     : mail::SmtpSecurity::starttls;
    settings.smtp.timeout = std::chrono::seconds(configuration.smtp.timeout);
    settings.smtp.connect_timeout = std::min(settings.smtp.connect_timeout, settings.smtp.timeout);
    settings.webhook.timeout = settings.smtp.timeout;
    settings.webhook.connect_timeout = settings.smtp.connect_timeout;
    settings.smtp.username = configuration.smtp.username;
    settings.smtp.from = configuration.smtp.from;
    settings.smtp.ca_file = configuration.smtp.ca_file;
    settings.smtp_password_file = configuration.smtp.password_file;
    settings.webhook.url = configuration.alerts.webhook_url;
    settings.webhook.ca_file = configuration.smtp.ca_file;
    settings.webhook_secret_file = configuration.alerts.webhook_secret_file;
    return settings;
}

auth::GateSettings gate_settings_of(const Configuration& configuration) {
    auth::GateSettings settings;
    settings.is_sign_in_required = configuration.server.is_sign_in_required;
    settings.idle = std::chrono::minutes(configuration.sign_in.idle_minutes);
    settings.longest = std::chrono::hours(configuration.sign_in.longest_hours);
    settings.proxy_header = configuration.sign_in.proxy_header;
    settings.proxy_role = auth::parse_role(configuration.sign_in.proxy_role);
    return settings;
}

Result<Configuration> settle_configuration(const CommonOptions& options, const Environment& environment) {
    Result<Configuration> configuration = load_configuration(options.config, environment);
    if (configuration && options.database) configuration->database.path = *options.database;
    return configuration;
}

Result<LoadedHolidays> load_bank_holidays(const Configuration& configuration) {
    const std::filesystem::path& file = configuration.calendar.bank_holidays;
    Result<std::string> text =
        file.empty() ? Result<std::string>(std::string(assets::bank_holidays())) : read_file(file);
    if (!text) return text.error();
    Result<BankHolidays> holidays = document::parse_bank_holidays(*text);
    if (!holidays) {
        Error error = holidays.error();
        error.message = "the bank holidays in " + file.string() + ": " + error.message;
        return error;
    }
    return LoadedHolidays{std::move(holidays.value()), std::move(text.value())};
}

Result<std::unique_ptr<Workspace>> Workspace::open(const CommonOptions& options, DatabaseUse use,
                                                   const Environment& environment) {
    Result<Configuration> configuration = settle_configuration(options, environment);
    if (!configuration) return configuration.error();
    Result<LoadedHolidays> holidays = load_bank_holidays(*configuration);
    if (!holidays) return holidays.error();

    storage::OpenOptions open;
    open.create = use != DatabaseUse::existing;
    open.migrate = use != DatabaseUse::existing;
    // A page is not to wait long for an import by somebody else.
    if (use == DatabaseUse::serve) open.lock_wait = std::chrono::seconds(2);
    open.now = api::format_instant(std::chrono::system_clock::now());
    auto database = storage::Database::open(configuration->database.path, open);
    if (!database) return database.error();
    std::string edition = edition_of(*configuration, holidays->text, (*database)->read().identity());
    return std::unique_ptr<Workspace>(new Workspace(std::move(configuration.value()),
                                                    std::move(holidays->calendars), std::move(edition),
                                                    std::move(database.value())));
}

Workspace::Workspace(Configuration configuration, BankHolidays holidays, std::string edition,
                     std::unique_ptr<storage::Database> database)
    : configuration_(std::move(configuration)), holidays_(std::move(holidays)),
      database_(std::move(database)) {
    const auto now = [] { return std::chrono::system_clock::now(); };
    alerts_ =
        std::make_unique<alerts::AlertJob>(*database_, holidays_, alert_settings_of(configuration_), now);
    gate_ = std::make_unique<auth::Gate>(*database_, gate_settings_of(configuration_), now);
    sign_in_ = std::make_unique<auth::SignIn>(*database_, gate_->settings(), now);
    backups_ = std::make_unique<backups::BackupJob>(*database_, backup_settings_of(configuration_), now);
    services_.emplace(api::Services{*database_, holidays_, configuration_.alerts.pstn_switch_off, *alerts_,
                                    *gate_, *sign_in_, *backups_, now, std::move(edition),
                                    assets::sample_estate(), configuration_.server.public_url});
}

Day Workspace::today() const {
    const auto organisation = database_->read().find_organisation();
    return api::day_in(organisation ? organisation->time_zone : Organisation{}.time_zone, services_->now());
}

} // namespace telestate::command
