#pragma once

// Reads the certificate again when its files change, on a thread of its own.

#include "server/app/log_level.hpp"
#include "server/http/tls_certificate.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace telestate {

class CertificateWatch {
  public:
    using Note = std::function<void(LogLevel, const std::string&)>;

    // The certificate has to outlive this. `note` is called from several threads.
    CertificateWatch(http::TlsCertificate& certificate, Note note);
    ~CertificateWatch();
    CertificateWatch(const CertificateWatch&) = delete;
    CertificateWatch& operator=(const CertificateWatch&) = delete;

    void start();
    void stop();

    // Reads it at once, also when nothing changed.
    void reload();

  private:
    void watch();
    void warn() const;

    http::TlsCertificate& certificate_;
    const Note note_;
    std::mutex mutex_;
    std::condition_variable stopping_;
    bool is_stopping_ = false;
    std::thread thread_;
};

} // namespace telestate
