#include "server/app/serve.hpp"

#include "server/app/app.hpp"
#include "server/app/log_line.hpp"
#include "server/app/service_notice.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <mutex>
#include <ostream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace telestate {

namespace {

// Blocks the signals the program is told by in this thread and all it starts, so that they can be waited for.
class AwaitedSignals {
  public:
    AwaitedSignals() {
        sigemptyset(&set_);
        sigaddset(&set_, SIGTERM);
        sigaddset(&set_, SIGINT);
        sigaddset(&set_, SIGHUP);
        pthread_sigmask(SIG_BLOCK, &set_, nullptr);
        // A client that goes away is an error of its connection and no reason to end.
        std::signal(SIGPIPE, SIG_IGN);
    }
    // Returns when the program is to end. SIGHUP asks for the certificate to be read again, unless it came
    // because the terminal the program was started from is gone.
    void wait_for_end(App& app) const {
        for (int signal = 0; sigwait(&set_, &signal) == 0;) {
            const bool lost_terminal = had_terminal_ && isatty(STDIN_FILENO) == 0;
            if (signal != SIGHUP || lost_terminal) return;
            app.reload_certificate();
        }
    }

  private:
    sigset_t set_{};
    const bool had_terminal_ = isatty(STDIN_FILENO) == 1;
};

// Whether the standard output is the journal's: systemd names the device and inode it connected
// (systemd.exec(5)).
bool goes_to_journal() {
    const char* stream = std::getenv("JOURNAL_STREAM");
    struct stat output {};
    if (stream == nullptr || fstat(STDOUT_FILENO, &output) != 0) return false;
    return stream == std::to_string(output.st_dev) + ":" + std::to_string(output.st_ino);
}

// The code goes to the console alone. A service's console is the journal, which keeps what it is told.
void offer_set_up(const api::Services& services, std::ostream& out) {
    if (!services.gate.settings().is_sign_in_required) return;
    const auto code = services.sign_in.set_up_code();
    if (!code) return;
    out << "There is no account yet.";
    if (goes_to_journal()) {
        out << " `telestate user add` makes the first one.\n";
        return;
    }
    out << " Make the first administrator in the browser with this code, good once and until telestate ends,\n"
           "or with `telestate user add`.\n"
           "Set-up code: "
        << *code << '\n';
}

// The usual soft limit of 1,024 descriptors is there for programs that use select(), which this one does not.
// The database needs some for each reader, so there is room for many beside the connections. Where the hard
// limit is lower the server takes fewer connections.
void allow_descriptors(std::size_t connections) {
    const rlim_t wanted = 4 * connections;
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) return;
    limit.rlim_cur = std::min(limit.rlim_max, wanted);
    setrlimit(RLIMIT_NOFILE, &limit);
}

} // namespace

int serve(const command::ServeCommand& command, command::Streams streams) {
    const AwaitedSignals signals;
    // Before anything is made or brought up to date: settings that cannot be served with change nothing.
    auto configuration = command::settle_configuration(command.common, process_environment());
    if (!configuration) return command::report(configuration.error(), streams.err);
    if (command.address) configuration->server.address = *command.address;
    if (command.port) configuration->server.port = *command.port;
    if (const auto refusal = refuse_to_serve(*configuration)) return command::report(*refusal, streams.err);
    AppOptions options;
    if (const auto& server = configuration->server; !server.tls_certificate.empty()) {
        auto certificate = http::TlsCertificate::load(server.tls_certificate, server.tls_key);
        if (!certificate) return command::report(certificate.error(), streams.err);
        options.tls = std::move(*certificate);
    }
    const auto workspace = command::Workspace::open(command.common, command::DatabaseUse::serve);
    if (!workspace) return command::report(workspace.error(), streams.err);

    options.address = configuration->server.address;
    options.port = configuration->server.port;
    options.log_level = log_level_of(configuration->log.level);
    std::mutex log_mutex;
    options.log = [&](std::string_view line) {
        const std::scoped_lock lock(log_mutex);
        streams.err << line << '\n' << std::flush;
    };
    const auto log = options.log;
    const auto note = [&, least = options.log_level](const std::string& message) {
        if (least > LogLevel::info) return;
        log(format_log_line((*workspace)->services().now(), LogLevel::info, {}, message));
    };
    allow_descriptors(options.limits.connections);
    try {
        App app(**workspace, std::move(options));
        app.start();
        ServiceNotice notice;
        notice.ready([&app](std::function<void()> alive) { app.call_when_alive(std::move(alive)); });
        streams.out << "telestate is at " << app.url() << '\n';
        offer_set_up((*workspace)->services(), streams.out);
        streams.out << std::flush;
        note("listening at " + app.url());
        signals.wait_for_end(app);
        notice.stopping();
        app.stop();
        note("ended");
    } catch (const std::runtime_error& error) {
        return command::report({ErrorCode::conflict, error.what(), {}}, streams.err);
    }
    return command::done;
}

} // namespace telestate
