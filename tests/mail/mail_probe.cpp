// Does what each line of its standard input asks, and answers with a line: JSON both ways. For mail_test.py.

#include "server/mail/message.hpp"
#include "server/mail/smtp_client.hpp"
#include "server/mail/webhook.hpp"

#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>

using namespace telestate::mail;
using nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

SmtpSecurity security_of(const std::string& name) {
    if (name == "tls") return SmtpSecurity::tls;
    return name == "starttls" ? SmtpSecurity::starttls : SmtpSecurity::none;
}

const char* name_of(Acceptance acceptance) {
    switch (acceptance) {
    case Acceptance::accepted:
        return "accepted";
    case Acceptance::refused_for_now:
        return "refused_for_now";
    case Acceptance::refused:
        return "refused";
    case Acceptance::unavailable:
        return "unavailable";
    case Acceptance::unknown:
        return "unknown";
    }
    return "";
}

Mailbox mailbox_of(const json& value) { return {value.value("name", ""), value.at("address")}; }

Message message_of(const json& value) {
    Message message;
    message.from = mailbox_of(value.at("from"));
    message.to = mailbox_of(value.at("to"));
    message.subject = value.value("subject", "");
    message.message_id = value.value("message_id", "m1@example.org");
    message.date = std::chrono::system_clock::time_point(std::chrono::seconds(value.value("date", 0)));
    message.list_id = value.value("list_id", "");
    message.list_name = value.value("list_name", "");
    for (const json& header : value.value("more_headers", json::array()))
        message.more_headers.emplace_back(header.at(0), header.at(1));
    message.plain = value.value("plain", "");
    message.html = value.value("html", "");
    for (const json& attachment : value.value("attachments", json::array()))
        message.attachments.push_back(
            {attachment.at("name"), attachment.at("content_type"), attachment.at("content")});
    return message;
}

SmtpSettings settings_of(const json& value) {
    SmtpSettings settings;
    settings.host = value.value("host", "127.0.0.1");
    settings.port = value.at("port");
    settings.security = security_of(value.value("security", "none"));
    settings.username = value.value("username", "");
    settings.password = value.value("password", "");
    settings.from = value.value("from", "telestate@example.org");
    settings.ca_file = value.value("ca_file", "");
    settings.connect_timeout = milliseconds(value.value("connect_timeout_ms", 5'000));
    settings.timeout = milliseconds(value.value("timeout_ms", 10'000));
    return settings;
}

// Says yes from a while after now on.
std::function<bool()> cancelled_after(const json& value) {
    if (!value.contains("cancel_after_ms")) return {};
    const auto at = steady_clock::now() + milliseconds(value.at("cancel_after_ms").get<int>());
    return [at] { return steady_clock::now() >= at; };
}

json outcome_json(const Outcome& outcome) {
    return {{"acceptance", name_of(outcome.acceptance)}, {"code", outcome.code}, {"words", outcome.words}};
}

json webhook(const json& value) {
    WebhookSettings settings;
    settings.url = value.at("url");
    settings.secret = value.value("secret", "");
    settings.ca_file = value.value("ca_file", "");
    settings.connect_timeout = milliseconds(value.value("connect_timeout_ms", 5'000));
    settings.timeout = milliseconds(value.value("timeout_ms", 10'000));
    const std::chrono::system_clock::time_point now(std::chrono::seconds(value.value("now", 0)));
    return outcome_json(post_webhook(settings, value.value("id", "d1"), value.value("body", ""), now,
                                     cancelled_after(value)));
}

json answer_to(const json& asked, std::unique_ptr<SmtpClient>& client) {
    const std::string what = asked.at("do");
    if (what == "webhook") return webhook(asked);
    if (what == "format") return {{"text", format_message(message_of(asked.at("message")))}};
    if (what == "open") client = std::make_unique<SmtpClient>(settings_of(asked), cancelled_after(asked));
    if (what == "close") client.reset();
    if (what == "probe") return outcome_json(client->probe());
    if (what == "send")
        return outcome_json(client->send(
            asked.at("to"), asked.contains("raw") ? asked.at("raw").get<std::string>()
                                                  : format_message(message_of(asked.at("message")))));
    return json::object();
}

} // namespace

int main() {
    std::unique_ptr<SmtpClient> client;
    for (std::string line; std::getline(std::cin, line);) {
        const auto started = steady_clock::now();
        json answer = answer_to(json::parse(line), client);
        answer["ms"] = std::chrono::duration_cast<milliseconds>(steady_clock::now() - started).count();
        std::cout << answer.dump() << std::endl;
    }
}
