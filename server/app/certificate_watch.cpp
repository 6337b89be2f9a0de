#include "server/app/certificate_watch.hpp"

#include <utility>

namespace telestate {

namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr auto between_looks = 2s;
constexpr auto a_day = 24h;

constexpr const char* reloaded = "the certificate was read again: new connections have it";
constexpr const char* failed = "the certificate was not exchanged, the one before stays in use: ";

} // namespace

CertificateWatch::CertificateWatch(http::TlsCertificate& certificate, Note note)
    : certificate_(certificate), note_(std::move(note)) {}

CertificateWatch::~CertificateWatch() { stop(); }

void CertificateWatch::start() {
    thread_ = std::thread([this] { watch(); });
}

void CertificateWatch::stop() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
    }
    stopping_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void CertificateWatch::reload() {
    if (const auto error = certificate_.reload()) return note_(LogLevel::error, failed + error->message);
    note_(LogLevel::info, reloaded);
    warn();
}

void CertificateWatch::watch() {
    steady_clock::time_point read_at = steady_clock::now();
    warn();
    std::unique_lock lock(mutex_);
    while (!stopping_.wait_for(lock, between_looks, [this] { return is_stopping_; })) {
        lock.unlock();
        const auto look = certificate_.reload_if_changed();
        if (look.change == http::TlsCertificate::Change::failed)
            note_(LogLevel::error, failed + look.message);
        const bool is_new = look.change == http::TlsCertificate::Change::reloaded;
        if (is_new) note_(LogLevel::info, reloaded);
        const bool is_old = steady_clock::now() - read_at >= a_day;
        // Once a day in any case: with it come new keys for session tickets, and warnings that became due.
        if (is_old && !is_new) {
            if (const auto error = certificate_.reload()) note_(LogLevel::error, failed + error->message);
        }
        if (is_old || is_new) {
            read_at = steady_clock::now();
            warn();
        }
        lock.lock();
    }
}

void CertificateWatch::warn() const {
    for (const std::string& warning : certificate_.list_warnings(std::chrono::system_clock::now()))
        note_(LogLevel::warning, warning);
}

} // namespace telestate
