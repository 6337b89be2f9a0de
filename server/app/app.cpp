#include "server/app/app.hpp"

#include "server/api/admission.hpp"
#include "server/api/routes.hpp"
#include "server/app/log_line.hpp"
#include "server/assets/assets.hpp"
#include "server/http/security.hpp"
#include "server/http/static_content.hpp"

#include <exception>
#include <utility>

namespace telestate {

namespace {

// Pages the dashboard has; its own router knows what to show there.
constexpr std::string_view page = "/index.html";

http::StaticContent dashboard() {
    http::StaticContent content;
    for (const assets::Asset& asset : assets::web_files())
        content.add(std::string(asset.path), std::string(asset.bytes),
                    {.gzip = std::string(asset.gzip), .brotli = std::string(asset.brotli)});
    content.add_alias("/", page);
    return content;
}

std::string_view index_page() {
    for (const assets::Asset& asset : assets::web_files()) {
        if (asset.path == page) return asset.bytes;
    }
    return {};
}

// The name of this host in `public_url`, which requests may use beside localhost.
std::vector<std::string> allowed_hosts(const std::string& public_url) {
    const auto scheme = public_url.find("://");
    if (scheme == std::string::npos) return {};
    const std::string rest = public_url.substr(scheme + 3);
    const auto authority = http::parse_authority(rest.substr(0, rest.find('/')));
    if (!authority) return {};
    return {authority->name};
}

LogLevel level_of(const http::AccessRecord& record) {
    // A method or a version of HTTP that nobody speaks here is no failure of the server.
    const bool is_refusal = record.status == 501 || record.status == 505;
    // Whoever is told to come again later found the server at its limits, which are there to be kept.
    if (record.status == 503) return LogLevel::warning;
    if (record.status >= 500 && !is_refusal) return LogLevel::error;
    // Reading is what a dashboard does all day; changes and refusals are what one looks for.
    const bool is_reading = record.method == "GET" || record.method == "HEAD";
    return is_reading && record.status < 400 ? LogLevel::debug : LogLevel::info;
}

// The levels of whichever thread tells something.
template <typename Level>
LogLevel level_like(Level level) {
    return level == Level::error     ? LogLevel::error
           : level == Level::warning ? LogLevel::warning
                                     : LogLevel::info;
}

} // namespace

App::App(const command::Workspace& workspace, AppOptions options)
    : options_(std::move(options)), services_(workspace.services()), alerts_(workspace.alerts()),
      today_(services_), server_(make_server(workspace)) {
    // Where nobody said how others reach this server, they reach it from this machine.
    if (services_.public_url.empty()) {
        services_.public_url = url();
        alerts_.set_public_url(url());
    }
    const auto note_of = [this](auto level, const std::string& message) { note(level_like(level), message); };
    scheduler_ = std::make_unique<alerts::Scheduler>(alerts_, services_.database, services_.now, note_of);
    backup_scheduler_ = std::make_unique<backups::Scheduler>(services_.backups, services_.now, note_of);
    housekeeping_.emplace([this] { services_.gate.write_down(); },
                          [this](const std::string& what) {
                              note(LogLevel::error,
                                   "when sessions were last used cannot be written down: " + what);
                          });
    services_.metrics = [this] { return metrics_.text(services_, server_.connection_count()); };
    if (options_.tls) {
        certificate_watch_.emplace(
            *options_.tls, [this](LogLevel level, const std::string& message) { note(level, message); });
    }
}

void App::start() {
    server_.start();
    scheduler_->start();
    backup_scheduler_->start();
    housekeeping_->start();
    if (certificate_watch_) certificate_watch_->start();
}

void App::stop() {
    if (certificate_watch_) certificate_watch_->stop();
    scheduler_->stop();
    backup_scheduler_->stop();
    server_.stop();
    housekeeping_->stop();
}

void App::reload_certificate() {
    if (certificate_watch_) {
        certificate_watch_->reload();
    } else {
        note(LogLevel::info, "there is no certificate to read again");
    }
}

void App::note(LogLevel level, const std::string& message) const {
    if (options_.log && level >= options_.log_level)
        options_.log(format_log_line(services_.now(), level, {}, message));
}

void App::call_when_alive(std::function<void()> then) {
    server_.call_when_alive([this, then = std::move(then)] {
        try {
            services_.database.read().revision();
        } catch (const std::exception&) {
            // An error is an answer. /healthz and the log tell of it, and a new start would not cure a disk.
        }
        then();
    });
}

http::Server App::make_server(const command::Workspace& workspace) {
    const api::Services& services = services_;
    http::ServerOptions server;
    server.address = options_.address == "localhost" ? "127.0.0.1" : options_.address;
    server.port = options_.port;
    server.limits = options_.limits;
    server.timeouts = options_.timeouts;
    const auto& settings = workspace.configuration().server;
    server.tls = options_.tls;
    server.strict_transport = options_.tls != nullptr || settings.public_url.starts_with("https://");
    server.trusted_proxies = settings.trusted_proxies;
    server.allowed_hosts = allowed_hosts(settings.public_url);
    server.content_security_policy = http::content_security_policy_of(index_page());
    server.cache_key = [this, &services](const http::Request& request) {
        return api::cache_key_of(request, services, today_);
    };
    server.admit = [&services](http::Request& request, const http::Route& route) {
        return api::admit(request, route, services.gate, services.public_url);
    };
    const auto write = [log = options_.log, least = options_.log_level](LogLevel level,
                                                                        const std::string& line) {
        if (log && level >= least) log(line);
    };
    server.access_log = [this, write, &services,
                         least = options_.log_level](const http::AccessRecord& record) {
        metrics_.count(record);
        const LogLevel level = level_of(record);
        if (level >= least) write(level, format_log_line(services.now(), level, record));
    };
    server.error_log = [write, &services](std::string_view request_id, std::string_view message) {
        write(LogLevel::error, format_log_line(services.now(), LogLevel::error, request_id, message));
    };

    http::Router router;
    api::add_routes(router, services, today_);
    const http::StaticContent content = dashboard();
    content.add_routes(router, api::access_file);
    router.set_fallback(content.page_fallback(page), std::string(api::access_file));
    return http::Server(std::move(server), std::move(router));
}

std::string App::url() const {
    // All addresses of this machine are its own too.
    const std::string& address = options_.address;
    const bool is_here = address == "127.0.0.1" || address == "0.0.0.0" || address == "::";
    const bool is_ipv6 = address.find(':') != std::string::npos;
    const std::string host = is_here ? "localhost" : is_ipv6 ? "[" + address + "]" : address;
    return (options_.tls ? "https://" : "http://") + host + ":" + std::to_string(port());
}

} // namespace telestate
