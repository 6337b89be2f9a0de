#include "server/app/metrics.hpp"

#include "server/command/version.hpp"

#include <dirent.h>
#include <fmt/format.h>
#include <fstream>
#include <sys/resource.h>
#include <unistd.h>

namespace telestate {

namespace {

// Methods are few unless somebody plays with them.
std::string_view method_of(std::string_view method) {
    for (const std::string_view known : {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"}) {
        if (method == known) return known;
    }
    return "other";
}

class Page {
  public:
    void head(std::string_view name, std::string_view type, std::string_view help) {
        text_ += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
    }
    template <typename Value>
    void value(std::string_view name, Value value) {
        text_ += fmt::format("{} {}\n", name, value);
    }
    template <typename Value>
    void one(std::string_view name, std::string_view type, std::string_view help, Value number) {
        head(name, type, help);
        value(name, number);
    }
    std::string take() { return std::move(text_); }

  private:
    std::string text_;
};

std::int64_t seconds_of(clock::Instant at) {
    return std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count();
}

std::int64_t open_file_count() {
    DIR* directory = opendir("/proc/self/fd");
    if (directory == nullptr) return 0;
    std::int64_t count = -3; // itself, "." and ".."
    while (readdir(directory) != nullptr)
        ++count;
    closedir(directory);
    return count;
}

void append_process(Page& page) {
    std::int64_t pages = 0;
    std::int64_t resident = 0;
    std::ifstream("/proc/self/statm") >> pages >> resident;
    page.one("process_resident_memory_bytes", "gauge", "Memory the process has in use.",
             resident * sysconf(_SC_PAGESIZE));
    page.one("process_open_fds", "gauge", "File descriptors the process has open.", open_file_count());
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const double seconds = static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    page.one("process_cpu_seconds_total", "counter", "Processor time the process has taken.", seconds);
}

void append_product(Page& page, const api::Services& services) {
    const storage::Reader reader = services.database.read();
    page.one("telestate_estate_revision", "gauge", "The estate's revision: how often it was changed.",
             reader.revision());
    std::error_code error;
    const auto size = std::filesystem::file_size(services.database.path(), error);
    page.one("telestate_database_bytes", "gauge", "Size of the database file.", error ? 0 : size);
    const alerts::Health alerts = services.alerts.health(reader);
    page.one("telestate_alerts_pending", "gauge", "Alerts that wait to be sent.", alerts.counts.pending);
    page.one("telestate_alerts_nobody_to_tell", "gauge", "Open alerts with nobody to tell.",
             alerts.counts.nobody_to_tell);
    page.one("telestate_alerts_late", "gauge",
             "1 when alerts were not checked on a day they should have been.", alerts.late_since ? 1 : 0);
    if (alerts.last_run) {
        const auto at =
            clock::parse_instant(alerts.last_run->finished_at.value_or(alerts.last_run->started_at));
        if (at) {
            page.one("telestate_alerts_last_checked_timestamp_seconds", "gauge",
                     "When alerts were last checked.", seconds_of(*at));
        }
    }
    const backups::Health backups = services.backups.health();
    page.one("telestate_backups_scheduled", "gauge", "1 when backups are made by the program itself.",
             backups.is_scheduled ? 1 : 0);
    page.one("telestate_backups_late", "gauge", "1 when the last scheduled backup is too old.",
             backups.is_late ? 1 : 0);
    page.one("telestate_backups_failing", "gauge", "1 when the last scheduled backup failed.",
             backups.error ? 1 : 0);
    if (backups.last_at) {
        page.one("telestate_backups_last_timestamp_seconds", "gauge",
                 "When the last scheduled backup was made.", seconds_of(*backups.last_at));
    }
}

} // namespace

void Metrics::count(const http::AccessRecord& record) {
    const double seconds = static_cast<double>(record.micros) / 1e6;
    std::size_t place = 0;
    while (place < ends.size() && seconds > ends[place])
        ++place;
    const std::scoped_lock lock(mutex_);
    ++requests_[{std::string(method_of(record.method)), std::string(record.route), record.status}];
    ++durations_[place];
    duration_micros_ += static_cast<std::uint64_t>(record.micros);
    sent_bytes_ += record.bytes;
}

std::string Metrics::text(const api::Services& services, std::size_t connection_count) const {
    Page page;
    page.head("telestate_build_info", "gauge", "The program's version.");
    page.value(fmt::format("telestate_build_info{{version=\"{}\"}}", command::version), 1);
    append_process(page);
    append_product(page, services);
    page.one("telestate_http_connections", "gauge", "Connections open now.", connection_count);
    const std::scoped_lock lock(mutex_);
    page.head("telestate_http_requests_total", "counter",
              "Requests answered; the route is empty where there is none.");
    for (const auto& [labels, number] : requests_) {
        page.value(fmt::format("telestate_http_requests_total{{method=\"{}\",route=\"{}\",status=\"{}\"}}",
                               std::get<0>(labels), std::get<1>(labels), std::get<2>(labels)),
                   number);
    }
    page.one("telestate_http_sent_bytes_total", "counter", "Bytes of answers, heads and bodies.",
             sent_bytes_);
    page.head("telestate_http_request_duration_seconds", "histogram",
              "From a request's whole header to its whole answer.");
    std::uint64_t up_to = 0;
    for (std::size_t place = 0; place < ends.size(); ++place) {
        up_to += durations_[place];
        page.value(fmt::format("telestate_http_request_duration_seconds_bucket{{le=\"{}\"}}", ends[place]),
                   up_to);
    }
    up_to += durations_.back();
    page.value("telestate_http_request_duration_seconds_bucket{le=\"+Inf\"}", up_to);
    page.value("telestate_http_request_duration_seconds_sum", static_cast<double>(duration_micros_) / 1e6);
    page.value("telestate_http_request_duration_seconds_count", up_to);
    return page.take();
}

} // namespace telestate
