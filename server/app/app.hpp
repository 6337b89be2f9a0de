#pragma once

// The one composition root: puts the database, the API and the dashboard behind an HTTP server. Tests start
// the same one.

#include "server/alerts/scheduler.hpp"
#include "server/api/today.hpp"
#include "server/app/certificate_watch.hpp"
#include "server/app/housekeeping.hpp"
#include "server/app/metrics.hpp"
#include "server/backups/scheduler.hpp"
#include "server/command/workspace.hpp"
#include "server/http/server.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace telestate {

struct AppOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0; // 0 picks a free one
    LogLevel log_level = LogLevel::info;
    // Takes whole lines without their end. May be called from several threads at once.
    std::function<void(std::string_view line)> log;
    std::shared_ptr<http::TlsCertificate> tls; // null: without TLS
    http::ServerLimits limits{};
    http::ServerTimeouts timeouts{};
};

class App {
  public:
    // Listens, but serves nothing yet. The workspace has to outlive it. Throws std::runtime_error, which says
    // why, when the address cannot be bound.
    App(const command::Workspace& workspace, AppOptions options);

    std::uint16_t port() const { return server_.port(); }
    // "http://localhost:8080", or "https://" where TLS is spoken.
    std::string url() const;

    void start();
    // Finishes the requests in flight, gives up mails on their way, and returns when nothing runs any more.
    void stop();

    // Reads the certificate again, also when its files have not changed. The log has what came of it.
    void reload_certificate();
    // Calls `then`, which must not throw, on a thread of its own once every thread that serves has come round
    // and the database has answered; never where one of them hangs.
    void call_when_alive(std::function<void()> then);

  private:
    void note(LogLevel level, const std::string& message) const;
    http::Server make_server(const command::Workspace& workspace);

    AppOptions options_;
    api::Services services_;
    alerts::AlertJob& alerts_;
    Metrics metrics_;
    api::Today today_;
    http::Server server_;
    std::unique_ptr<alerts::Scheduler> scheduler_;
    std::optional<CertificateWatch> certificate_watch_;
    std::unique_ptr<backups::Scheduler> backup_scheduler_;
    std::optional<Housekeeping> housekeeping_;
};

} // namespace telestate
