#include "server/auth/password.hpp"

#include <doctest/doctest.h>

#include <chrono>

using namespace telestate::auth;

namespace {

constexpr HashCost cheap{1, 8192};

const PasswordOwner maria{"Maria Silva", "maria.silva@glanclwyd.example.org", "Acme Telecom of Rhyl"};

std::string times(int count, std::string_view text) {
    std::string made;
    for (int done = 0; done < count; ++done)
        made += text;
    return made;
}

} // namespace

TEST_CASE("A password is verified by its hash, and no other is") {
    const std::string hash = hash_password("correct horse battery staple", cheap);
    CHECK(hash.substr(0, 10) == "$argon2id$");
    CHECK(verify_password(hash, "correct horse battery staple"));
    for (const char* other :
         {"", "correct horse battery stapl", "correct horse battery staple ", "Correct horse battery staple"})
        CHECK(!verify_password(hash, other));
    CHECK(hash_password("correct horse battery staple", cheap) != hash);
}

TEST_CASE("A password is all its bytes") {
    const std::string composed = "caf\xC3\xA9 caf\xC3\xA9 caf\xC3\xA9";
    const std::string hash = hash_password(composed, cheap);
    CHECK(verify_password(hash, composed));
    CHECK(!verify_password(hash, times(3, "cafe\xCC\x81 ")));
    const std::string longest = times(200, "\xF0\x9F\x90\x8E");
    CHECK(verify_password(hash_password(longest, cheap), longest));
    CHECK(!verify_password(hash_password(longest, cheap), longest.substr(0, longest.size() - 1)));
}

TEST_CASE("A text that is no hash verifies no password") {
    const std::string hash = hash_password("correct horse battery staple", cheap);
    for (const std::string& text : {std::string(), std::string("$argon2id$"), hash.substr(0, hash.size() - 1),
                                    hash + "A", std::string(5000, '$'), std::string("plain")}) {
        CAPTURE(text);
        CHECK(!verify_password(text, "correct horse battery staple"));
        CHECK(!verify_password(text, text));
        CHECK(!verify_password(text, ""));
    }
}

TEST_CASE("A hash that was made at another cost is to be made again") {
    const std::string hash = hash_password("correct horse battery staple", cheap);
    CHECK(!needs_new_hash(hash, cheap));
    CHECK(needs_new_hash(hash, {2, 8192}));
    CHECK(needs_new_hash(hash, {1, 16384}));
    CHECK(needs_new_hash(hash));
    CHECK(needs_new_hash("", cheap));
    CHECK(needs_new_hash(std::string(5000, '$'), cheap));
}

TEST_CASE("By default a hash takes 64 MiB and two passes") {
    const std::string hash = hash_password("correct horse battery staple");
    CHECK(hash.substr(0, 31) == "$argon2id$v=19$m=65536,t=2,p=1$");
    CHECK(verify_password(hash, "correct horse battery staple"));
    CHECK(!needs_new_hash(hash));
}

TEST_CASE("An address without an account takes as long as one that has one") {
    using Clock = std::chrono::steady_clock;
    constexpr HashCost cost{2, 16 * 1024 * 1024};
    const std::string hash = hash_password("correct horse battery staple", cost);
    // The shortest of several: what else runs on the machine only adds to it.
    Clock::duration verifying = Clock::duration::max();
    Clock::duration spending = Clock::duration::max();
    for (int round = 0; round < 5; ++round) {
        const auto begin = Clock::now();
        verify_password(hash, "wrong horse battery staple");
        const auto middle = Clock::now();
        spend_the_same_time("wrong horse battery staple", cost);
        verifying = std::min(verifying, middle - begin);
        spending = std::min(spending, Clock::now() - middle);
    }
    CHECK(spending > verifying / 4);
    CHECK(spending < verifying * 4);
}

TEST_CASE("A password that is hard to guess is taken, whatever characters it has") {
    for (const std::string password :
         {"correct horse battery staple", "vK7#pQ2m!xZ9", "three blind mice ran away", "xkjvbqwpzmru",
          "la pluie tombe sur le jardin",
          "\xE6\x9D\xB1\xE4\xBA\xAC\xE3\x81\xAE\xE5\xA4\x8F\xE3\x81\xAF\xE6\x9A\x91"
          "\xE3\x81\x84\xE3\x81\xA7\xE3\x81\x99\xE3\x82\x88\xE3\x81\xAD\xE3\x81\x88",
          "maria likes purple gorillas", "telestate vK7#pQ2m!"}) {
        CAPTURE(password);
        CHECK(refuse_password(password, maria) == std::nullopt);
    }
}

TEST_CASE("A password that is among the first to be tried is refused") {
    for (const std::string password :
         {"password1234", "123456789012", "qwertyuiop12", "Password123!", "aaaaaaaaaaaa", "letmeinletmein",
          "Summer2026!!", "Autumn2026!!", "January2026!", "Welcome2026!", "P@ssw0rd1234", "passwordpassword",
          "iloveyou1234", "abcdefghijkl", "admin1234567", "1q2w3e4r5t6y", "liverpool2026"}) {
        CAPTURE(password);
        CHECK(refuse_password(password, maria) == "This password is among the first that are tried.");
        CHECK(refuse_password(password, {}).has_value());
    }
}

TEST_CASE("A password that is little more than a name which others know is refused") {
    for (const std::string password : {"telestate2026", "Telestate123!", "maria.silva@glanclwyd.example.org",
                                       "MariaSilva1987", "mariasilvamaria", "glanclwyd2026",
                                       "Glanclwyd Acme 1", "ACME telecom of rhyl", "silva.telestate!"}) {
        CAPTURE(password);
        const auto refusal = refuse_password(password, maria);
        REQUIRE(refusal);
        CHECK(refusal->find("little more than a name") != std::string::npos);
    }
    CHECK(refuse_password("T3l3st@te2026!", maria).has_value());
    CHECK(refuse_password("glanclwyd rhyl maria", {}) == std::nullopt);
}

TEST_CASE("A password has 12 to 200 characters of text") {
    const auto refusal = [](const std::string& password) { return refuse_password(password, maria); };
    const std::string too_short = "A password has at least 12 characters.";
    const std::string too_long = "A password has at most 200 characters.";
    const std::string no_text = "This password has characters that are no text.";
    CHECK(refusal("") == too_short);
    CHECK(refusal("vK7#pQ2m!xZ") == too_short);
    CHECK(refusal("\xC3\xA9\xC3\xA8\xC3\xA0\xC3\xB1\xC3\xB6\xC3\xBC") == too_short); // twelve bytes
    const std::string long_text = times(40, "vK7#p");
    CHECK(refusal(long_text).value_or("") != too_long);
    CHECK(refusal(long_text + "Q") == too_long);
    CHECK(refusal(std::string(10'000'000, 'x')) == too_long);
    for (const std::string bytes : {"\xFF", "\xC3", "\xED\xA0\x80", "\n", "\t", "\x7F", "\xC2\x85"}) {
        CAPTURE(bytes);
        CHECK(refusal("vK7#pQ2m" + bytes + "!xZ9 vK7#p") == no_text);
        CHECK(refusal("vK7#pQ2m!xZ9 vK7#p" + bytes) == no_text);
    }
    CHECK(refusal(std::string("vK7#pQ2m!\0xZ9", 13)) == no_text);
}
