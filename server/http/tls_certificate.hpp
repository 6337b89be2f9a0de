#pragma once

// The certificate TLS is served with, read from its files, and read again when they change.

#include "model/error.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

struct ssl_ctx_st; // OpenSSL's SSL_CTX

namespace telestate::http {

class TlsCertificate {
  public:
    // Reads a certificate, with its chain after it, and its key, both in PEM form. An error names the file
    // and says what is wrong with it. One that has expired is taken all the same: see list_warnings().
    static Result<std::shared_ptr<TlsCertificate>> load(std::filesystem::path certificate,
                                                        std::filesystem::path key);

    // What is used for connections from now on, with TLS 1.2 and 1.3 and nothing else. Any thread may ask.
    std::shared_ptr<ssl_ctx_st> context() const;

    // Reads both files again. What there was stays in use where that fails, and by the connections it is in
    // use by.
    std::optional<Error> reload();

    enum class Change { none, reloaded, failed };
    struct Look {
        Change change = Change::none;
        std::string message; // of a failure
    };
    // The same, but only when a file has changed since it was last read. A failure is told once, and only at
    // the second look: by then the other file of the pair will have been replaced too.
    Look reload_if_changed();

    std::chrono::system_clock::time_point expires_at() const;
    // Sentences: that it has expired, is not valid yet, or expires within two weeks.
    std::vector<std::string> list_warnings(std::chrono::system_clock::time_point now) const;

  private:
    struct Loaded {
        std::shared_ptr<ssl_ctx_st> context;
        std::chrono::system_clock::time_point valid_from;
        std::chrono::system_clock::time_point expires_at;
    };
    // Of each file: device, inode, size, and the nanoseconds of its last changes.
    using Stamp = std::array<std::int64_t, 10>;

    TlsCertificate(std::filesystem::path certificate, std::filesystem::path key);
    Result<Loaded> read() const;
    Stamp stamp() const;

    const std::filesystem::path certificate_;
    const std::filesystem::path key_;
    mutable std::mutex mutex_; // guards what follows
    Loaded loaded_;
    Stamp tried_{};
    std::optional<Error> untold_;
};

} // namespace telestate::http
