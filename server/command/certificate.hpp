#pragma once

// When the certificate that is served with begins and ends.

#include "model/error.hpp"
#include "server/clock/instant.hpp"

#include <string>

namespace telestate::command {

struct CertificateTerm {
    clock::Instant not_before;
    clock::Instant not_after;
};

// Of the first certificate in a file in PEM form, which is the server's own. Errors name the file.
Result<CertificateTerm> read_certificate(const std::string& file);

} // namespace telestate::command
