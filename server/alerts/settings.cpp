#include "server/alerts/settings.hpp"

#include "server/mail/message.hpp"

#include <fstream>
#include <iterator>

namespace telestate::alerts {

namespace {

constexpr std::size_t longest_secret = 4096;

// A secret is what the file holds but for the line's end.
Result<std::string> read_secret(const std::filesystem::path& file, const std::string& setting) {
    std::ifstream in(file, std::ios::binary);
    if (!in || std::filesystem::is_directory(file))
        return Error{ErrorCode::not_found, "the file named by " + setting + " cannot be read", {}};
    std::string secret{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r'))
        secret.pop_back();
    if (secret.empty() || secret.size() > longest_secret)
        return Error{ErrorCode::invalid, "the file named by " + setting + " does not hold a secret", {}};
    return secret;
}

} // namespace

Result<mail::SmtpSettings> smtp_of(const Settings& settings) {
    mail::SmtpSettings smtp = settings.smtp;
    if (smtp.host.empty()) return Error{ErrorCode::conflict, "no mail server is set (smtp.host)", {}};
    if (smtp.from.empty()) return Error{ErrorCode::conflict, "no sender is set (smtp.from)", {}};
    if (!mail::is_mail_address(smtp.from))
        return Error{ErrorCode::invalid, "smtp.from is no mail address such as telestate@example.nhs.uk", {}};
    if (!smtp.username.empty() && settings.smtp_password_file.empty())
        return Error{ErrorCode::conflict, "smtp.username is set without smtp.password_file", {}};
    if (!settings.smtp_password_file.empty()) {
        auto password = read_secret(settings.smtp_password_file, "smtp.password_file");
        if (!password) return password.error();
        smtp.password = std::move(password.value());
    }
    return smtp;
}

Result<mail::WebhookSettings> webhook_of(const Settings& settings) {
    mail::WebhookSettings webhook = settings.webhook;
    if (webhook.url.empty()) return Error{ErrorCode::conflict, "no webhook is set (alerts.webhook_url)", {}};
    if (!settings.webhook_secret_file.empty()) {
        auto secret = read_secret(settings.webhook_secret_file, "alerts.webhook_secret_file");
        if (!secret) return secret.error();
        webhook.secret = std::move(secret.value());
    }
    return webhook;
}

std::string webhook_host(const Settings& settings) {
    const std::string& url = settings.webhook.url;
    const auto scheme = url.find("://");
    if (scheme == std::string::npos) return {};
    std::string rest = url.substr(scheme + 3);
    rest = rest.substr(0, rest.find_first_of("/?#"));
    const auto user = rest.rfind('@');
    return user == std::string::npos ? rest : rest.substr(user + 1);
}

} // namespace telestate::alerts
