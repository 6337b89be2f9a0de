#pragma once

// The table of what is served: method and pattern to handler. Filled at start, then only read, from any
// thread.

#include "server/http/request.hpp"
#include "server/http/response.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace telestate::http {

// Runs on a worker thread, several at once. What it throws is answered 500 and logged, never shown.
using Handler = std::function<Response(const Request&)>;

struct RouteOptions {
    // Largest body in bytes; nothing means the server's default. Beyond it the answer is 413 and the handler
    // not run.
    std::optional<std::size_t> body_limit = std::nullopt;

    // Media types a body may have, without parameters, lower case; any other is 415. "*/*" takes all, even
    // none given. Whatever they are, a body with a Content-Encoding is 415, and so is JSON in a charset other
    // than UTF-8.
    std::vector<std::string> content_types = {"application/json"};

    // Who may ask, in words that only ServerOptions::admit understands.
    std::string access = {};

    // Runs the handler on a thread of its own kind, one at a time, since it takes a tenth of a second of
    // processor time: so that many such requests delay each other and nobody else. Beyond a short queue the
    // answer is 503.
    bool is_slow = false;

    // Runs the handler on the I/O thread, sparing a hop: only for handlers that take microseconds and never
    // block.
    bool inline_ok = false;
};

struct Route {
    std::string method;
    std::string pattern;
    Handler handler;
    RouteOptions options;
};

// What a method and path lead to: a route, or the answer that there is none.
struct RouteMatch {
    const Route* route = nullptr;
    std::vector<Parameter> parameters;

    // Without a route: the methods that the path does have, as an Allow header writes them; empty means 404.
    std::string allow;
};

class Router {
  public:
    // Adds a route. A pattern is "/api/v1/contracts/{id}": whole segments, literal or one {name} with literal
    // text around it ("{secret}.ics"); a {name} matches at least one character and never a slash. Literal
    // segments win over {name}. Throws std::logic_error for a bad pattern or one that is there already with
    // that method.
    void add(std::string_view method, std::string_view pattern, Handler handler, RouteOptions options = {});

    // Answers GET and HEAD of every path that no route has (files of the web pages). Runs on the I/O thread.
    void set_fallback(Handler handler, std::string access = {});

    // Paths are compared segment by segment and exactly: "/a/", "//a" and "/A" are not "/a". HEAD finds the
    // GET route where it has none of its own. The fallback is a route with the pattern "".
    RouteMatch match(std::string_view method, std::string_view path) const;

    // Every method of the table, as Allow writes them: the answer to "OPTIONS *".
    std::string all_methods() const;

    // Every route in the order added, without the fallback: to hold the description of the API against.
    const std::vector<Route>& routes() const { return routes_; }

  private:
    struct Segment {
        std::string prefix; // the whole segment when it is literal
        std::string name;   // empty when it is literal
        std::string suffix;
    };

    std::vector<Route> routes_;
    std::map<std::string, std::vector<std::size_t>, std::less<>> literal_; // whole path to indices of routes_
    std::vector<std::pair<std::vector<Segment>, std::size_t>> patterns_;   // the others, most specific first
    Route fallback_;
};

} // namespace telestate::http
