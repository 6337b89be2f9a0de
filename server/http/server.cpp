#include "server/http/server.hpp"

#include "server/http/server_context.hpp"
#include "server/http/session.hpp"
#include "server/http/stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <pthread.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

namespace telestate::http {
namespace {

using namespace std::chrono_literals;
using net::ip::tcp;

constexpr auto as_result = net::as_tuple(net::use_awaitable);

// Connections above the limit that may be told so at one time.
constexpr std::size_t refused_at_once = 16;
constexpr auto pause_when_full = 20ms;
constexpr auto pause_after_error = 50ms;
// Between two lines of the log that say the same.
constexpr auto quiet_after_error = 60s;

// How many connections the process can hold, keeping descriptors for the database, the log, and the rest.
std::size_t connection_limit_of(const ServerOptions& options) {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return options.limits.connections;
    const auto descriptors = static_cast<std::size_t>(limit.rlim_cur);
    constexpr std::size_t reserve = 64 + refused_at_once;
    const std::size_t usable = descriptors > 2 * reserve ? descriptors - reserve : descriptors / 4;
    return std::clamp<std::size_t>(options.limits.connections, 1, std::max<std::size_t>(usable, 1));
}

// How often deadlines are looked at: their exactness against waking up for nothing.
Clock::duration tick_of(const ServerTimeouts& timeouts) {
    const auto shortest = std::min({timeouts.header, timeouts.body, timeouts.idle, timeouts.write});
    return std::clamp<Clock::duration>(shortest / 8, 5ms, 250ms);
}

// Stopping is short, and people wait for it: its deadlines are kept more exactly.
constexpr Clock::duration tick_when_stopping = 20ms;

// One thread with its own event loop; a connection stays on one for life, so nothing in it needs a lock.
struct Loop {
    Shard shard; // before io: connections that io's end destroys still find it
    net::io_context io{1};
    net::executor_work_guard<net::io_context::executor_type> guard{io.get_executor()};
    net::steady_timer tick{io};
    std::thread thread;
};

// New threads leave signals to the thread that started the server.
class SignalsBlocked {
  public:
    SignalsBlocked() {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;

  private:
    sigset_t before_{};
};

} // namespace

struct Server::State {
    State(ServerOptions options, Router router)
        : context(std::move(options), std::move(router)),
          connection_limit(connection_limit_of(context.options)), tick(tick_of(context.options.timeouts)) {
        const unsigned count = std::max(context.options.io_threads, 1U);
        for (unsigned i = 0; i < count; ++i)
            loops.push_back(std::make_unique<Loop>());
    }

    void listen();
    void open_session(Loop& loop, tcp::socket socket, bool overloaded);
    void watch_deadlines(Loop& loop);
    void go_round(std::size_t turn, std::function<void()> then);
    void note_accepting(error_code error);

    ServerContext context;
    const std::size_t connection_limit;
    const Clock::duration tick;
    std::unique_ptr<net::thread_pool> workers;
    std::unique_ptr<net::thread_pool> slow_worker;
    std::vector<std::unique_ptr<Loop>> loops;
    std::unique_ptr<tcp::acceptor> acceptor; // runs on the first loop
    std::uint16_t port = 0;
    std::mutex lifecycle;
    Clock::time_point accept_error_logged_at = Clock::time_point::min();
    bool started = false;
    bool stopped = false;

