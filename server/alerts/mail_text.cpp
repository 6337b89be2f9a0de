#include "server/alerts/mail_text.hpp"

#include "server/alerts/mail_parts.hpp"
#include "server/alerts/mail_words.hpp"

namespace telestate::alerts {

MailText compose_mail(const MailContent& content) {
    const MailContent clean = cleaned(content);
    std::string subject = subject_of(clean);
    std::string html = html_of(clean, subject);
    return {std::move(subject), plain_of(clean), std::move(html)};
}

} // namespace telestate::alerts
