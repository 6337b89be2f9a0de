#include "server/mail/curl_handle.hpp"

#include <sodium.h>

#include <algorithm>

namespace telestate::mail {

namespace {

int watch_transfer(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    auto& watch = *static_cast<TransferWatch*>(data);
    if (watch.is_cancelled != nullptr && *watch.is_cancelled && (*watch.is_cancelled)()) {
        watch.was_cancelled = true;
        return 1;
    }
    return std::chrono::steady_clock::now() >= watch.gives_up_at ? 1 : 0;
}

std::size_t discard(char*, std::size_t size, std::size_t count, void*) { return size * count; }

std::string base64_of(const std::string& text, int variant) {
    std::string made(sodium_base64_encoded_len(text.size(), variant), '\0');
    sodium_bin2base64(made.data(), made.size(), reinterpret_cast<const unsigned char*>(text.data()),
                      text.size(), variant);
    made.resize(made.size() - 1); // the NUL at its end
    return made;
}

void take_out(std::string& text, const std::string& secret) {
    if (secret.empty()) return;
    for (std::size_t at = 0; (at = text.find(secret, at)) != std::string::npos;)
        text.replace(at, secret.size(), "...");
}

} // namespace

CurlHandle::CurlHandle() {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK) throw std::runtime_error("libcurl cannot start");
    handle_.reset(curl_easy_init());
    if (!handle_) throw std::runtime_error("libcurl has no memory");
}

void CurlHandle::begin(const TransferLimits& limits, TransferWatch& watch) {
    curl_easy_reset(get());
    problem_.fill('\0');
    set(CURLOPT_ERRORBUFFER, problem_.data());
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!limits.ca_file.empty()) {
        // Those of the file and no others: libcurl would go on to trust the system's.
        set(CURLOPT_CAINFO, limits.ca_file.c_str());
        set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    }
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect_timeout.count()));
    // Zero would mean no limit.
    set(CURLOPT_TIMEOUT_MS, std::max(1L, static_cast<long>(limits.timeout.count())));
    set(CURLOPT_WRITEFUNCTION, &discard);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &watch_transfer);
    set(CURLOPT_XFERINFODATA, &watch);
}

CURLcode CurlHandle::perform() { return curl_easy_perform(get()); }

std::string CurlHandle::problem(CURLcode result) const {
    return problem_[0] != '\0' ? problem_.data() : curl_easy_strerror(result);
}

std::string without_secrets(std::string text, const std::string& username, const std::string& password) {
    if (password.empty()) return text;
    const std::string plain_login = std::string(1, '\0') + username + std::string(1, '\0') + password;
    for (const int variant : {sodium_base64_VARIANT_ORIGINAL, sodium_base64_VARIANT_ORIGINAL_NO_PADDING}) {
        take_out(text, base64_of(plain_login, variant));
        take_out(text, base64_of(password, variant));
    }
    take_out(text, password);
    return text;
}

} // namespace telestate::mail
