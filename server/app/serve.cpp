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
    const auto workspace = command::Workspace::open(command.common, command::DatabaseUse::make_ready);
    if (!workspace) return command::report(workspace.error(), streams.err);
    const Configuration& configuration = (*workspace)->configuration();

    AppOptions options;
    options.address = command.address.value_or(configuration.server.address);
    options.port = command.port.value_or(configuration.server.port);
    options.log_level = log_level_of(configuration.log.level);
    std::mutex log_mutex;
    options.log = [&](std::string_view line) {
        const std::scoped_lock lock(log_mutex);
        streams.err << line << '\n' << std::flush;
    };
    if (const auto refusal = refuse_address(options.address)) return command::report(*refusal, streams.err);
    if (!configuration.server.tls_certificate.empty() || !configuration.server.tls_key.empty()) {
        return command::report(
            {ErrorCode::unsupported,
             "server.tls_certificate and server.tls_key are set, but this version does not serve TLS "
             "yet; remove them, or put a reverse proxy in front",
             {}},
            streams.err);
    }
    try {
        App app(**workspace, std::move(options));
        app.start();
        streams.out << "telestate is at " << app.url() << '\n' << std::flush;
        end_signals.wait();
        app.stop();
    } catch (const std::runtime_error& error) {
        return command::report({ErrorCode::conflict, error.what(), {}}, streams.err);
    }
    return command::done;
}

} // namespace telestate
