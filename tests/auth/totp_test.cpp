#include "server/auth/totp.hpp"

#include "server/auth/secret.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace telestate::auth;

namespace {

// "12345678901234567890", the secret of RFC 6238.
constexpr const char* rfc_secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

} // namespace

TEST_CASE("Codes are those of RFC 6238") {
    struct Row {
        std::int64_t seconds;
        const char* code;
    };
    // The last six of the eight digits there.
    const Row rows[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                        {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
    for (const Row& row : rows) {
        CAPTURE(row.code);
        CHECK(matching_step(rfc_secret, row.code, row.seconds, 0) == row.seconds / 30);
    }
}

TEST_CASE("A code is good for a step before and after its own") {
    const std::int64_t begin = 1234567890; // of step 41152263
    REQUIRE(begin % 30 == 0);
    const std::int64_t step = begin / 30;
    CHECK(matching_step(rfc_secret, "005924", begin - 31, 0) == std::nullopt);
    CHECK(matching_step(rfc_secret, "005924", begin - 30, 0) == step);
    CHECK(matching_step(rfc_secret, "005924", begin + 59, 0) == step);
    CHECK(matching_step(rfc_secret, "005924", begin + 60, 0) == std::nullopt);
}

TEST_CASE("No code is taken twice, nor one from before the last") {
    const std::int64_t now = 1234567890;
    const auto step = matching_step(rfc_secret, "005924", now, 0);
    REQUIRE(step);
    CHECK(matching_step(rfc_secret, "005924", now, *step - 1) == step);
    CHECK(matching_step(rfc_secret, "005924", now, *step) == std::nullopt);
    CHECK(matching_step(rfc_secret, "005924", now, *step + 1) == std::nullopt);
    CHECK(matching_step(rfc_secret, "005924", now, *step + 1000) == std::nullopt);
}

TEST_CASE("Spaces in a code do not matter, all else does") {
    const std::int64_t now = 1234567890;
    for (const std::string code : {"005 924", " 005924 ", "0 0 5 9 2 4"})
        CHECK(matching_step(rfc_secret, code, now, 0).has_value());
    for (const std::string code :
         {"", "00592", "0059240", "5924", "005925", "00592a", "005-924", "-05924", "005924\n"}) {
        CAPTURE(code);
        CHECK(matching_step(rfc_secret, code, now, 0) == std::nullopt);
    }
    CHECK(matching_step("not base 32!", "005924", now, 0) == std::nullopt);
    CHECK(matching_step(new_totp_secret(), "005924", now, now) == std::nullopt);
}

TEST_CASE("A secret is 20 random bytes in base 32 without padding") {
    std::set<std::string> secrets;
    for (int count = 0; count < 100; ++count) {
        const std::string secret = new_totp_secret();
        CHECK(secret.size() == 32);
        CHECK(secret.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == std::string::npos);
        secrets.insert(secret);
    }
    CHECK(secrets.size() == 100);
}

TEST_CASE("The address for the app names issuer and account, whatever characters they have") {
    CHECK(
        totp_uri("GEZDGNBV", "telestate", "maria@example.org") ==
        "otpauth://totp/telestate:maria%40example.org?secret=GEZDGNBV&issuer=telestate&algorithm=SHA1&digits=6"
        "&period=30");
    CHECK(
        totp_uri("GEZDGNBV", "a: b", "x&y=1?#%/\xC3\xA9+") ==
        "otpauth://totp/a%3A%20b:x%26y%3D1%3F%23%25%2F%C3%A9%2B?secret=GEZDGNBV&issuer=a%3A%20b&algorithm=SHA1"
        "&digits=6&period=30");
}

TEST_CASE("There are ten recovery codes, all different, and each is found by its hash however it is typed") {
    const auto codes = recovery_codes();
    CHECK(codes.size() == 10);
    CHECK(std::set<std::string>(codes.begin(), codes.end()).size() == 10);
    for (std::string code : codes) {
        REQUIRE(code.size() == 11);
        CHECK(code[5] == '-');
        const auto plain = normalised_code(code, recovery_code_length);
        REQUIRE(plain);
        for (char& character : code)
            if (character >= 'A' && character <= 'Z') character = static_cast<char>(character - 'A' + 'a');
        code[5] = ' ';
        const auto typed = normalised_code(code, recovery_code_length);
        REQUIRE(typed);
        CHECK(hash_of(*typed) == hash_of(*plain));
    }
}
