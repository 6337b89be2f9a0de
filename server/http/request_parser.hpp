#pragma once

// Reads one request from bytes; knows nothing of sockets. What Beast's parser lets pass and we refuse is
// refused here.

#include "server/http/request.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace telestate::http {

struct ServerLimits;

// Why a request is not taken: a status and a sentence for the client. The connection cannot be used any
// further.
struct Refusal {
    int status = 400;
    std::string detail;
};

// Looks for the empty line that ends a header block. `scanned` remembers how far earlier calls came and
// starts at 0. Gives the length of the block with that line. When it is not there yet: 0. A line that ends
// without CR also ends the search, at that line: the parser refuses what is before it.
std::size_t header_block_length(std::string_view bytes, std::size_t& scanned);

class RequestParser {
  public:
    explicit RequestParser(const ServerLimits& limits);
    ~RequestParser();
    RequestParser(const RequestParser&) = delete;
    RequestParser& operator=(const RequestParser&) = delete;

    // Parses a whole header block into all members of the request but body, path_parameters, remote_address,
    // id and secure. Begins a new request, whatever came before.
    std::optional<Refusal> parse_header(std::string_view block, Request& request);

    // What follows holds from a successful parse_header to the next.
    bool has_body() const;                               // whether body bytes are still to come
    std::optional<std::uint64_t> content_length() const; // nothing for chunks and for no body
    bool keep_alive() const;                             // what version and Connection ask for
    bool is_http_1_1() const;
    bool expects_continue() const;

    // Sets the most body bytes that parse_body takes.
    void limit_body(std::size_t bytes);

    // Takes body bytes and gives how many it used; the others must come again, with more behind them.
    // Trailers are read and dropped.
    std::size_t parse_body(std::string_view bytes, std::optional<Refusal>& refusal);

    // Body bytes taken so far, and the whole body once has_body() is false.
    std::size_t body_size() const;
    std::string take_body();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace telestate::http
