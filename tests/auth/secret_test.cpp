#include "server/auth/secret.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace telestate::auth;

namespace {

constexpr std::string_view base64url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

} // namespace

TEST_CASE("A token is 43 characters of base64url, and no two are the same") {
    std::set<std::string> tokens;
    std::set<char> characters;
    for (int count = 0; count < 1000; ++count) {
        const std::string token = random_token();
        CHECK(token.size() == 43);
        CHECK(token.find_first_not_of(base64url) == std::string::npos);
        characters.insert(token.begin(), token.end());
        tokens.insert(token);
    }
    CHECK(tokens.size() == 1000);
    CHECK(characters.size() == 64);
}

TEST_CASE("A program's token says what it is for") {
    const std::string token = api_token();
    CHECK(token.size() == 47);
    CHECK(token.substr(0, 4) == "tst_");
}

TEST_CASE("The hash of a token is SHA-256 as FIPS 180-4 gives it") {
    CHECK(hash_of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(hash_of("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE(
    "A code that people type has four groups of five characters that are not mistaken for one another") {
    std::set<std::string> codes;
    std::set<char> characters;
    for (int count = 0; count < 1000; ++count) {
        const std::string code = spoken_code();
        REQUIRE(code.size() == 23);
        CHECK((code[5] == '-' && code[11] == '-' && code[17] == '-'));
        const auto plain = normalised_code(code);
        REQUIRE(plain);
        CHECK(plain->size() == spoken_code_length);
        CHECK(plain->find_first_not_of(crockford) == std::string::npos);
        characters.insert(plain->begin(), plain->end());
        codes.insert(*plain);
    }
    CHECK(codes.size() == 1000);
    CHECK(characters.size() == crockford.size());
}

TEST_CASE("A code is taken however it was typed") {
    const std::string plain = "01AB10CDEFGHJKMNPQRS";
    for (const std::string typed :
         {"01AB1-0CDEF-GHJKM-NPQRS", "01ab10cdefghjkmnpqrs", " oIab l-Ocdef ghjkm npqrs ",
          "OLABI0CDEFGHJKMNPQRS", "0-1-A-B-1-0-C-D-E-F-G-H-J-K-M-N-P-Q-R-S"}) {
        CAPTURE(typed);
        CHECK(normalised_code(typed) == plain);
    }
    CHECK(normalised_code("7kq2m-xoZrt", 10) == "7KQ2MX0ZRT");
}

TEST_CASE("What is no code is taken for none") {
    for (const std::string typed :
         {"", "-", "01AB1-0CDEF-GHJKM-NPQR", "01AB1-0CDEF-GHJKM-NPQRST", "01AB1-0CDEF-GHJKM-NPQRU",
          "01AB1_0CDEF-GHJKM-NPQRS", "01AB1-0CDEF-GHJKM-NPQR\xC3\xA9", "01AB1-0CDEF\n-GHJKM-NPQRS"}) {
        CAPTURE(typed);
        CHECK(normalised_code(typed) == std::nullopt);
    }
    CHECK(normalised_code("7KQ2M-X0ZRT") == std::nullopt);
    CHECK(normalised_code(std::string(1'000'000, 'A')) == std::nullopt);
}

TEST_CASE("Texts are equal in constant time when they are equal") {
    CHECK(equal_in_constant_time("", ""));
    CHECK(equal_in_constant_time("abc", "abc"));
    CHECK(!equal_in_constant_time("abc", "abd"));
    CHECK(!equal_in_constant_time("abc", "abcd"));
    CHECK(!equal_in_constant_time("abc", ""));
}
