#include "server/alerts/settings.hpp"
#include "server/backups/backup_folder.hpp"
#include "server/clock/instant.hpp"
#include "server/command/certificate.hpp"
#include "server/command/check_finding.hpp"
#include "server/mail/smtp_client.hpp"

#include <filesystem>
#include <sys/stat.h>

namespace telestate::command {

namespace {

constexpr std::uintmax_t mebibyte = std::uintmax_t{1024} * 1024;
constexpr std::uintmax_t least_free = 100 * mebibyte;
// Time to have a certificate renewed in.
constexpr int least_days = 14;

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

std::filesystem::path beside(const std::filesystem::path& file, const char* suffix) {
    std::filesystem::path name = file;
    name += suffix;
    return name;
}

// Room for twice the database beside it: a copy before migrating, and a restored one.
std::uintmax_t wanted_room(const Configuration& configuration) {
    std::error_code error;
    const auto size = std::filesystem::file_size(configuration.database.path, error);
    return std::max<std::uintmax_t>(least_free, error ? 0 : 2 * size);
}

Finding check_room(const std::string& name, std::filesystem::path folder, std::uintmax_t wanted) {
    std::error_code error;
    // A folder that is made with the first backup will be on the disk of the one it is in.
    if (!std::filesystem::exists(folder, error)) folder = std::filesystem::absolute(folder).parent_path();
    const auto space = std::filesystem::space(folder, error);
    if (error) return {name, false, folder.string() + ": " + error.message()};
    const std::string free = std::to_string(space.available / mebibyte) + " MiB free";
    if (space.available >= wanted) return {name, true, free};
    return {name, false,
            free + ", less than the " + std::to_string(wanted / mebibyte) + " MiB there should be"};
}

// What others than its owner may do with a file, or nothing.
std::string find_open_rights(const std::filesystem::path& file) {
    struct stat state {};
    if (::stat(file.c_str(), &state) != 0) return {};
    const char* may = nullptr;
    if ((state.st_mode & S_IWOTH) != 0)
        may = "everybody may write to ";
    else if ((state.st_mode & S_IROTH) != 0)
        may = "everybody may read ";
    else if ((state.st_mode & S_IWGRP) != 0)
        may = "its group may write to ";
    if (may == nullptr) return {};
    return may + file.string();
}

void add_problem(std::string& all, const std::string& problem) {
    if (!problem.empty()) all += (all.empty() ? "" : "; ") + problem;
}

Finding check_database_files(const std::filesystem::path& database) {
    std::string problems;
    for (const char* suffix : {"", "-wal", "-shm", "-lock", "-alerts-lock"}) {
        struct stat state {};
        const std::filesystem::path file = beside(database, suffix);
        if (::stat(file.c_str(), &state) != 0) continue;
        // These are for nobody else at all.
        if ((state.st_mode & (S_IRWXG | S_IRWXO)) != 0)
            add_problem(problems, "others than its owner may use " + file.string());
    }
    struct stat folder {};
    const std::filesystem::path directory = std::filesystem::absolute(database).parent_path();
    const bool is_anybodys = ::stat(directory.c_str(), &folder) == 0 && (folder.st_mode & S_IWOTH) != 0 &&
                             (folder.st_mode & S_ISVTX) == 0;
    if (is_anybodys) add_problem(problems, "everybody may put files in " + directory.string());
    return {"database files", problems.empty(),
            problems.empty() ? "for their owner alone" : problems + " (chmod go= puts that right)"};
}

Finding check_secret_files(const Configuration& configuration) {
    std::string problems;
    int count = 0;
    for (const std::string& file : {configuration.smtp.password_file,
                                    configuration.alerts.webhook_secret_file, configuration.server.tls_key}) {
        if (file.empty()) continue;
        ++count;
        add_problem(problems, find_open_rights(file));
    }
    if (!configuration.backup.directory.empty()) {
        ++count;
        add_problem(problems, find_open_rights(configuration.backup.directory));
    }
    if (!problems.empty()) return {"secret files", false, problems};
    return {"secret files", true, count == 0 ? "none are named" : "kept from others"};
}

} // namespace

std::string describe(const Error& error) {
    std::string text = error.message;
    for (const FieldError& field : error.fields)
        text += "; " + field.pointer + ": " + field.message;
    return text;
}

Finding check_server(const Configuration& configuration) {
    const auto refusal = refuse_to_serve(configuration);
    return {"server", !refusal, refusal ? refusal->message : describe_listening(configuration)};
}

Finding check_certificate(const Configuration& configuration, clock::Instant now) {
    const std::string& file = configuration.server.tls_certificate;
    if (file.empty()) return {"certificate", true, "none is set: TLS is not served here"};
    const auto certificate = read_certificate(file);
    if (!certificate) return {"certificate", false, describe(certificate.error())};
    const std::string until = clock::format_instant(certificate->not_after);
    if (certificate->not_before > now) {
        return {"certificate", false,
                "holds only from " + clock::format_instant(certificate->not_before) + ": " + file};
    }
    if (certificate->not_after <= now) return {"certificate", false, "ended at " + until + ": " + file};
    const auto left = std::chrono::floor<Days>(certificate->not_after - now).count();
    const std::string text = "holds until " + until + ", " + std::to_string(left) + " days";
    if (left < least_days) return {"certificate", false, text + ": it is time to renew " + file};
    return {"certificate", true, text};
}

std::vector<Finding> check_files(const Configuration& configuration) {
    return {check_database_files(configuration.database.path), check_secret_files(configuration)};
}

std::vector<Finding> check_disk(const Configuration& configuration) {
    const std::uintmax_t wanted = wanted_room(configuration);
    std::vector<Finding> findings = {
        check_room("disk", std::filesystem::absolute(configuration.database.path).parent_path(), wanted)};
    if (!configuration.backup.directory.empty())
        findings.push_back(check_room("backup disk", configuration.backup.directory, wanted));
    return findings;
}

// Connects, negotiates TLS and logs in, as a mail would.
Finding check_mail(const Configuration& configuration) {
    const alerts::Settings settings = alert_settings_of(configuration);
    if (settings.smtp.host.empty())
        return {"mail", true, "no server is set (smtp.host): alerts wait until there is one"};
    const auto smtp = alerts::smtp_of(settings);
    if (!smtp) return {"mail", false, describe(smtp.error())};
    const mail::Outcome outcome = mail::SmtpClient(*smtp).probe();
    const bool is_well = outcome.acceptance == mail::Acceptance::accepted;
    return {"mail", is_well,
            settings.smtp.host + (is_well ? " takes mail from " + settings.smtp.from : ": " + outcome.words)};
}

// A clock before the program was made has been set back.
Finding check_clock(clock::Instant now) {
    const std::string instant = clock::format_instant(now);
    if (now < Day{date::year{2026} / date::January / 1})
        return {"clock", false, "the clock says " + instant + ", before this program was made"};
    return {"clock", true, instant};
}

Finding check_backups(const Configuration& configuration, clock::Instant now) {
    const std::filesystem::path& folder = configuration.backup.directory;
    if (folder.empty()) return {"backups", true, "no scheduled backups are set up (backup.directory)"};
    try {
        const auto last = backups::find_last_backup(folder, now);
        if (last) {
            return {"backups", true,
                    "the last is of " + clock::format_instant(last->at) + ": " + last->file.string()};
        }
        return {"backups", false, "there are none in " + folder.string()};
    } catch (const std::filesystem::filesystem_error& failure) {
        return {"backups", false, failure.what()};
    }
}

} // namespace telestate::command
