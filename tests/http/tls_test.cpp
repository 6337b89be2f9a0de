#include "tests/http/client.hpp"
#include "tests/http/tls_client.hpp"

#include <doctest/doctest.h>
#include <openssl/ssl.h>

#include <atomic>
#include <thread>

using namespace telestate::http;
using namespace std::chrono_literals;
using namespace std::string_literals;
using test::CertificateFolder;
using test::Client;
using test::eventually;
using test::get;
using test::TestServer;
using test::TlsClient;
using test::TlsClientOptions;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr auto soon = 2s;
#else
constexpr auto soon = 1s;
#endif

std::shared_ptr<TlsCertificate> load(const CertificateFolder& folder) {
    auto loaded = TlsCertificate::load(folder.certificate(), folder.key());
    REQUIRE(loaded.has_value());
    return *loaded;
}

void add_routes(Router& router) {
    router.add("GET", "/", [](const Request& request) { return text(request.secure ? "secure" : "plain"); });
    router.add("POST", "/", [](const Request& request) { return text(request.body); },
               {.content_types = {"*/*"}});
    router.add("GET", "/megabyte", [](const Request&) {
        return content("application/octet-stream", Producer([left = 16](std::string& chunk) mutable {
                           chunk.assign(65536, static_cast<char>('a' + left));
                           return --left > 0;
                       }));
    });
    router.add("GET", "/large", [](const Request&) {
        return content("application/octet-stream", std::string(5'000'000, 'x'));
    });
}

// A server with a certificate of its own.
struct TlsServer {
    explicit TlsServer(const std::function<void(ServerOptions&)>& adjust = {})
        : certificate(load(folder)), server(add_routes, [&](ServerOptions& options) {
              options.tls = certificate;
              options.strict_transport = true;
              if (adjust) adjust(options);
          }) {}

    std::uint16_t port() const { return server.port(); }

    CertificateFolder folder;
    std::shared_ptr<TlsCertificate> certificate;
    TestServer server;
};

std::string ask(TlsClient& client, std::string_view target) {
    client.send(get(target, "Connection: close\r\n"));
    return client.receive_until();
}

TlsClientOptions only(int version) { return {.least_version = version, .most_version = version}; }

} // namespace

TEST_CASE("TLS 1.2 and 1.3 are spoken with good ciphers, nothing older is") {
    TlsServer server;
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        CAPTURE(version);
        TlsClient client(server.port(), only(version));
        REQUIRE(client.is_connected());
        CHECK(client.version() == (version == TLS1_2_VERSION ? "TLSv1.2" : "TLSv1.3"));
        const bool is_authenticated = client.cipher().find("GCM") != std::string::npos ||
                                      client.cipher().find("CHACHA20") != std::string::npos;
        CHECK(is_authenticated);
        const std::string answer = ask(client, "/");
        CHECK(answer.starts_with("HTTP/1.1 200 OK\r\n"));
        CHECK(answer.ends_with("\r\n\r\nsecure"));
        CHECK(answer.find("Strict-Transport-Security: max-age=31536000\r\n") != std::string::npos);
        CHECK(client.ended_properly());
    }
    for (const int version : {TLS1_VERSION, TLS1_1_VERSION}) {
        CAPTURE(version);
        CHECK_FALSE(TlsClient(server.port(), only(version)).is_connected());
    }
    // SSL 3.0: this library cannot even ask for it.
    const std::string body = "\x03\x00"s + std::string(32, 'r') + "\x00\x00\x04\xC0\x2F\x00\x2F\x01\x00"s;
    const std::string message = "\x01\x00\x00"s + static_cast<char>(body.size()) + body;
    Client client(server.port());
    client.send("\x16\x03\x00\x00"s + static_cast<char>(message.size()) + message);
    CHECK(client.receive_some().substr(0, 1) == "\x15"); // an alert
    CHECK(client.is_closed_by_server());
    CHECK(server.server.errors.lines().empty());
}

