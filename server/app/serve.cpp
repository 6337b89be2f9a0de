#include "server/app/serve.hpp"

#include "server/app/app.hpp"
#include "server/app/log_line.hpp"

#include <csignal>
#include <mutex>
#include <ostream>

namespace telestate {

namespace {

// Blocks the signals that end the program in this thread and all it starts, so that they can be waited for.
class EndSignals {
  public:
    EndSignals() {
        sigemptyset(&set_);
        sigaddset(&set_, SIGTERM);
        sigaddset(&set_, SIGINT);
        pthread_sigmask(SIG_BLOCK, &set_, nullptr);
        // A client that goes away is an error of its connection and no reason to end.
        std::signal(SIGPIPE, SIG_IGN);
    }
    void wait() const {
        int signal = 0;
        sigwait(&set_, &signal);
    }

  private:
    sigset_t set_{};
};

} // namespace

int serve(const command::ServeCommand& command, command::Streams streams) {
    const EndSignals end_signals;
    // Before anything is made or brought up to date: settings that cannot be served with change nothing.
    auto configuration = command::settle_configuration(command.common, process_environment());
    if (!configuration) return command::report(configuration.error(), streams.err);
    if (command.address) configuration->server.address = *command.address;
    if (command.port) configuration->server.port = *command.port;
    if (const auto refusal = refuse_to_serve(*configuration)) return command::report(*refusal, streams.err);
    if (!configuration->server.tls_certificate.empty())
        return command::report({ErrorCode::unsupported, "this version does not serve TLS yet", {}},
                               streams.err);
    const auto workspace = command::Workspace::open(command.common, command::DatabaseUse::serve);
    if (!workspace) return command::report(workspace.error(), streams.err);

    AppOptions options;
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
    try {
        App app(**workspace, std::move(options));
        app.start();
        streams.out << "telestate is at " << app.url() << '\n' << std::flush;
        note("listening at " + app.url());
        end_signals.wait();
        app.stop();
        note("ended");
    } catch (const std::runtime_error& error) {
        return command::report({ErrorCode::conflict, error.what(), {}}, streams.err);
    }
    return command::done;
}

} // namespace telestate
