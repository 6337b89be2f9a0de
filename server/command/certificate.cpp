#include "server/command/certificate.hpp"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <ctime>
#include <memory>

namespace telestate::command {

namespace {

std::optional<clock::Instant> instant_of(const ASN1_TIME* time) {
    std::tm parts{};
    if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
    return std::chrono::system_clock::from_time_t(::timegm(&parts));
}

} // namespace

Result<CertificateTerm> read_certificate(const std::string& file) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> in(BIO_new_file(file.c_str(), "r"), &BIO_free);
    if (!in) return Error{ErrorCode::not_found, "the certificate " + file + " cannot be read", {}};
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(
        PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr), &X509_free);
    const Error wrong{ErrorCode::invalid, file + " does not hold a certificate in PEM form", {}};
    if (!certificate) return wrong;
    const auto not_before = instant_of(X509_get0_notBefore(certificate.get()));
    const auto not_after = instant_of(X509_get0_notAfter(certificate.get()));
    if (!not_before || !not_after) return wrong;
    return CertificateTerm{*not_before, *not_after};
}

} // namespace telestate::command
