#include "server/http/router.hpp"

#include <algorithm>
#include <stdexcept>

namespace telestate::http {
namespace {

std::vector<std::string_view> split_path(std::string_view path) {
    std::vector<std::string_view> segments;
    while (!path.empty()) {
        path.remove_prefix(1); // the slash
        segments.push_back(path.substr(0, path.find('/')));
        path.remove_prefix(segments.back().size());
    }
    return segments;
}

[[noreturn]] void refuse(std::string_view pattern, std::string_view why) {
    throw std::logic_error("route " + std::string(pattern) + ": " + std::string(why));
}

// Methods in the order a reader expects, for Allow.
constexpr std::string_view method_order[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

bool contains(const std::vector<std::string_view>& list, std::string_view item) {
    return std::find(list.begin(), list.end(), item) != list.end();
}

std::string allow_of(std::vector<std::string_view> methods) {
    if (contains(methods, "GET")) methods.push_back("HEAD");
    methods.push_back("OPTIONS");
    std::string allow;
    for (const std::string_view method : method_order) {
        if (!contains(methods, method)) continue;
        if (!allow.empty()) allow += ", ";
        allow += method;
    }
    return allow;
}

} // namespace

void Router::add(std::string_view method, std::string_view pattern, Handler handler, RouteOptions options) {
    const auto* known = std::find(std::begin(method_order), std::end(method_order), method);
    if (known == std::end(method_order)) refuse(pattern, "no such method: " + std::string(method));
    if (pattern.empty() || pattern.front() != '/') refuse(pattern, "a pattern begins with a slash");
    if (!handler) refuse(pattern, "there is no handler");

    std::vector<Segment> segments;
    for (const std::string_view text : split_path(pattern)) {
        Segment segment;
        const std::size_t open = text.find('{');
        const std::size_t close = text.find('}');
        if (open == std::string_view::npos && close == std::string_view::npos) {
            segment.prefix = text;
        } else {
            if (open == std::string_view::npos || close == std::string_view::npos || close < open + 2 ||
                text.find_first_of("{}", close + 1) != std::string_view::npos ||
                text.find('{', open + 1) != std::string_view::npos)
                refuse(pattern, "a segment holds at most one {name}");
            segment.prefix = text.substr(0, open);
            segment.name = text.substr(open + 1, close - open - 1);
            segment.suffix = text.substr(close + 1);
        }
        segments.push_back(std::move(segment));
    }

    // Two patterns that differ only in the names of their parameters match the same paths.
    const auto shape_of = [](std::string_view of) {
        std::string shape;
        bool inside = false;
        for (const char c : of) {
            if (!inside) shape += c;
            if (c == '{') inside = true;
            if (c == '}') {
                inside = false;
                shape += c;
            }
        }
        return shape;
    };
    for (const Route& route : routes_) {
        if (route.method == method && shape_of(route.pattern) == shape_of(pattern))
            refuse(pattern, "added twice");
    }

    const std::size_t index = routes_.size();
    routes_.push_back(
        Route{std::string(method), std::string(pattern), std::move(handler), std::move(options)});
    if (std::all_of(segments.begin(), segments.end(), [](const Segment& s) { return s.name.empty(); })) {
        literal_[std::string(pattern)].push_back(index);
        return;
    }
    // Literal text to the left decides: "/a/{x}/c" comes after "/a/b/{x}", and "{x}.ics" before "{x}".
    const auto before = [](const auto& left, const auto& right) {
        if (left.first.size() != right.first.size()) return left.first.size() < right.first.size();
        for (std::size_t i = 0; i < left.first.size(); ++i) {
            const Segment& a = left.first[i];
            const Segment& b = right.first[i];
            if (a.name.empty() != b.name.empty()) return a.name.empty();
            const std::size_t a_length = a.prefix.size() + a.suffix.size();
            const std::size_t b_length = b.prefix.size() + b.suffix.size();
            if (!a.name.empty() && a_length != b_length) return a_length > b_length;
        }
        return false;
    };
    std::pair<std::vector<Segment>, std::size_t> entry{std::move(segments), index};
    const auto place = std::find_if(patterns_.begin(), patterns_.end(),
                                    [&](const auto& other) { return before(entry, other); });
    patterns_.insert(place, std::move(entry));
}

void Router::set_fallback(Handler handler, std::string access) {
    fallback_.handler = std::move(handler);
    fallback_.options.inline_ok = true;
    fallback_.options.access = std::move(access);
}

RouteMatch Router::match(std::string_view method, std::string_view path) const {
    RouteMatch match;
    const std::string_view also = method == "HEAD" ? "GET" : method;
    std::vector<std::string_view> methods;
    // A route of the method itself ends the search; GET in place of HEAD is kept while a HEAD may still come.
    const auto consider = [&](const Route& route) {
        methods.push_back(route.method);
        if (route.method == method || (route.method == also && match.route == nullptr)) {
            match.route = &route;
            return true;
        }
        return false;
    };

    if (const auto found = literal_.find(path); found != literal_.end()) {
        for (const std::size_t index : found->second) {
            consider(routes_[index]);
            if (match.route != nullptr && match.route->method == method) return match;
        }
        if (match.route != nullptr) return match;
    }

    const std::vector<std::string_view> parts =
        patterns_.empty() ? std::vector<std::string_view>{} : split_path(path);
    for (const auto& [segments, index] : patterns_) {
        if (segments.size() != parts.size()) continue;
        bool matches = true;
        for (std::size_t i = 0; matches && i < parts.size(); ++i) {
            const Segment& segment = segments[i];
            matches = segment.name.empty()
                          ? parts[i] == segment.prefix
                          : parts[i].size() > segment.prefix.size() + segment.suffix.size() &&
                                parts[i].starts_with(segment.prefix) && parts[i].ends_with(segment.suffix);
        }
        if (!matches || !consider(routes_[index])) continue;
        match.parameters.clear();
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const Segment& segment = segments[i];
            if (segment.name.empty()) continue;
            const std::size_t length = parts[i].size() - segment.prefix.size() - segment.suffix.size();
            match.parameters.push_back(
                Parameter{segment.name, std::string(parts[i].substr(segment.prefix.size(), length))});
        }
        if (match.route->method == method) return match;
    }
    if (match.route != nullptr) return match;

    if (!methods.empty()) {
        match.allow = allow_of(methods);
    } else if (fallback_.handler && also == "GET") {
        match.route = &fallback_;
    }
    return match;
}

std::string Router::all_methods() const {
    std::vector<std::string_view> methods;
    for (const Route& route : routes_)
        methods.push_back(route.method);
    return allow_of(std::move(methods));
}

} // namespace telestate::http
