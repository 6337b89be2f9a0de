#pragma once

// One libcurl handle and what every use of it here has in common.

#include <curl/curl.h>

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

namespace telestate::mail {

struct CurlDeleter {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    void operator()(CURLU* address) const { curl_url_cleanup(address); }
};
using CurlList = std::unique_ptr<curl_slist, CurlDeleter>;
using CurlAddress = std::unique_ptr<CURLU, CurlDeleter>;

// Ends a transfer that is cancelled or has had its time, whatever libcurl waits for.
struct TransferWatch {
    std::chrono::steady_clock::time_point gives_up_at;
    const std::function<bool()>* is_cancelled = nullptr; // may hold nothing
    bool was_cancelled = false;
};

struct TransferLimits {
    std::chrono::milliseconds connect_timeout;
    std::chrono::milliseconds timeout;
    std::string ca_file; // empty: the system's
};

class CurlHandle {
  public:
    CurlHandle();

    CURL* get() const { return handle_.get(); }

    // Of `option`s whose value libcurl could refuse, since what it guards must not be left out.
    template <typename Value>
    void set(CURLoption option, Value value) {
        if (curl_easy_setopt(handle_.get(), option, value) != CURLE_OK)
            throw std::runtime_error("libcurl does not take an option");
    }

    // Forgets all options but keeps connections; then sets limits, the checking of certificates, no signals
    // and no output. `watch` must outlive the transfer.
    void begin(const TransferLimits& limits, TransferWatch& watch);

    CURLcode perform();

    // What went wrong in the last transfer, as libcurl says it.
    std::string problem(CURLcode result) const;

  private:
    std::unique_ptr<CURL, CurlDeleter> handle_;
    std::array<char, CURL_ERROR_SIZE> problem_{};
};

// Takes the secrets, and base64 that holds them, out of a text that others wrote.
std::string without_secrets(std::string text, const std::string& username, const std::string& password);

} // namespace telestate::mail
