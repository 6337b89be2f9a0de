#include "server/auth/sodium.hpp"

#include <sodium.h>

#include <stdexcept>

namespace telestate::auth {

void start_sodium() {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
}

} // namespace telestate::auth
