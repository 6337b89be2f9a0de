// What people do with their own account.

#include "server/api/body_fields.hpp"
#include "server/api/parameters.hpp"
#include "server/api/sessions.hpp"
#include "server/auth/accounts.hpp"
#include "server/auth/qr.hpp"
#include "server/document/json_writer.hpp"
#include "server/http/problem.hpp"

namespace telestate::api {

namespace {

using auth::Identity;
using auth::Via;
using document::JsonWriter;

// Tokens cannot change what a person signs in with: whoever finds one would have the account for good.
std::optional<http::Response> refuse_other_than_person(const http::Request& request) {
    const Identity& identity = *request.identity;
    if (identity.account != 0 && (identity.via == Via::session || identity.via == Via::proxy))
        return std::nullopt;
    return http::problem(Error{ErrorCode::conflict,
                               "This belongs to a person's account, and nobody has signed in to one here.",
                               {}},
                         request.path);
}

std::string account_json(const Services& services, const Identity& identity) {
    const storage::Reader reader = services.database.read();
    const auto account = reader.find_account(identity.account).value_or(storage::Account{});
    const Instant now = services.now();
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.member("id", account.account);
    json.member("name", account.name);
    json.member("email", account.email);
    json.member("role", account.role);
    json.member("has_second_factor", account.has_second_factor);
    json.member("recovery_codes_left", account.recovery_code_count);
    json.member("has_password", account.password_hash.has_value());
    json.member("via", identity.via == Via::proxy ? "proxy" : "password");
    json.member("created_at", account.created_at);
    json.member_or_null("password_changed_at", account.password_changed_at);
    json.key("sessions");
    json.begin_list();
    for (const storage::SignInSession& session :
         reader.list_sessions(account.account, clock::format_instant(now),
                              clock::format_instant(services.gate.idle_since(now)))) {
        json.begin_object();
        json.member("id", session.session);
        json.member("created_at", session.created_at);
        const auto seen_at = services.gate.find_session_use(session.session);
        json.member("seen_at", seen_at ? clock::format_instant(*seen_at) : session.seen_at);
        json.member("expires_at", session.expires_at);
        json.member("address", session.address);
        json.member("agent", session.agent);
        json.member("is_current", session.session == identity.session);
        json.end_object();
    }
    json.end_list();
    json.end_object();
    return out;
}

http::Response codes_response(const std::vector<std::string>& codes) {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.key("recovery_codes");
    json.begin_list();
    for (const std::string& code : codes)
        json.text(code);
    json.end_list();
    json.end_object();
    return http::json(std::move(out));
}

} // namespace

http::Response get_own_account(const http::Request& request, const Services& services) {
    if (auto problem = refuse_other_than_person(request)) return std::move(*problem);
    return http::json(account_json(services, *request.identity));
}

http::Response put_own_account(const http::Request& request, const Services& services) {
    if (auto problem = refuse_other_than_person(request)) return std::move(*problem);
    BodyFields fields(request);
    const std::string name = fields.text("name");
    if (const auto error = fields.find_error()) return http::problem(*error, request.path);
    const auto account = services.database.read().find_account(request.identity->account);
    if (!account) return http::problem(Error{ErrorCode::not_found, "the account is gone", {}}, request.path);
    const auth::AccountDraft draft{name, account->email,
                                   auth::parse_role(account->role).value_or(auth::Role::viewer),
                                   account->is_disabled};
    const auto changed =
        auth::change_account(services.database, services.now(), account->account, draft, doer_of(request));
    if (!changed) return http::problem(changed.error(), request.path);
    return http::json(account_json(services, *request.identity));
}

http::Response put_own_password(const http::Request& request, const Services& services) {
    if (auto problem = refuse_other_than_person(request)) return std::move(*problem);
    BodyFields fields(request);
    const std::string current = fields.secret("current");
    const std::string wanted = fields.secret("password");
    if (const auto error = fields.find_error()) return http::problem(*error, request.path);
    const auto changed =
        services.sign_in.change_password(*request.identity, current, wanted, caller_of(request));
    if (!changed) return refuse(changed.error(), request);
    return http::no_content();
}

http::Response post_second_factor(const http::Request& request, const Services& services) {
    if (auto problem = refuse_other_than_person(request)) return std::move(*problem);
    BodyFields fields(request);
    const std::string password = fields.secret("password");
    if (const auto error = fields.find_error()) return http::problem(*error, request.path);
    const auto offer = services.sign_in.offer_second_factor(*request.identity, password, caller_of(request));
    if (!offer) return refuse(offer.error(), request);
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.member("secret", offer->secret);
    json.member("uri", offer->uri);
    json.member("qr_svg", auth::qr_svg(offer->uri));
    json.end_object();
    return http::json(std::move(out));
}

http::Response put_second_factor(const http::Request& request, const Services& services) {
    if (auto problem = refuse_other_than_person(request)) return std::move(*problem);
    BodyFields fields(request);
    const std::string code = fields.text("code");
    if (const auto error = fields.find_error()) return http::problem(*error, request.path);
    const auto codes = services.sign_in.confirm_second_factor(*request.identity, code, caller_of(request));
    if (!codes) return refuse(codes.error(), request);
    return codes_response(*codes);
}

http::Response delete_second_factor(const http::Request& request, const Services& services) {
    if (auto problem = refuse_other_than_person(request)) return std::move(*problem);
    BodyFields fields(request);
    const std::string password = fields.secret("password");
    if (const auto error = fields.find_error()) return http::problem(*error, request.path);
    const auto removed =
        services.sign_in.remove_second_factor(*request.identity, password, caller_of(request));
    if (!removed) return refuse(removed.error(), request);
    return http::no_content();
}

http::Response post_recovery_codes(const http::Request& request, const Services& services) {
    if (auto problem = refuse_other_than_person(request)) return std::move(*problem);
    BodyFields fields(request);
    const std::string password = fields.secret("password");
    if (const auto error = fields.find_error()) return http::problem(*error, request.path);
    const auto codes = services.sign_in.renew_recovery_codes(*request.identity, password, caller_of(request));
    if (!codes) return refuse(codes.error(), request);
    return codes_response(*codes);
}

http::Response delete_own_sessions(const http::Request& request, const Services& services) {
    if (auto problem = refuse_other_than_person(request)) return std::move(*problem);
    const Identity& identity = *request.identity;
    const auto ended = auth::end_other_sessions(services.database, services.now(), identity.account,
                                                identity.session, doer_of(request));
    if (!ended) return http::problem(ended.error(), request.path);
    return http::no_content();
}

http::Response delete_own_session(const http::Request& request, const Services& services) {
    if (auto problem = refuse_other_than_person(request)) return std::move(*problem);
    const auto ended = auth::end_session(services.database, services.now(), request.identity->account,
                                         number_in_address(request), doer_of(request));
    if (!ended) return http::problem(ended.error(), request.path);
    return http::no_content();
}

} // namespace telestate::api
