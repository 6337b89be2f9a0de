#include "server/api/sessions.hpp"

#include "server/api/body_fields.hpp"
#include "server/api/parameters.hpp"
#include "server/document/json_writer.hpp"
#include "server/http/problem.hpp"

namespace telestate::api {

namespace {

using auth::Identity;
using auth::Role;
using auth::Via;
using document::JsonWriter;

constexpr std::int64_t device_seconds = std::int64_t{365} * 24 * 3600;

std::string cookie(std::string_view name, std::string_view value, bool is_secure, std::int64_t seconds) {
    std::string out(name);
    out += '=';
    out += value;
    out += "; Path=/; HttpOnly; SameSite=Lax";
    if (is_secure) out += "; Secure";
    // Without an age the browser forgets it when it is closed; 0 has it forgotten now.
    if (seconds >= 0) out += "; Max-Age=" + std::to_string(seconds);
    return out;
}

void append_account(JsonWriter& json, const storage::Account& account, Via via) {
    json.begin_object();
    json.member("id", account.account);
    json.member("name", account.name);
    json.member("email", account.email);
    json.member("role", account.role);
    json.member("has_second_factor", account.has_second_factor);
    json.member("recovery_codes_left", account.recovery_code_count);
    json.member("via", via == Via::proxy ? "proxy" : via == Via::token ? "token" : "password");
    json.end_object();
}

std::string_view state_of(const Identity* identity, const storage::Reader& reader) {
    if (identity != nullptr) return identity->via == Via::no_one ? "off" : "signed_in";
    return reader.has_accounts() ? "signed_out" : "set_up";
}

std::string session_json(const Services& services, const Identity* identity) {
    const storage::Reader reader = services.database.read();
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.member("state", state_of(identity, reader));
    const auto account = identity != nullptr ? reader.find_account(identity->account) : std::nullopt;
    json.key("account");
    if (account) {
        append_account(json, *account, identity->via);
    } else if (identity != nullptr && identity->via != Via::no_one) {
        // Somebody a proxy let in, or a token of the command line: known by name alone.
        json.begin_object();
        json.null_member("id");
        json.member("name", identity->name);
        json.member("email", identity->email);
        json.member("role", auth::name_of(identity->role));
        json.member("has_second_factor", false);
        json.member("recovery_codes_left", 0);
        json.member("via", identity->via == Via::proxy ? "proxy" : "token");
        json.end_object();
    } else {
        json.null();
    }
    if (identity != nullptr) {
        json.member("role", auth::name_of(identity->role));
    } else {
        json.null_member("role");
    }
    json.member("sees_money", identity != nullptr && auth::sees_money(identity->role));
    const auto organisation = identity != nullptr ? reader.find_organisation() : std::nullopt;
    json.text_or_null("organisation", organisation ? organisation->name : std::string());
    json.end_object();
    return out;
}

// The answer to whoever has just signed in, with their cookies.
http::Response welcome(const http::Request& request, const Services& services,
                       const auth::OpenedSession& opened, int status) {
    const auto account = services.database.read().find_account(opened.account);
    Identity identity{.role = auth::parse_role(account ? account->role : "").value_or(Role::viewer),
                      .via = Via::session,
                      .account = opened.account,
                      .session = opened.session};
    http::Response response = http::json(session_json(services, &identity), status);
    // One header for each, so that it is added and does not replace the other.
    response.headers.push_back(
        {"Set-Cookie", cookie(auth::session_cookie_name(request.secure), opened.token, request.secure, -1)});
    response.headers.push_back({"Set-Cookie", cookie(auth::device_cookie_name(request.secure),
                                                     opened.device_token, request.secure, device_seconds)});
    return response;
}

} // namespace

auth::Caller caller_of(const http::Request& request) {
    auth::Caller caller;
    caller.address = request.remote_address;
    caller.agent = request.find_header("User-Agent").value_or("");
    const auto device = request.find_cookie(auth::device_cookie_name(request.secure));
    // What was not given out here is as good as nothing.
    constexpr std::size_t token_length = 43;
    if (device && device->size() == token_length) caller.device_token = *device;
    return caller;
}

auth::Doer doer_of(const http::Request& request) { return {request.identity->name, request.remote_address}; }

http::Response refuse(const auth::Refusal& refusal, const http::Request& request) {
    if (refusal.wants_second_factor)
        return http::problem_with(refusal.error, request.path, R"("second_factor":"required")");
    http::Response response = http::problem(refusal.error, request.path);
    if (refusal.retry_after > 0) response.set_header("Retry-After", std::to_string(refusal.retry_after));
    return response;
}

http::Response get_session(const http::Request& request, const Services& services) {
    Parameters parameters(request);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    return http::json(session_json(services, request.identity.get()));
}

http::Response post_session(const http::Request& request, const Services& services) {
    BodyFields fields(request);
    const std::string email = fields.text("email");
    const std::string password = fields.secret("password");
    const std::string second_factor = fields.optional_text("second_factor");
    if (const auto error = fields.find_error()) return http::problem(*error, request.path);
    const auto opened = services.sign_in.sign_in(email, password, second_factor, caller_of(request));
    if (!opened) return refuse(opened.error(), request);
    return welcome(request, services, *opened, 200);
}

http::Response delete_session(const http::Request& request, const Services& services) {
    if (request.identity) services.sign_in.sign_out(*request.identity, caller_of(request));
    http::Response response = http::no_content();
    response.set_header("Set-Cookie",
                        cookie(auth::session_cookie_name(request.secure), "", request.secure, 0));
    return response;
}

http::Response post_set_up(const http::Request& request, const Services& services) {
    BodyFields fields(request);
    const std::string code = fields.text("code");
    const std::string name = fields.text("name");
    const std::string email = fields.email("email");
    const std::string password = fields.secret("password");
    if (const auto error = fields.find_error()) return http::problem(*error, request.path);
    const auto opened = services.sign_in.set_up(code, name, email, password, caller_of(request));
    if (!opened) return refuse(opened.error(), request);
    return welcome(request, services, *opened, 201);
}

http::Response post_acceptance(const http::Request& request, const Services& services) {
    BodyFields fields(request);
    const std::string code = fields.text("code");
    const std::string password = fields.secret("password");
    if (const auto error = fields.find_error()) return http::problem(*error, request.path);
    const auto opened = services.sign_in.accept_invitation(code, password, caller_of(request));
    if (!opened) return refuse(opened.error(), request);
    return welcome(request, services, *opened, 200);
}

} // namespace telestate::api
