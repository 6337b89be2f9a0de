#include "tests/http/tls_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace telestate::http::test {

TlsClient::TlsClient(std::uint16_t port, const TlsClientOptions& options)
    : context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free) {
    std::signal(SIGPIPE, SIG_IGN); // OpenSSL writes as if there were none.
    SSL_CTX_set_min_proto_version(context_.get(), options.least_version);
    SSL_CTX_set_max_proto_version(context_.get(), options.most_version);
    // Old versions are off in this library too, unless one insists.
    if (options.most_version != 0 && options.most_version < TLS1_2_VERSION)
        SSL_CTX_set_cipher_list(context_.get(), "ALL:@SECLEVEL=0");
    ssl_.reset(SSL_new(context_.get()), SSL_free);
    if (!options.protocols.empty()) {
        SSL_set_alpn_protos(ssl_.get(), reinterpret_cast<const unsigned char*>(options.protocols.data()),
                            static_cast<unsigned>(options.protocols.size()));
    }
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval patience{10, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
        ::close(socket_);
        throw std::runtime_error("cannot connect");
    }
    SSL_set_fd(ssl_.get(), socket_);
    SSL_set_connect_state(ssl_.get());
    if (options.shakes_hands) is_connected_ = SSL_do_handshake(ssl_.get()) == 1;
    ERR_clear_error();
}

TlsClient::~TlsClient() { drop(); }

void TlsClient::drop() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
}

std::string TlsClient::version() const { return SSL_get_version(ssl_.get()); }

std::string TlsClient::cipher() const { return SSL_get_cipher_name(ssl_.get()); }

std::string TlsClient::protocol() const {
    const unsigned char* chosen = nullptr;
    unsigned length = 0;
    SSL_get0_alpn_selected(ssl_.get(), &chosen, &length);
    return {reinterpret_cast<const char*>(chosen), length};
}

std::string TlsClient::name() const {
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(SSL_get1_peer_certificate(ssl_.get()),
                                                                  X509_free);
    if (!certificate) return {};
    std::array<char, 256> text{};
    X509_NAME_get_text_by_NID(X509_get_subject_name(certificate.get()), NID_commonName, text.data(),
                              static_cast<int>(text.size()));
    return text.data();
}

bool TlsClient::send(std::string_view bytes) {
    std::size_t sent = 0;
    return SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &sent) == 1;
}

std::string TlsClient::receive_some(std::size_t most) {
    std::string piece(most, '\0');
    std::size_t count = 0;
    const int outcome = SSL_read_ex(ssl_.get(), piece.data(), piece.size(), &count);
    if (outcome != 1) ended_properly_ = SSL_get_error(ssl_.get(), outcome) == SSL_ERROR_ZERO_RETURN;
    ERR_clear_error();
    piece.resize(count);
    return piece;
}

std::string TlsClient::receive_until(std::string_view end) {
    std::string all;
    while (end.empty() || all.find(end) == std::string::npos) {
        const std::string piece = receive_some();
        if (piece.empty()) break;
        all += piece;
    }
    return all;
}

CertificateFolder::CertificateFolder(std::string_view common_name, int days) {
    std::string pattern = std::filesystem::temp_directory_path() / "telestate-tls-XXXXXX";
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder");
    path_ = pattern;
    make(common_name, days);
}

CertificateFolder::~CertificateFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

void CertificateFolder::make(std::string_view common_name, int days) const {
    // Under other names first, so that a server that looks sees old or new, and nothing half written.
    const std::string command = "cd " + path_.string() +
                                " && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
                                "-keyout new-key.pem -out new-cert.pem -days " +
                                std::to_string(days) + " -subj /CN=" + std::string(common_name) +
                                " 2>/dev/null && mv new-key.pem key.pem && mv new-cert.pem cert.pem";
    if (std::system(command.c_str()) != 0) throw std::runtime_error("openssl made no certificate");
}

void CertificateFolder::write(std::string_view name, std::string_view text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
}

std::string read_text(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

} // namespace telestate::http::test