TEST_CASE("A connection over TLS serves many requests, large answers and large bodies") {
    TlsServer server;
    TlsClient client(server.port());
    for (int i = 0; i < 50; ++i) {
        client.send(get("/"));
        CHECK(client.receive_until("secure").ends_with("secure"));
    }
    const std::string body(700'000, 'b');
    REQUIRE(client.send(test::post("/", body)));
    CHECK(client.receive_until("bb" + body.substr(2)).ends_with(body));
    CHECK(ask(client, "/large").ends_with("\r\n\r\n" + std::string(5'000'000, 'x')));

    TlsClient streaming(server.port());
    const std::string streamed = ask(streaming, "/megabyte");
    CHECK(streamed.size() > 1024 * 1024);
    CHECK(streamed.ends_with("\r\n0\r\n\r\n"));
}

TEST_CASE("Of the protocols offered HTTP/1.1 is chosen, and a client without it is refused") {
    TlsServer server;
    TlsClient both(server.port(), {.protocols = "\x02h2\x08http/1.1"});
    CHECK(both.protocol() == "http/1.1");
    CHECK_FALSE(TlsClient(server.port(), {.protocols = "\x02h2"}).is_connected());
    CHECK(TlsClient(server.port()).protocol().empty());
}

TEST_CASE("Many clients at once are served over TLS") {
    TlsServer server;
    std::atomic<int> served{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 16; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 5; ++i) {
                TlsClient client(server.port());
                client.send(get("/"));
                if (client.receive_until("secure").ends_with("secure")) ++served;
                TlsClient large(server.port());
                if (ask(large, "/megabyte").ends_with("0\r\n\r\n")) ++served;
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    CHECK(served == 160);
    CHECK(eventually([&] { return server.server.server.connection_count() == 0; }));
    CHECK(server.server.errors.lines().empty());
}

TEST_CASE("A client that leaves without a word of TLS does no harm") {
    TlsServer server;
    for (const char* target : {"/", "/large", "/megabyte"}) {
        TlsClient client(server.port());
        client.send(get(target));
        CHECK_FALSE(client.receive_some(100).empty());
        client.drop();
    }
    TlsClient(server.port()).drop();
    TlsClient(server.port(), {.shakes_hands = false}).drop();
    CHECK(eventually([&] { return server.server.server.connection_count() == 0; }));
    TlsClient client(server.port());
    CHECK(ask(client, "/").ends_with("secure"));
    CHECK(server.server.errors.lines().empty());
}

TEST_CASE("A client that never shakes hands, or stops half way, is cut as one that sends no header") {
    TlsServer server([](ServerOptions& options) { options.timeouts.header = 200ms; });
    Client silent(server.port());
    Client halfway(server.port());
    halfway.send("\x16\x03\x01\x02\x00\x01"s);
    TlsClient mute(server.port());
    CHECK(mute.is_connected());
    const auto start = std::chrono::steady_clock::now();
    CHECK(silent.is_closed_by_server());
    CHECK(halfway.is_closed_by_server());
    CHECK(mute.receive_some().empty());
    CHECK(std::chrono::steady_clock::now() - start < soon);
    CHECK(eventually([&] { return server.server.server.connection_count() == 0; }));
}

TEST_CASE("A half-sent header over TLS is answered 408 when its time is over") {
    TlsServer server([](ServerOptions& options) { options.timeouts.header = 200ms; });
    TlsClient client(server.port());
    client.send("GET / HTTP/1.1\r\nHost: local");
    CHECK(client.receive_until().starts_with("HTTP/1.1 408 "));
    CHECK(client.ended_properly());
}

TEST_CASE("Stopping does not wait for handshakes, and a request in flight over TLS is answered") {
    TlsServer server;
    Client silent(server.port());
    Client halfway(server.port());
    halfway.send("\x16\x03\x01\x02\x00\x01"s);
    TlsClient idle(server.port());
    TlsClient reading(server.port());
    reading.send(get("/large"));
    std::string answer = reading.receive_some(1000);
    REQUIRE(eventually([&] { return server.server.server.connection_count() == 4; }));
    std::thread reader([&] { answer += reading.receive_until(); });
    const auto start = std::chrono::steady_clock::now();
    server.server.server.stop();
    CHECK(std::chrono::steady_clock::now() - start < soon);
    reader.join();
    CHECK(answer.ends_with(std::string(5'000'000, 'x')));
    CHECK(silent.is_closed_by_server());
    CHECK(halfway.is_closed_by_server());
    CHECK(idle.receive_some().empty());
}

TEST_CASE("Stopping under load over TLS loses nothing that was begun") {
    for (int round = 0; round < 3; ++round) {
        TlsServer server;
        std::atomic<bool> is_broken{false};
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&] {
                try {
                    TlsClient client(server.port());
                    while (client.send(get("/"))) {
                        const std::string answer = client.receive_until("secure");
                        if (answer.empty()) return; // closed between two requests
                        if (!answer.ends_with("secure")) is_broken = true;
                    }
                } catch (const std::exception&) { // connected too late
                }
            });
        }
        std::this_thread::sleep_for(50ms);
        const auto start = std::chrono::steady_clock::now();
        server.server.server.stop();
        CHECK(std::chrono::steady_clock::now() - start < 5s);
        for (std::thread& thread : threads)
            thread.join();
        CHECK_FALSE(is_broken);
    }
}

