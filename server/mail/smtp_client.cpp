#include "server/mail/smtp_client.hpp"

#include "server/mail/clean_text.hpp"
#include "server/mail/curl_handle.hpp"
#include "server/mail/message.hpp"
#include "server/mail/smtp_replies.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

namespace telestate::mail {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t longest_words = 500;
// Servers drop silent connections after some minutes and firewalls sooner: what was silent so long is not
// used again.
constexpr long longest_silence_seconds = 30;
constexpr milliseconds farewell_timeout{2'000};

// One transfer by libcurl: how far it came, and what the server said.
struct Attempt {
    std::string_view message;
    std::size_t taken = 0;       // bytes of the message that libcurl has asked for
    bool is_whole_taken = false; // libcurl knows that there is no more, and so may have ended the message
    bool wants_login = false;
    bool is_login_missing = false; // wanted, and not offered
    bool has_logged_in = false;
    bool is_session_open = false;
    int replies_before_mail = 0;
    SmtpReplies replies;
    CURLcode result = CURLE_OK;
    bool is_over_kept = false; // over a connection that was made for an earlier mail
    TransferWatch watch;
};

std::size_t give_message(char* buffer, std::size_t size, std::size_t count, void* data) {
    auto& attempt = *static_cast<Attempt*>(data);
    const std::size_t given = std::min(size * count, attempt.message.size() - attempt.taken);
    std::memcpy(buffer, attempt.message.data() + attempt.taken, given);
    attempt.taken += given;
    if (given == 0) attempt.is_whole_taken = true;
    return given;
}

std::size_t take_reply(char* bytes, std::size_t size, std::size_t count, void* data) {
    auto& attempt = *static_cast<Attempt*>(data);
    // What a server says after a refusal answers nothing of the mail.
    if (attempt.is_session_open && attempt.replies.last().code >= 400) return size * count;
    attempt.replies.add({bytes, size * count});
    if (attempt.replies.last().code == 235) attempt.has_logged_in = true;
    // After a refusal libcurl says good-bye and waits for the answer; not for long.
    if (attempt.is_session_open && attempt.replies.last().code >= 400)
        attempt.watch.gives_up_at =
            std::min(attempt.watch.gives_up_at, steady_clock::now() + farewell_timeout);
    return size * count;
}

// Called when greeting, EHLO, TLS and login are behind us and the mail begins.
int begin_mail(void* data, char*, char*, int, int) {
    auto& attempt = *static_cast<Attempt*>(data);
    // libcurl goes on without a login where none is offered. On a kept connection nothing was said yet.
    attempt.is_login_missing = attempt.wants_login && !attempt.has_logged_in && attempt.replies.count() > 0;
    if (attempt.is_login_missing) return CURL_PREREQFUNC_ABORT;
    attempt.is_session_open = true;
    attempt.replies_before_mail = attempt.replies.count();
    return CURL_PREREQFUNC_OK;
}

// These refuse the session and not the mail, whenever they are said: closing, login wanted, failed or too
// weak.
bool refuses_session(int code) {
    return code == 421 || code == 530 || code == 534 || code == 535 || code == 538;
}

Acceptance acceptance_of(const Attempt& attempt) {
    const int code = attempt.replies.last().code;
    // Until the message ends, the server has only asked for more (354).
    if (attempt.is_whole_taken && code >= 200 && code < 300) return Acceptance::accepted;
    if (code < 400) return attempt.is_whole_taken ? Acceptance::unknown : Acceptance::unavailable;
    if (!attempt.is_session_open || refuses_session(code)) return Acceptance::unavailable;
    return code < 500 ? Acceptance::refused_for_now : Acceptance::refused;
}

std::string url_host(const std::string& host) {
    return host.find(':') == std::string::npos || host.starts_with('[') ? host : "[" + host + "]";
}

// Where to connect; its path is the name for EHLO. Nothing when the host cannot be one.
CurlAddress address_of(const SmtpSettings& settings) {
    CurlAddress address(curl_url());
    const std::string name = "/" + settings.from.substr(settings.from.find('@') + 1);
    const char* scheme = settings.security == SmtpSecurity::tls ? "smtps" : "smtp";
    const auto set = [&](CURLUPart part, const std::string& text, unsigned flags = 0) {
        return curl_url_set(address.get(), part, text.c_str(), flags) == CURLUE_OK;
    };
    const bool is_set = !settings.host.empty() && set(CURLUPART_SCHEME, scheme) &&
                        set(CURLUPART_HOST, url_host(settings.host)) &&
                        set(CURLUPART_PORT, std::to_string(settings.port)) &&
                        set(CURLUPART_PATH, name, CURLU_URLENCODE);
    return is_set ? std::move(address) : nullptr;
}

} // namespace

struct SmtpClient::Session {
    SmtpSettings settings;
    std::function<bool()> is_cancelled;
    CurlHandle curl;
    CurlAddress address;
    bool is_connection_kept = false;

