#pragma once

// The second factor: codes that an authenticator app computes from a shared secret and the time (RFC 6238,
// SHA-1, 30 seconds, 6 digits: what every app knows), and recovery codes for whoever has lost the app.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telestate::auth {

// 20 random bytes in base 32 without padding, as apps take it.
std::string new_totp_secret();

// The step of time (of 30 seconds, counted from 1970) whose code this is, at most one before or after the
// present one, for clocks that go wrong and people who type slowly. It has to be after `last_step`, the step
// of the code that was taken last (0 when none was), so that no code is taken twice; remember the answer as
// such. Spaces in the code do not matter. Nothing when the code is wrong.
std::optional<std::int64_t> matching_step(std::string_view secret, std::string_view code,
                                          std::int64_t unix_seconds, std::int64_t last_step);

// The otpauth:// address that an app takes the secret from, usually as a QR code.
std::string totp_uri(std::string_view secret, std::string_view issuer, std::string_view account);

// Ten codes of 50 bits, "7KQ2M-X0ZRT", each good for one sign-in instead of the app's. Stored is hash_of of
// what normalised_code(code, recovery_code_length) gives; they are asked for only after a right password.
inline constexpr std::size_t recovery_code_length = 10;
std::vector<std::string> recovery_codes();

} // namespace telestate::auth