TEST_CASE("A client that does not stop asking leaves the others their turn") {
    TlsServer server([](ServerOptions& options) { options.io_threads = 1; });
    std::string many;
    for (int i = 0; i < 200; ++i)
        many += get("/");
    std::atomic<bool> is_over{false};
    std::vector<std::thread> greedy;
    for (int t = 0; t < 2; ++t) {
        greedy.emplace_back([&] {
            TlsClient client(server.port());
            while (!is_over && client.send(many)) {
                for (int i = 0; i < 200; ++i)
                    client.receive_some(700);
            }
        });
    }
    for (int i = 0; i < 10; ++i) {
        TlsClient client(server.port());
        CHECK(ask(client, "/").ends_with("secure"));
    }
    is_over = true;
    server.server.server.stop();
    for (std::thread& thread : greedy)
        thread.join();
}

TEST_CASE("A client that speaks plain HTTP is told that TLS is spoken") {
    TlsServer server;
    for (const std::string& request : {get("/"), test::post("/", std::string(20'000, 'x'))}) {
        Client client(server.port());
        const auto reply = client.ask(request);
        CHECK(reply.status == 400);
        CHECK(reply.complete);
        CHECK(reply.body.find("HTTPS") != std::string::npos);
        CHECK(client.is_closed_by_server());
    }
    for (const char* rubbish : {"DELETE / HTTP/1.1\r\n\r\n", "\x16\x16\x16\x16\x16\x16\x16\x16", "hello"}) {
        Client client(server.port());
        client.send(rubbish);
        if (std::string_view(rubbish) != "hello") CHECK(client.is_closed_by_server());
    }
    CHECK(server.server.errors.lines().empty());
}

TEST_CASE("A certificate that was exchanged is used by new connections, a bad one is not") {
    TlsServer server;
    using Change = TlsCertificate::Change;
    TlsClient before(server.port());
    CHECK(before.name() == "first");
    CHECK(server.certificate->reload_if_changed().change == Change::none);

    server.folder.make("second");
    CHECK(server.certificate->reload_if_changed().change == Change::reloaded);
    CHECK(server.certificate->reload_if_changed().change == Change::none);
    CHECK(TlsClient(server.port()).name() == "second");
    CHECK(ask(before, "/").ends_with("secure"));

    // A failure is told once, at the second look.
    const std::string good = test::read_text(server.folder.certificate());
    server.folder.write("cert.pem", "rubbish");
    CHECK(server.certificate->reload_if_changed().change == Change::none);
    const auto look = server.certificate->reload_if_changed();
    CHECK(look.change == Change::failed);
    CHECK(look.message.find("cert.pem") != std::string::npos);
    CHECK(server.certificate->reload_if_changed().change == Change::none);
    CHECK(TlsClient(server.port()).name() == "second");
    CHECK(server.certificate->reload().has_value());

    server.folder.write("cert.pem", good);
    CHECK(server.certificate->reload_if_changed().change == Change::reloaded);

    // One file of the pair after the other: what does not fit yet is not told.
    const CertificateFolder third("third");
    server.folder.write("cert.pem", test::read_text(third.certificate()));
    CHECK(server.certificate->reload_if_changed().change == Change::none);
    server.folder.write("key.pem", test::read_text(third.key()));
    CHECK(server.certificate->reload_if_changed().change == Change::reloaded);
    CHECK(TlsClient(server.port()).name() == "third");
    std::filesystem::remove(server.folder.key());
    CHECK(server.certificate->reload_if_changed().change == Change::none);
    CHECK(server.certificate->reload_if_changed().change == Change::failed);
    CHECK(TlsClient(server.port()).name() == "third");
}

TEST_CASE("Connections go on while the certificate is exchanged over and over") {
    TlsServer server;
    std::atomic<bool> is_over{false};
    std::thread exchanger([&] {
        while (!is_over)
            (void)server.certificate->reload();
    });
    for (int i = 0; i < 30; ++i) {
        TlsClient client(server.port());
        CHECK(ask(client, "/").ends_with("secure"));
    }
    is_over = true;
    exchanger.join();
}

TEST_CASE("A certificate that cannot be served with is refused with its file named and the reason") {
    const CertificateFolder folder;
    const CertificateFolder other;
    const std::string good = test::read_text(folder.certificate());
    folder.write("rubbish.pem", "rubbish");
    folder.write("empty.pem", "");
    folder.write("cut.pem", good.substr(0, good.size() / 2));
    folder.write("damaged-chain.pem",
                 good + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    REQUIRE(std::system(("openssl ec -aes256 -passout pass:secret -in " + folder.key().string() + " -out " +
                         (folder / "locked.pem").string() + " 2>/dev/null")
                            .c_str()) == 0);
    struct Case {
        std::string description;
        std::filesystem::path certificate;
        std::filesystem::path key;
        std::string part; // of the message
    };
    for (const Case& c : std::initializer_list<Case>{
             {"no certificate", folder / "none.pem", folder.key(), "none.pem cannot be read: No such file"},
             {"no key", folder.certificate(), folder / "none.pem", "none.pem cannot be read: No such file"},
             {"a folder", folder / ".", folder.key(), "it is a folder"},
             {"rubbish", folder / "rubbish.pem", folder.key(), "rubbish.pem holds no certificate"},
             {"nothing", folder / "empty.pem", folder.key(), "empty.pem holds no certificate"},
             {"half a certificate", folder / "cut.pem", folder.key(), "cut.pem holds no certificate"},
             {"a damaged chain", folder / "damaged-chain.pem", folder.key(),
              "damaged-chain.pem has a damaged"},
             {"a key that is none", folder.certificate(), folder / "rubbish.pem", "holds no private key"},
             {"the two turned round", folder.key(), folder.certificate(), "key.pem holds no certificate"},
             {"another's key", folder.certificate(), other.key(), "is not the key of the certificate"},
             {"a locked key", folder.certificate(), folder / "locked.pem", "locked with a password"},
         }) {
        CAPTURE(c.description);
        const auto loaded = TlsCertificate::load(c.certificate, c.key);
        REQUIRE_FALSE(loaded.has_value());
        CAPTURE(loaded.error().message);
        CHECK(loaded.error().message.find(c.part) != std::string::npos);
    }
    folder.write("chain.pem", good + test::read_text(other.certificate()));
    CHECK(TlsCertificate::load(folder / "chain.pem", folder.key()).has_value());
}

TEST_CASE("A certificate that has expired, or soon will have, is served with and warned of") {
    const CertificateFolder folder("first", 30);
    const auto certificate = load(folder);
    const auto ends = certificate->expires_at();
    const auto warning_at = [&](std::chrono::system_clock::time_point at) {
        const auto warnings = certificate->list_warnings(at);
        return warnings.empty() ? std::string() : warnings.front();
    };
    CHECK(warning_at(ends - 24h * 15).empty());
    CHECK(warning_at(ends - 24h * 13).find("expires on") != std::string::npos);
    CHECK(warning_at(ends).find("expired on") != std::string::npos);
    CHECK(warning_at(ends - 24h * 40).find("not valid before") != std::string::npos);
}
