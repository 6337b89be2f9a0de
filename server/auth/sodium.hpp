#pragma once

namespace telestate::auth {

// Before the first use of libsodium, from any thread and as often as one likes. Throws when it cannot start.
void start_sodium();

} // namespace telestate::auth