    static net::awaitable<void> accept_connections(State* state);
};

void Server::State::listen() {
    const ServerOptions& options = context.options;
    const std::string where = options.address + " port " + std::to_string(options.port);
    error_code error;
    const auto address = net::ip::make_address(options.address, error);
    if (error) throw std::runtime_error("cannot listen on " + where + ": that is not an IP address");
    const tcp::endpoint endpoint(address, options.port);
    acceptor = std::make_unique<tcp::acceptor>(loops.front()->io);
    acceptor->open(endpoint.protocol(), error);
    if (!error) acceptor->set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor->bind(endpoint, error);
    if (!error) acceptor->listen(net::socket_base::max_listen_connections, error);
    if (!error) port = acceptor->local_endpoint(error).port();
    if (error) throw std::runtime_error("cannot listen on " + where + ": " + error.message());
}

net::awaitable<void> Server::State::accept_connections(State* state) {
    net::steady_timer pause(state->loops.front()->io);
    for (std::size_t turn = 0; !state->context.stopping; ++turn) {
        const std::size_t count = state->context.connection_count();
        Clock::duration wait{};
        if (count < state->connection_limit + refused_at_once) {
            Loop& loop = *state->loops[turn % state->loops.size()];
            tcp::socket socket(loop.io);
            // Until it fails again: nobody may be waiting any more.
            state->context.cannot_accept = false;
            const auto result = co_await state->acceptor->async_accept(socket, as_result);
            const error_code error = std::get<0>(result);
            state->note_accepting(error);
            if (!error) {
                state->open_session(loop, std::move(socket), count >= state->connection_limit);
                continue;
            }
            // Mostly "too many open files", and that until somebody closes one: trying on at once would only
            // spin.
            wait = pause_after_error;
        } else {
            wait = pause_when_full;
        }
        pause.expires_after(wait);
        co_await pause.async_wait(as_result);
    }
}

void Server::State::note_accepting(error_code error) {
    if (!error) return;
    context.cannot_accept = true;
    const auto now = Clock::now();
    const bool is_news = accept_error_logged_at == Clock::time_point::min() ||
                         now - accept_error_logged_at >= quiet_after_error;
    if (context.stopping || !is_news) return;
    accept_error_logged_at = now;
    context.log_error({}, "connections cannot be accepted: " + error.message());
}

void Server::State::open_session(Loop& loop, tcp::socket socket, bool overloaded) {
    context.begin_connection();
    // A function that is copied would not do: sockets move.
    auto open = [this, &loop, overloaded, socket = std::move(socket)]() mutable {
        std::shared_ptr<Session> session;
        try {
            error_code error;
            const auto remote = socket.remote_endpoint(error);
            const std::string address = error ? std::string() : remote.address().to_string();
            auto stream = context.options.tls ? tls_stream(std::move(socket), *context.options.tls->context())
                                              : plain_stream(std::move(socket));
            session = std::make_shared<Session>(context, loop.shard, std::move(stream), address, overloaded);
        } catch (const std::exception& error) {
            context.log_error({}, error.what());
            context.end_connection();
            return;
        }
        net::co_spawn(loop.io, run_session(std::move(session)), net::detached);
    };
    net::post(loop.io, std::move(open));
}

void Server::State::watch_deadlines(Loop& loop) {
    loop.tick.expires_after(context.stopping ? std::min(tick, tick_when_stopping) : tick);
    loop.tick.async_wait([this, &loop](error_code error) {
        if (error) return;
        const auto now = Clock::now();
        const bool crowded = context.cannot_accept.load(std::memory_order_relaxed) ||
                             context.connection_count() > connection_limit * 3 / 4;
        for (Session* session : loop.shard.sessions)
            session->enforce_deadline(now, crowded);
        watch_deadlines(loop);
    });
}

// From one loop to the next, and at last to the workers.
void Server::State::go_round(std::size_t turn, std::function<void()> then) {
    if (turn == loops.size()) {
        net::post(*workers, std::move(then));
        return;
    }
    net::post(loops[turn]->io,
              [this, turn, then = std::move(then)]() mutable { go_round(turn + 1, std::move(then)); });
}

Server::Server(ServerOptions options, Router router)
    : state_(std::make_unique<State>(std::move(options), std::move(router))) {
    state_->listen();
}

Server::~Server() { stop(); }

std::uint16_t Server::port() const { return state_->port; }

std::size_t Server::connection_count() const { return state_->context.connection_count(); }

void Server::start() {
    const std::lock_guard lock(state_->lifecycle);
    if (state_->started || state_->stopped) throw std::logic_error("a server is started once");
    state_->started = true;
    const SignalsBlocked blocked;
    state_->workers =
        std::make_unique<net::thread_pool>(std::max(state_->context.options.worker_threads, 1U));
    state_->context.workers = state_->workers->get_executor();
    state_->slow_worker = std::make_unique<net::thread_pool>(1);
    state_->context.slow_worker = state_->slow_worker->get_executor();
    for (const auto& loop : state_->loops) {
        state_->watch_deadlines(*loop);
        net::io_context* io = &loop->io;
        loop->thread = std::thread([io] { io->run(); });
    }
    net::co_spawn(state_->loops.front()->io, State::accept_connections(state_.get()), net::detached);
}

void Server::stop() {
    State& state = *state_;
    const std::lock_guard lock(state.lifecycle);
    if (std::exchange(state.stopped, true)) return;
    state.context.stopping = true;
    if (!state.started) {
        state.acceptor.reset();
        return;
    }

    net::post(state.loops.front()->io, [&state] {
        error_code ignored;
        state.acceptor->close(ignored);
    });
    const auto tell_all = [&state](void (Session::*what)()) {
        for (const auto& loop : state.loops) {
            Loop* each = loop.get();
            net::post(each->io, [each, what] {
                for (Session* session : each->shard.sessions)
                    (session->*what)();
            });
        }
    };
    tell_all(&Session::begin_stop);
    if (!state.context.wait_until_empty(Clock::now() + state.context.options.timeouts.grace)) {
        tell_all(&Session::cut);
        state.context.wait_until_empty();
    }
    state.workers->join();
    state.slow_worker->join();
    for (const auto& loop : state.loops)
        loop->io.stop();
    for (const auto& loop : state.loops)
        loop->thread.join();
}

void Server::call_when_alive(std::function<void()> then) { state_->go_round(0, std::move(then)); }

} // namespace telestate::http
