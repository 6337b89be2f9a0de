#pragma once

// A blocking TLS client by OpenSSL, and certificates made by its command line.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct ssl_st;
struct ssl_ctx_st;

namespace telestate::http::test {

struct TlsClientOptions {
    int least_version = 0; // of OpenSSL, such as TLS1_2_VERSION; 0: whatever there is
    int most_version = 0;
    std::string protocols = {}; // offered by ALPN, each after its length: "\x08http/1.1"
    bool shakes_hands = true;
};

class TlsClient {
  public:
    // Connects to 127.0.0.1. A handshake that fails leaves is_connected() false.
    explicit TlsClient(std::uint16_t port, const TlsClientOptions& options = {});
    ~TlsClient();
    TlsClient(const TlsClient&) = delete;
    TlsClient& operator=(const TlsClient&) = delete;

    bool is_connected() const { return is_connected_; }
    std::string version() const;  // "TLSv1.3"
    std::string cipher() const;   // "TLS_AES_256_GCM_SHA384"
    std::string protocol() const; // chosen by ALPN
    std::string name() const;     // the common name in the server's certificate

    bool send(std::string_view bytes);
    // At most `most` bytes; empty at the end, and then ended_properly() says whether the server said so.
    std::string receive_some(std::size_t most = 65536);
    bool ended_properly() const { return ended_properly_; }
    // All that comes until `end` was seen, or until the connection ends where `end` is empty.
    std::string receive_until(std::string_view end = {});
    // Closes the socket without a word of TLS.
    void drop();

  private:
    std::shared_ptr<ssl_ctx_st> context_;
    std::shared_ptr<ssl_st> ssl_;
    int socket_ = -1;
    bool is_connected_ = false;
    bool ended_properly_ = false;
};

// A folder with a self-signed certificate in cert.pem and its key in key.pem, gone at the end of its scope.
class CertificateFolder {
  public:
    explicit CertificateFolder(std::string_view common_name = "first", int days = 30);
    ~CertificateFolder();
    CertificateFolder(const CertificateFolder&) = delete;
    CertificateFolder& operator=(const CertificateFolder&) = delete;

    std::filesystem::path certificate() const { return path_ / "cert.pem"; }
    std::filesystem::path key() const { return path_ / "key.pem"; }
    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

    // Makes both anew, in the files named.
    void make(std::string_view common_name, int days = 30) const;
    void write(std::string_view name, std::string_view text) const;

  private:
    std::filesystem::path path_;
};

std::string read_text(const std::filesystem::path& file);

} // namespace telestate::http::test
