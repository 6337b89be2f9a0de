#include "server/mail/webhook.hpp"

#include "server/mail/clean_text.hpp"
#include "server/mail/curl_handle.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace telestate::mail {

namespace {

using std::chrono::steady_clock;

constexpr std::size_t longest_words = 500;

struct Delivery {
    const std::string* body = nullptr;
    std::size_t taken = 0;
    bool is_connected = false;
    std::string reason; // "Not Found"
    std::string answer; // how the answer's body begins
    TransferWatch watch;

    bool is_sent_whole() const { return is_connected && taken == body->size(); }
};

std::size_t give_body(char* buffer, std::size_t size, std::size_t count, void* data) {
    auto& delivery = *static_cast<Delivery*>(data);
    const std::size_t given = std::min(size * count, delivery.body->size() - delivery.taken);
    std::memcpy(buffer, delivery.body->data() + delivery.taken, given);
    delivery.taken += given;
    return given;
}

std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* data) {
    const std::string_view line(bytes, size * count);
    if (line.starts_with("HTTP/")) {
        // "HTTP/1.1 404 Not Found"
        const std::size_t code = line.find(' ');
        const std::size_t reason = code == std::string_view::npos ? code : line.find(' ', code + 1);
        static_cast<Delivery*>(data)->reason =
            reason == std::string_view::npos ? "" : std::string(line.substr(reason));
    }
    return line.size();
}

std::size_t take_answer(char* bytes, std::size_t size, std::size_t count, void* data) {
    std::string& answer = static_cast<Delivery*>(data)->answer;
    if (answer.size() < longest_words) answer.append(bytes, std::min(size * count, longest_words));
    return size * count;
}

int note_connection(void* data, char*, char*, int, int) {
    static_cast<Delivery*>(data)->is_connected = true;
    return CURL_PREREQFUNC_OK;
}

Acceptance acceptance_of(long code) {
    if (code >= 200 && code < 300) return Acceptance::accepted;
    const bool may_pass = code == 408 || code == 425 || code == 429 || code >= 500;
    return may_pass ? Acceptance::refused_for_now : Acceptance::refused;
}

CurlList headers_of(const WebhookSettings& settings, const std::string& delivery_id, const std::string& body,
                    std::chrono::system_clock::time_point now) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
    const std::string timestamp = std::to_string(seconds);
    CurlList headers;
    const auto add = [&](const std::string& line) {
        curl_slist* const longer = curl_slist_append(headers.get(), line.c_str());
        if (longer == nullptr) throw std::runtime_error("libcurl has no memory");
        static_cast<void>(headers.release()); // `longer` begins with it
        headers.reset(longer);
    };
    add("Content-Type: application/json");
    add("Expect:"); // not to wait for leave to send
    add("User-Agent: telestate");
    add("Telestate-Delivery: " + one_line(delivery_id));
    add("Telestate-Timestamp: " + timestamp);
    if (!settings.secret.empty())
        add("Telestate-Signature: sha256=" + hmac_sha256_hex(settings.secret, timestamp + "." + body));
    return headers;
}

} // namespace

Outcome post_webhook(const WebhookSettings& settings, const std::string& delivery_id, const std::string& body,
                     std::chrono::system_clock::time_point now, const std::function<bool()>& is_cancelled) {
    CurlHandle curl;
    Delivery delivery;
    delivery.body = &body;
    delivery.watch.is_cancelled = &is_cancelled;
    delivery.watch.gives_up_at = steady_clock::now() + settings.timeout + std::chrono::milliseconds(500);
    const CurlList headers = headers_of(settings, delivery_id, body, now);
    curl.begin({settings.connect_timeout, settings.timeout, settings.ca_file}, delivery.watch);
    curl.set(CURLOPT_PROTOCOLS_STR, "http,https");
    curl.set(CURLOPT_URL, settings.url.c_str());
    curl.set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl.set(CURLOPT_POST, 1L);
    curl.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl.set(CURLOPT_HTTPHEADER, headers.get());
    curl.set(CURLOPT_READFUNCTION, &give_body);
    curl.set(CURLOPT_READDATA, &delivery);
    curl.set(CURLOPT_HEADERFUNCTION, &take_header);
    curl.set(CURLOPT_HEADERDATA, &delivery);
    curl.set(CURLOPT_WRITEFUNCTION, &take_answer);
    curl.set(CURLOPT_WRITEDATA, &delivery);
    curl.set(CURLOPT_PREREQFUNCTION, &note_connection);
    curl.set(CURLOPT_PREREQDATA, &delivery);
    const CURLcode result = curl.perform();

    long code = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &code);
    const auto fit = [&](std::string words) {
        return shortened(one_line(without_secrets(std::move(words), "", settings.secret)), longest_words);
    };
    // The status decides, whatever happens to the rest of the answer. 1xx is no answer yet.
    if (code >= 200) {
        std::string words = one_line(delivery.reason);
        if (!words.empty() && !delivery.answer.empty()) words += ": ";
        return {acceptance_of(code), static_cast<int>(code), fit(words + delivery.answer)};
    }
    const std::string words =
        delivery.watch.was_cancelled ? "Given up because telestate is stopping" : curl.problem(result);
    return {delivery.is_sent_whole() ? Acceptance::unknown : Acceptance::unavailable, 0, fit(words)};
}

std::string hmac_sha256_hex(std::string_view secret, std::string_view text) {
    crypto_auth_hmacsha256_state state;
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> code{};
    const auto bytes = [](std::string_view view) {
        return reinterpret_cast<const unsigned char*>(view.data());
    };
    crypto_auth_hmacsha256_init(&state, bytes(secret), secret.size());
    crypto_auth_hmacsha256_update(&state, bytes(text), text.size());
    crypto_auth_hmacsha256_final(&state, code.data());
    std::array<char, 2 * crypto_auth_hmacsha256_BYTES + 1> digits{};
    sodium_bin2hex(digits.data(), digits.size(), code.data(), code.size());
    return digits.data();
}

} // namespace telestate::mail
