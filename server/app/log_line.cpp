#include "server/app/log_line.hpp"

#include "server/auth/identity.hpp"
#include "server/document/json_writer.hpp"

namespace telestate {

namespace {

std::string_view name_of(LogLevel level) {
    switch (level) {
    case LogLevel::debug:
        return "debug";
    case LogLevel::info:
        return "info";
    case LogLevel::warning:
        return "warning";
    case LogLevel::error:
        return "error";
    }
    return {};
}

// What leads nowhere is logged by its path, but for one that looks like a calendar's: it may hold the secret
// of one, misspelt or asked for in a way it does not answer.
std::string_view loggable(std::string_view path) {
    constexpr std::string_view calendars = "/calendar/";
    return path.find(calendars) == std::string_view::npos ? path : calendars;
}

} // namespace

std::string format_log_line(api::Instant at, LogLevel level, const http::AccessRecord& record) {
    std::string out;
    document::JsonWriter json(out);
    json.begin_object();
    json.member("at", api::format_instant(at));
    json.member("level", name_of(level));
    json.member("event", "request");
    json.member("request_id", record.request_id);
    json.member("method", record.method);
    json.member("route", record.route);
    if (record.route.empty()) json.member("path", loggable(record.path));
    json.member("status", record.status);
    json.member("bytes", record.bytes);
    json.member("micros", record.micros);
    json.member("remote_address", record.remote_address);
    if (record.identity != nullptr && record.identity->account != 0)
        json.member("account", record.identity->account);
    if (record.identity != nullptr && record.identity->token != 0)
        json.member("token", record.identity->token);
    json.end_object();
    return out;
}

std::string format_log_line(api::Instant at, LogLevel level, std::string_view request_id,
                            std::string_view message) {
    std::string out;
    document::JsonWriter json(out);
    json.begin_object();
    json.member("at", api::format_instant(at));
    json.member("level", name_of(level));
    json.member("event", "message");
    if (!request_id.empty()) json.member("request_id", request_id);
    json.member("message", message);
    json.end_object();
    return out;
}

LogLevel log_level_of(std::string_view text) {
    for (const LogLevel level : {LogLevel::debug, LogLevel::info, LogLevel::warning}) {
        if (name_of(level) == text) return level;
    }
    return LogLevel::error;
}

} // namespace telestate
