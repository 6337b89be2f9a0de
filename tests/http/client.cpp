#include "tests/http/client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <zlib.h>

#include <stdexcept>
#include <thread>

namespace telestate::http::test {

std::string Reply::header(std::string_view name) const {
    std::size_t at = head.find("\r\n");
    while (at != std::string::npos && at + 2 < head.size()) {
        const std::size_t start = at + 2;
        at = head.find("\r\n", start);
        const std::string_view line = std::string_view(head).substr(start, at - start);
        const std::size_t colon = line.find(": ");
        if (colon != std::string_view::npos && equals_ignoring_case(line.substr(0, colon), name))
            return std::string(line.substr(colon + 2));
    }
    return {};
}

Client::Client(std::uint16_t port, int receive_buffer) {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket_ < 0) throw std::runtime_error("no socket");
    if (receive_buffer > 0)
        setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof(receive_buffer));
    const timeval patience{10, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
        ::close(socket_);
        throw std::runtime_error("cannot connect");
    }
}

Client::~Client() { close(); }

void Client::close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
}

void Client::reset() {
    const linger at_once{1, 0};
    setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
    close();
}

bool Client::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

std::string Client::receive_some(std::size_t most) {
    if (buffer_.empty()) {
        std::string piece(most, '\0');
        const ssize_t count = ::recv(socket_, piece.data(), piece.size(), 0);
        piece.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
        return piece;
    }
    std::string piece = buffer_.substr(0, most);
    buffer_.erase(0, piece.size());
    return piece;
}

bool Client::fill() {
    char piece[16384];
    const ssize_t count = ::recv(socket_, piece, sizeof(piece), 0);
    if (count <= 0) return false;
    buffer_.append(piece, static_cast<std::size_t>(count));
    return true;
}

bool Client::is_closed_by_server() {
    char piece[16384];
    while (true) {
        const ssize_t count = ::recv(socket_, piece, sizeof(piece), 0);
        if (count == 0) return true;
        if (count < 0) return errno != EAGAIN && errno != EWOULDBLOCK;
    }
}

Reply Client::receive(bool to_head) {
    Reply reply;
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
        if (!fill()) return reply;
    }
    reply.head = buffer_.substr(0, end + 2);
    buffer_.erase(0, end + 4);
    reply.status = std::stoi(reply.head.substr(9, 3));
    if (to_head || reply.status == 204 || reply.status == 304 || reply.status < 200) {
        reply.complete = true;
        return reply;
    }
    if (reply.header("Transfer-Encoding") == "chunked") {
        while (true) {
            std::size_t line = 0;
            while ((line = buffer_.find("\r\n")) == std::string::npos) {
                if (!fill()) return reply;
            }
            const std::size_t size = std::stoul(buffer_.substr(0, line), nullptr, 16);
            while (buffer_.size() < line + 2 + size + 2) {
                if (!fill()) return reply;
            }
            reply.body += buffer_.substr(line + 2, size);
            buffer_.erase(0, line + 2 + size + 2);
            if (size == 0) break;
        }
        reply.complete = true;
    } else if (const std::string length = reply.header("Content-Length"); !length.empty()) {
        while (buffer_.size() < std::stoul(length)) {
            if (!fill()) break;
        }
        reply.body = buffer_.substr(0, std::stoul(length));
        reply.complete = reply.body.size() == std::stoul(length);
        buffer_.erase(0, reply.body.size());
    } else {
        while (fill()) {
        }
        reply.body.swap(buffer_);
        reply.complete = is_closed_by_server();
    }
    return reply;
}

std::string get(std::string_view target, std::string_view header_lines) {
    return "GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(header_lines) +
           "\r\n";
}

std::string post(std::string_view target, std::string_view body, std::string_view header_lines,
                 std::string_view content_type) {
    return "POST " + std::string(target) +
           " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + std::string(content_type) +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + std::string(header_lines) +
           "\r\n" + std::string(body);
}

std::optional<std::string> inflate(std::string_view bytes) {
    z_stream stream{};
    if (inflateInit2(&stream, 15 + 16) != Z_OK) return std::nullopt;
    std::string copy(bytes);
    stream.next_in = reinterpret_cast<Bytef*>(copy.data());
    stream.avail_in = static_cast<uInt>(copy.size());
    std::string out;
    int result = Z_OK;
    while (result == Z_OK) {
        char piece[16384];
        stream.next_out = reinterpret_cast<Bytef*>(piece);
        stream.avail_out = sizeof(piece);
        result = ::inflate(&stream, Z_NO_FLUSH);
        out.append(piece, sizeof(piece) - stream.avail_out);
    }
    const bool whole = result == Z_STREAM_END && stream.avail_in == 0;
    inflateEnd(&stream);
    return whole ? std::optional(std::move(out)) : std::nullopt;
}

void Log::add(std::string line) {
    const std::lock_guard lock(mutex_);
    lines_.push_back(std::move(line));
}

std::vector<std::string> Log::lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
}

bool Log::contains(std::string_view part) const {
    const std::lock_guard lock(mutex_);
    for (const std::string& line : lines_) {
        if (line.find(part) != std::string::npos) return true;
    }
    return false;
}

namespace {

Router router_of(const std::function<void(Router&)>& add_routes) {
    Router router;
    add_routes(router);
    return router;
}

ServerOptions options_of(const std::function<void(ServerOptions&)>& adjust, Log& access, Log& errors) {
    ServerOptions options;
    options.access_log = [&access](const AccessRecord& record) {
        access.add(std::string(record.method) + " " + std::string(record.path) + " " +
                   std::to_string(record.status));
    };
    options.error_log = [&errors](std::string_view id, std::string_view message) {
        errors.add(std::string(id) + " " + std::string(message));
    };
    if (adjust) adjust(options);
    return options;
}

} // namespace

TestServer::TestServer(const std::function<void(Router&)>& add_routes,
                       const std::function<void(ServerOptions&)>& adjust)
    : server(options_of(adjust, access, errors), router_of(add_routes)) {
    server.start();
}

bool eventually(const std::function<bool()>& condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return true;
}

} // namespace telestate::http::test
