#include "server/api/accounts.hpp"

#include "server/api/body_fields.hpp"
#include "server/api/parameters.hpp"
#include "server/api/sessions.hpp"
#include "server/auth/accounts.hpp"
#include "server/document/json_writer.hpp"
#include "server/http/problem.hpp"

namespace telestate::api {

namespace {

using auth::Role;
using auth::Via;
using document::JsonWriter;

constexpr std::chrono::days longest_token{731}; // two years

void append_account(JsonWriter& json, const storage::Account& account) {
    json.member("id", account.account);
    json.member("name", account.name);
    json.member("email", account.email);
    json.member("role", account.role);
    json.member("is_disabled", account.is_disabled);
    json.member("has_second_factor", account.has_second_factor);
    json.member("has_password", account.password_hash.has_value());
    json.member("created_at", account.created_at);
    json.member_or_null("signed_in_at", account.signed_in_at);
}

std::string invitation_url(const Services& services, const std::string& code) {
    std::string base = services.public_url;
    while (base.ends_with('/'))
        base.pop_back();
    // Behind the #, so that it is sent to no server and stands in no log.
    return base + "/sign-in/invitation#" + code;
}

void append_invitation(JsonWriter& json, const Services& services, const auth::Invitation& invitation) {
    json.begin_object();
    json.member("code", invitation.code);
    json.member("url", invitation_url(services, invitation.code));
    json.member("expires_at", invitation.expires_at);
    json.end_object();
}

void append_token(JsonWriter& json, const storage::ApiToken& token, const Services& services) {
    json.member("id", token.token);
    json.member("name", token.name);
    json.member("role", token.role);
    json.key("account");
    if (token.account) {
        json.begin_object();
        json.member("id", *token.account);
        json.member("name", token.account_name);
        json.end_object();
    } else {
        json.null();
    }
    json.member("created_at", token.created_at);
    json.member("expires_at", token.expires_at);
    const auto used_at = services.gate.find_token_use(token.token);
    json.member_or_null("last_used_at", used_at ? clock::format_instant(*used_at) : token.last_used_at);
    json.member("is_expired", token.expires_at <= clock::format_instant(services.now()));
}

// Whose tokens are looked at: everybody's, or one's own.
std::optional<std::int64_t> whose_tokens(const http::Request& request) {
    if (request.identity->role == Role::administrator) return std::nullopt;
    return request.identity->account;
}

} // namespace

http::Response get_accounts(const http::Request& request, const Services& services) {
    Parameters parameters(request);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.key("items");
    json.begin_list();
    for (const storage::Account& account : services.database.read().list_accounts()) {
        json.begin_object();
        append_account(json, account);
        json.end_object();
    }
    json.end_list();
    json.end_object();
    return http::json(std::move(out));
}

http::Response post_account(const http::Request& request, const Services& services) {
    BodyFields fields(request);
    auth::AccountDraft draft;
    draft.name = fields.text("name");
    draft.email = fields.email("email");
    draft.role = fields.role("role");
    if (const auto error = fields.find_error()) return http::problem(*error, request.path);
    const auto invited = auth::invite(services.database, services.now(), draft, doer_of(request));
    if (!invited) return http::problem(invited.error(), request.path);
    const auto account = services.database.read().find_account(invited->account);
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    append_account(json, account.value_or(storage::Account{}));
    json.key("invitation");
    append_invitation(json, services, invited->invitation);
    json.end_object();
    http::Response response = http::json(std::move(out), 201);
    response.set_header("Location", "/api/v1/accounts/" + std::to_string(invited->account));
    return response;
}

http::Response put_account(const http::Request& request, const Services& services) {
    BodyFields fields(request);
    auth::AccountDraft draft;
    draft.name = fields.text("name");
    draft.email = fields.email("email");
    draft.role = fields.role("role");
    draft.is_disabled = fields.boolean("is_disabled", false);
    if (const auto error = fields.find_error()) return http::problem(*error, request.path);
    const std::int64_t number = number_in_address(request);
    const auto changed =
        auth::change_account(services.database, services.now(), number, draft, doer_of(request));
    if (!changed) return http::problem(changed.error(), request.path);
    const auto account = services.database.read().find_account(number);
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    append_account(json, account.value_or(storage::Account{}));
    json.end_object();
    return http::json(std::move(out));
}

http::Response delete_account(const http::Request& request, const Services& services) {
    const auto removed =
        auth::remove_account(services.database, services.now(), number_in_address(request), doer_of(request));
    if (!removed) return http::problem(removed.error(), request.path);
    return http::no_content();
}

http::Response post_invitation(const http::Request& request, const Services& services) {
    const auto invitation = auth::renew_invitation(services.database, services.now(),
                                                   number_in_address(request), doer_of(request));
    if (!invitation) return http::problem(invitation.error(), request.path);
    std::string out;
    JsonWriter json(out);
    append_invitation(json, services, *invitation);
    return http::json(std::move(out));
}

http::Response get_account_events(const http::Request& request, const Services& services) {
    Parameters parameters(request);
    storage::Page page;
    page.limit = parameters.integer("limit", 1, 1000).value_or(100);
    page.offset = parameters.integer("offset", 0, 1'000'000'000).value_or(0);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    const storage::Reader reader = services.database.read();
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.key("items");
    json.begin_list();
    for (const storage::AccountEvent& event : reader.list_account_events(page)) {
        json.begin_object();
        json.member("at", event.at);
        json.text_or_null("by", event.by);
        json.member("what", event.what);
        json.text_or_null("about", event.about);
        json.text_or_null("address", event.address);
        json.end_object();
    }
    json.end_list();
    json.member("total", reader.count_account_events());
    json.end_object();
    return http::json(std::move(out));
}

http::Response get_tokens(const http::Request& request, const Services& services) {
    Parameters parameters(request);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.key("items");
    json.begin_list();
    for (const storage::ApiToken& token : services.database.read().list_api_tokens(whose_tokens(request))) {
        json.begin_object();
        append_token(json, token, services);
        json.end_object();
    }
    json.end_list();
    json.end_object();
    return http::json(std::move(out));
}

http::Response post_token(const http::Request& request, const Services& services) {
    const auth::Identity& identity = *request.identity;
    // Else a token found by somebody could give itself successors for ever.
    if (identity.via == Via::token || (identity.account == 0 && identity.via != Via::no_one)) {
        return http::problem(Error{ErrorCode::forbidden,
                                   "API tokens are made by people who have an account and signed in.",
                                   {}},
                             request.path);
    }
    BodyFields fields(request);
    auth::TokenDraft draft;
    draft.name = fields.text("name");
    draft.role = fields.role("role");
    const std::string typed = fields.text("expires_on");
    const auto day = parse_day(typed);
    const Instant now = services.now();
    if (!typed.empty() && !day) fields.refuse("expires_on", "has to be a day such as 2027-03-31");
    if (draft.role > identity.role) fields.refuse("role", "may not be more than your own role");
    if (day) {
        // The whole of the day counts.
        draft.expires_at = clock::instant_at("UTC", *day + date::days{1}, std::chrono::minutes(0));
        if (draft.expires_at <= now) fields.refuse("expires_on", "is over");
        if (draft.expires_at > now + longest_token) fields.refuse("expires_on", "has to be within two years");
    }
    if (const auto error = fields.find_error()) return http::problem(*error, request.path);
    if (identity.account != 0) draft.account = identity.account;
    const auto made = auth::make_token(services.database, now, draft, doer_of(request));
    if (!made) return http::problem(made.error(), request.path);
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    for (const storage::ApiToken& token : services.database.read().list_api_tokens(draft.account)) {
        if (token.token == made->token) append_token(json, token, services);
    }
    json.member("token", made->text);
    json.end_object();
    http::Response response = http::json(std::move(out), 201);
    response.set_header("Location", "/api/v1/tokens/" + std::to_string(made->token));
    return response;
}

http::Response delete_token(const http::Request& request, const Services& services) {
    const auto revoked = auth::revoke_token(services.database, services.now(), number_in_address(request),
                                            whose_tokens(request), doer_of(request));
    if (!revoked) return http::problem(revoked.error(), request.path);
    return http::no_content();
}

http::Response get_metrics(const http::Request& request, const Services& services) {
    Parameters parameters(request);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    return http::content("text/plain; version=0.0.4; charset=utf-8",
                         services.metrics ? services.metrics() : std::string());
}

} // namespace telestate::api
