#include "server/http/response_cache.hpp"

#include <doctest/doctest.h>

using namespace telestate::http;

namespace {

std::shared_ptr<const FinishedResponse> finished(std::size_t size, const std::string& etag = "\"a\"") {
    Response response = content("application/octet-stream", std::string(size, 'x'));
    response.etag = etag;
    return finish(std::move(response), "");
}

} // namespace

TEST_CASE("What was asked for longest ago goes first when there are too many") {
    ResponseCache cache(1'000'000, 2);
    cache.store("a", finished(10));
    cache.store("b", finished(10));
    CHECK(cache.find("a") != nullptr);
    cache.store("c", finished(10));
    CHECK(cache.find("a") != nullptr);
    CHECK(cache.find("b") == nullptr);
    CHECK(cache.find("c") != nullptr);
    CHECK(cache.entry_count() == 2);
}

TEST_CASE("The bytes kept stay within the limit") {
    ResponseCache cache(100'000, 1000);
    for (int i = 0; i < 100; ++i) {
        cache.store("key " + std::to_string(i), finished(10'000));
        CHECK(cache.byte_count() <= 100'000);
    }
    CHECK(cache.entry_count() >= 5);
    CHECK(cache.find("key 99") != nullptr);
    CHECK(cache.find("key 0") == nullptr);
}

TEST_CASE("One response cannot push out all others") {
    ResponseCache cache(100'000, 1000);
    cache.store("small", finished(10));
    cache.store("big", finished(30'000));
    CHECK(cache.find("big") == nullptr);
    CHECK(cache.find("small") != nullptr);
}

TEST_CASE("Storing under the same key replaces") {
    ResponseCache cache(100'000, 1000);
    cache.store("a", finished(10, "\"1\""));
    const std::size_t bytes = cache.byte_count();
    cache.store("a", finished(10, "\"2\""));
    CHECK(cache.find("a")->etag == "\"2\"");
    CHECK(cache.byte_count() == bytes);
    CHECK(cache.entry_count() == 1);
}

TEST_CASE("A cache of no size keeps nothing") {
    ResponseCache none(0, 10);
    none.store("a", finished(10));
    CHECK(none.find("a") == nullptr);
    ResponseCache no_entries(1'000'000, 0);
    no_entries.store("a", finished(10));
    CHECK(no_entries.find("a") == nullptr);
}

TEST_CASE("A response taken out stays whole though it is replaced") {
    ResponseCache cache(100'000, 1);
    cache.store("a", finished(10));
    const auto held = cache.find("a");
    cache.store("b", finished(10));
    CHECK(held->plain.body->size() == 10);
}
