#include "server/mail/message.hpp"
#include "server/mail/webhook.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace telestate::mail;

TEST_CASE("A digest is the same for the same parts and another for any others") {
    const std::string digest = digest_of({"run 7", "a@example.org"});
    CHECK(digest.size() == 32);
    CHECK(digest.find_first_not_of("0123456789abcdef") == std::string::npos);
    CHECK(digest == digest_of({"run 7", "a@example.org"}));
    const std::set<std::string> others = {digest,
                                          digest_of({"run 7a@example.org"}),
                                          digest_of({"run 7", "a@example.org", ""}),
                                          digest_of({"run 7a", "@example.org"}),
                                          digest_of({"a@example.org", "run 7"}),
                                          digest_of({}),
                                          digest_of({""})};
    CHECK(others.size() == 7);
}

TEST_CASE("The signature of a webhook is HMAC-SHA256 as RFC 4231 gives it") {
    struct Row {
        const char* description;
        std::string secret;
        std::string text;
        const char* digits;
    };
    const Row rows[] = {
        {"case 1", std::string(20, '\x0b'), "Hi There",
         "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
        {"case 2", "Jefe", "what do ya want for nothing?",
         "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
        {"case 6, a secret longer than a block", std::string(131, '\xaa'),
         "Test Using Larger Than Block-Size Key - Hash Key First",
         "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CHECK(hmac_sha256_hex(row.secret, row.text) == row.digits);
    }
}
