#include "server/http/tls_certificate.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <sys/stat.h>

#include <cerrno>
#include <ctime>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

namespace telestate::http {
namespace {

using std::chrono::system_clock;

// Mozilla's "intermediate" list for TLS 1.2, less the ones without elliptic curves; those of TLS 1.3 are all
// good.
constexpr const char* tls_1_2_ciphers = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
                                        "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
                                        "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr const char* groups = "X25519:P-256:P-384";
constexpr std::size_t most_bytes = std::size_t{1024} * 1024;
constexpr auto warned_before = std::chrono::hours(14 * 24);

template <auto free_function>
struct Free {
    template <class T>
    void operator()(T* pointer) const {
        free_function(pointer);
    }
};
using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;

Error invalid(const std::filesystem::path& file, const std::string& what) {
    return Error{ErrorCode::invalid, file.string() + " " + what, {}};
}

Result<std::string> read_file(const std::filesystem::path& file, std::string_view kind) {
    const auto fail = [&](const std::string& why) {
        return Error{ErrorCode::not_found,
                     "the " + std::string(kind) + " " + file.string() + " cannot be read: " + why,
                     {}};
    };
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    if (!in) return fail(std::generic_category().message(errno));
    std::error_code ignored;
    if (std::filesystem::is_directory(file, ignored)) return fail("it is a folder");
    if (std::filesystem::file_size(file, ignored) > most_bytes) return fail("it is too large to be one");
    return std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

Bio bio_of(const std::string& text) {
    return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// Nobody is there to ask for a password.
int no_password(char*, int, int, void*) { return 0; }

// OpenSSL's words for what failed last.
std::string last_error() {
    const char* reason = ERR_reason_error_string(ERR_peek_last_error());
    return reason != nullptr ? reason : "OpenSSL does not say why";
}

system_clock::time_point instant_of(const ASN1_TIME* time) {
    std::tm utc{};
    if (time == nullptr || ASN1_TIME_to_tm(time, &utc) != 1) return {};
    return system_clock::from_time_t(timegm(&utc));
}

std::string day_of(system_clock::time_point at) {
    const std::time_t seconds = system_clock::to_time_t(at);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 16> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%F", &utc)};
}

// Only HTTP/1.1 is spoken here; a client that offers others and not that one is told so.
int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_length, const unsigned char* in,
                    unsigned int in_length, void*) {
    static constexpr std::string_view spoken = "http/1.1";
    for (unsigned int at = 0; at < in_length; at += 1U + in[at]) {
        const std::size_t length = in[at];
        if (at + 1 + length > in_length) break;
        if (std::string_view(reinterpret_cast<const char*>(in + at + 1), length) != spoken) continue;
        *out = in + at + 1;
        *out_length = in[at];
        return SSL_TLSEXT_ERR_OK;
    }
    return SSL_TLSEXT_ERR_ALERT_FATAL;
}

std::shared_ptr<SSL_CTX> make_context() {
    std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    SSL_CTX* raw = context.get();
    if (raw == nullptr || SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION) != 1 ||
        SSL_CTX_set_cipher_list(raw, tls_1_2_ciphers) != 1 || SSL_CTX_set1_groups_list(raw, groups) != 1)
        throw std::runtime_error("OpenSSL cannot be set up: " + last_error());
    // An end without a word is how many clients leave; every message here says its own length.
    SSL_CTX_set_options(raw, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(raw, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                              SSL_MODE_RELEASE_BUFFERS);
    // Tickets resume a session without any memory here.
    SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_alpn_select_cb(raw, choose_protocol, nullptr);
    return context;
}

} // namespace

TlsCertificate::TlsCertificate(std::filesystem::path certificate, std::filesystem::path key)
    : certificate_(std::move(certificate)), key_(std::move(key)) {}

Result<std::shared_ptr<TlsCertificate>> TlsCertificate::load(std::filesystem::path certificate,
                                                             std::filesystem::path key) {
    std::shared_ptr<TlsCertificate> loaded(new TlsCertificate(std::move(certificate), std::move(key)));
    if (auto error = loaded->reload()) return std::move(*error);
    return loaded;
}

Result<TlsCertificate::Loaded> TlsCertificate::read() const {
    const auto certificate_text = read_file(certificate_, "certificate");
    if (!certificate_text) return certificate_text.error();
    const auto key_text = read_file(key_, "key");
    if (!key_text) return key_text.error();

    ERR_clear_error();
    const std::shared_ptr<SSL_CTX> context = make_context();
    const Bio certificates = bio_of(*certificate_text);
    const Certificate own(PEM_read_bio_X509_AUX(certificates.get(), nullptr, no_password, nullptr));
    if (!own) return invalid(certificate_, "holds no certificate in PEM form");
    const Bio keys = bio_of(*key_text);
    const Key key(PEM_read_bio_PrivateKey(keys.get(), nullptr, no_password, nullptr));
    if (!key) {
        const bool is_encrypted = key_text->find("ENCRYPTED") != std::string::npos;
        return invalid(key_, is_encrypted ? "is locked with a password, which nobody is there to type"
                                          : "holds no private key in PEM form");
    }
    if (X509_check_private_key(own.get(), key.get()) != 1)
        return invalid(key_, "is not the key of the certificate " + certificate_.string());
    if (SSL_CTX_use_certificate(context.get(), own.get()) != 1)
        return invalid(certificate_, "cannot be used: " + last_error());
    if (SSL_CTX_use_PrivateKey(context.get(), key.get()) != 1)
        return invalid(key_, "cannot be used: " + last_error());
    while (X509* next = PEM_read_bio_X509(certificates.get(), nullptr, no_password, nullptr)) {
        if (SSL_CTX_add0_chain_cert(context.get(), next) == 1) continue;
        X509_free(next);
        return invalid(certificate_, "has a chain that cannot be used: " + last_error());
    }
    if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
        return invalid(certificate_, "has a damaged certificate in its chain");
    ERR_clear_error();
    return Loaded{context, instant_of(X509_get0_notBefore(own.get())),
                  instant_of(X509_get0_notAfter(own.get()))};
}

TlsCertificate::Stamp TlsCertificate::stamp() const {
    Stamp stamp{};
    auto* out = stamp.begin();
    for (const std::filesystem::path* file : {&certificate_, &key_}) {
        struct stat state {};
        if (::stat(file->c_str(), &state) != 0) state = {};
        const auto nanoseconds = [](const timespec& at) { return at.tv_sec * 1'000'000'000 + at.tv_nsec; };
        *out++ = static_cast<std::int64_t>(state.st_dev);
        *out++ = static_cast<std::int64_t>(state.st_ino);
        *out++ = static_cast<std::int64_t>(state.st_size);
        *out++ = nanoseconds(state.st_mtim);
        *out++ = nanoseconds(state.st_ctim); // that of a chmod, too
    }
    return stamp;
}

std::shared_ptr<ssl_ctx_st> TlsCertificate::context() const {
    const std::lock_guard lock(mutex_);
    return loaded_.context;
}

std::optional<Error> TlsCertificate::reload() {
    // Taken before: a file that changes while it is read is read again.
    const Stamp stamp = this->stamp();
    Result<Loaded> loaded = read();
    const std::lock_guard lock(mutex_);
    tried_ = stamp;
    untold_.reset();
    if (!loaded) return loaded.error();
    loaded_ = std::move(*loaded);
    return std::nullopt;
}

TlsCertificate::Look TlsCertificate::reload_if_changed() {
    const Stamp now = stamp();
    {
        const std::lock_guard lock(mutex_);
        if (now == tried_) {
            const auto error = std::exchange(untold_, std::nullopt);
            return error ? Look{Change::failed, error->message} : Look{};
        }
    }
    auto error = reload();
    if (!error) return Look{Change::reloaded, {}};
    const std::lock_guard lock(mutex_);
    untold_ = std::move(error);
    return Look{};
}

system_clock::time_point TlsCertificate::expires_at() const {
    const std::lock_guard lock(mutex_);
    return loaded_.expires_at;
}

std::vector<std::string> TlsCertificate::list_warnings(system_clock::time_point now) const {
    const std::lock_guard lock(mutex_);
    const std::string name = "the certificate " + certificate_.string();
    std::vector<std::string> warnings;
    if (now < loaded_.valid_from)
        warnings.push_back(name + " is not valid before " + day_of(loaded_.valid_from));
    if (now >= loaded_.expires_at) {
        warnings.push_back(name + " expired on " + day_of(loaded_.expires_at) + ": browsers refuse it");
    } else if (loaded_.expires_at - now < warned_before) {
        warnings.push_back(name + " expires on " + day_of(loaded_.expires_at));
    }
    return warnings;
}

} // namespace telestate::http