    std::optional<Outcome> problem_of_settings() const;
    void begin(Attempt& attempt, milliseconds timeout);
    void perform(Attempt& attempt);
    void try_sending(Attempt& attempt, const std::string& recipient, milliseconds timeout);
    void close_connection();
    Outcome outcome_of(const Attempt& attempt, Acceptance acceptance) const;
};

std::optional<Outcome> SmtpClient::Session::problem_of_settings() const {
    if (!is_mail_address(settings.from))
        return Outcome{Acceptance::unavailable, 0, "The sender's address is no mail address"};
    if (!address) return Outcome{Acceptance::unavailable, 0, "The mail server's name is no host name"};
    return std::nullopt;
}

void SmtpClient::Session::begin(Attempt& attempt, milliseconds timeout) {
    attempt.watch.is_cancelled = &is_cancelled;
    // libcurl keeps to its own limit more exactly; this one holds where it waits for a farewell.
    attempt.watch.gives_up_at = steady_clock::now() + timeout + milliseconds(500);
    curl.begin({settings.connect_timeout, timeout, settings.ca_file}, attempt.watch);
    curl.set(CURLOPT_CURLU, address.get());
    curl.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl.set(CURLOPT_NOPROXY, "*");
    const bool is_plain = settings.security == SmtpSecurity::none;
    curl.set(CURLOPT_USE_SSL, static_cast<long>(is_plain ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    attempt.wants_login = !settings.username.empty();
    if (attempt.wants_login) {
        curl.set(CURLOPT_USERNAME, settings.username.c_str());
        curl.set(CURLOPT_PASSWORD, settings.password.c_str());
        // Left to itself libcurl prefers what Windows servers offer first and what needs more than a
        // password.
        if (!is_plain) curl.set(CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN");
    }
    curl.set(CURLOPT_MAXAGE_CONN, longest_silence_seconds);
    curl.set(CURLOPT_HEADERFUNCTION, &take_reply);
    curl.set(CURLOPT_HEADERDATA, &attempt);
    curl.set(CURLOPT_PREREQFUNCTION, &begin_mail);
    curl.set(CURLOPT_PREREQDATA, &attempt);
}

void SmtpClient::Session::perform(Attempt& attempt) {
    attempt.result = curl.perform();
    long connection_count = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_NUM_CONNECTS, &connection_count);
    attempt.is_over_kept = is_connection_kept && connection_count == 0;
    if (attempt.result == CURLE_OK) return;
    // libcurl keeps a connection on which the answer to a whole mail is still to come, and would take leave
    // of it.
    curl_socket_t socket = CURL_SOCKET_BAD;
    curl_easy_getinfo(curl.get(), CURLINFO_ACTIVESOCKET, &socket);
    if (socket != CURL_SOCKET_BAD) ::shutdown(socket, SHUT_RDWR);
}

void SmtpClient::Session::try_sending(Attempt& attempt, const std::string& recipient, milliseconds timeout) {
    begin(attempt, timeout);
    const CurlList recipients(curl_slist_append(nullptr, recipient.c_str()));
    curl.set(CURLOPT_FRESH_CONNECT, is_connection_kept ? 0L : 1L);
    curl.set(CURLOPT_MAIL_FROM, settings.from.c_str());
    curl.set(CURLOPT_MAIL_RCPT, recipients.get());
    curl.set(CURLOPT_UPLOAD, 1L);
    curl.set(CURLOPT_READFUNCTION, &give_message);
    curl.set(CURLOPT_READDATA, &attempt);
    perform(attempt);
    is_connection_kept = attempt.result == CURLE_OK;
}

// libcurl itself would close a kept connection with a QUIT and wait two minutes for the answer of a server
// that hangs.
void SmtpClient::Session::close_connection() {
    if (!is_connection_kept) return;
    is_connection_kept = false;
    Attempt attempt;
    begin(attempt, farewell_timeout);
    attempt.watch.is_cancelled = nullptr;
    attempt.watch.gives_up_at = steady_clock::now() + farewell_timeout;
    // A connection that is gone is not made anew to take leave.
    curl.set(
        CURLOPT_OPENSOCKETFUNCTION,
        +[](void*, curlsocktype, curl_sockaddr*) -> curl_socket_t { return CURL_SOCKET_BAD; });
    curl.set(CURLOPT_CUSTOMREQUEST, "NOOP");
    curl.set(CURLOPT_FORBID_REUSE, 1L);
    perform(attempt);
}

Outcome SmtpClient::Session::outcome_of(const Attempt& attempt, Acceptance acceptance) const {
    const SmtpReply& reply = attempt.replies.last();
    const bool server_decided = acceptance == Acceptance::accepted || reply.code >= 400;
    std::string words = reply.text;
    if (attempt.watch.was_cancelled && !server_decided)
        words = "Given up because telestate is stopping";
    else if (attempt.is_login_missing)
        words = "The mail server offers no login, but a user name is set";
    else if (!server_decided)
        words = curl.problem(attempt.result);
    words = one_line(without_secrets(std::move(words), settings.username, settings.password));
    return {acceptance, server_decided ? reply.code : 0, shortened(std::move(words), longest_words)};
}

SmtpClient::SmtpClient(SmtpSettings settings, std::function<bool()> is_cancelled)
    : session_(std::make_unique<Session>()) {
    session_->settings = std::move(settings);
    session_->is_cancelled = std::move(is_cancelled);
    session_->address = address_of(session_->settings);
}

SmtpClient::~SmtpClient() {
    try {
        session_->close_connection();
    } catch (const std::exception&) {
        // The connection is closed less politely with the handle.
    }
}

Outcome SmtpClient::send(const std::string& recipient, const std::string& message) {
    Session& session = *session_;
    if (!is_mail_address(recipient)) return {Acceptance::refused, 0, "This is no mail address"};
    if (const auto problem = session.problem_of_settings()) return *problem;

    const auto ends_at = steady_clock::now() + session.settings.timeout;
    Attempt first;
    first.message = message;
    session.try_sending(first, recipient, session.settings.timeout);
    const Acceptance acceptance = acceptance_of(first);

    // A kept connection may be gone, or the server may take no more mails over it: that says nothing about
    // this mail.
    const int code = first.replies.last().code;
    const bool answered_mail_only = first.replies.count() - first.replies_before_mail <= 1;
    const bool may_be_connection = code < 400 || refuses_session(code) || answered_mail_only;
    const auto left = std::chrono::duration_cast<milliseconds>(ends_at - steady_clock::now());
    if (acceptance == Acceptance::accepted || !first.is_over_kept || first.taken > 0 ||
        first.is_whole_taken || first.watch.was_cancelled || !may_be_connection ||
        left <= milliseconds::zero())
        return session.outcome_of(first, acceptance);

    Attempt second;
    second.message = message;
    session.is_connection_kept = false;
    session.try_sending(second, recipient, left);
    return session.outcome_of(second, acceptance_of(second));
}

Outcome SmtpClient::probe() {
    Session& session = *session_;
    if (const auto problem = session.problem_of_settings()) return *problem;
    session.close_connection();
    Attempt attempt;
    session.begin(attempt, session.settings.timeout);
    session.curl.set(CURLOPT_CUSTOMREQUEST, "NOOP");
    session.curl.set(CURLOPT_FRESH_CONNECT, 1L);
    session.curl.set(CURLOPT_FORBID_REUSE, 1L);
    session.perform(attempt);
    // What the server thinks of NOOP does not matter: by then the login has gone well.
    const bool has_answered = attempt.replies.count() > attempt.replies_before_mail;
    const bool is_well =
        attempt.is_session_open && has_answered && !refuses_session(attempt.replies.last().code);
    return session.outcome_of(attempt, is_well ? Acceptance::accepted : Acceptance::unavailable);
}

} // namespace telestate::mail
