#include "server/mail/message.hpp"

#include "server/mail/clean_text.hpp"
#include "server/mail/header_text.hpp"

#include <gmime/gmime.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <stdexcept>

namespace telestate::mail {

namespace {

struct Unreference {
    void operator()(void* object) const { g_object_unref(object); }
};
template <typename T>
using Owned = std::unique_ptr<T, Unreference>;
using GlibText = std::unique_ptr<char, decltype(&g_free)>;
using DateTime = std::unique_ptr<GDateTime, decltype(&g_date_time_unref)>;
using FormatOptions = std::unique_ptr<GMimeFormatOptions, decltype(&g_mime_format_options_free)>;

void start_gmime() {
    [[maybe_unused]] static const bool is_started = [] {
        g_mime_init();
        return true;
    }();
}

// GMIME_OBJECT() and its like check at run time what the types here already say.
GMimeObject* as_object(void* object) { return static_cast<GMimeObject*>(object); }

std::string date_text(std::chrono::system_clock::time_point instant) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
    const DateTime date(g_date_time_new_from_unix_utc(seconds), g_date_time_unref);
    if (!date) throw std::invalid_argument("the date of a mail is beyond any calendar");
    const GlibText text(g_mime_utils_header_format_date(date.get()), g_free);
    return text.get();
}

void set_content(GMimePart* part, const std::string& content, GMimeContentEncoding encoding) {
    const Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(content.data(), content.size()));
    const Owned<GMimeDataWrapper> wrapper(
        g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT));
    g_mime_part_set_content(part, wrapper.get());
    g_mime_part_set_content_encoding(part, encoding);
}

// Quoted-printable keeps an English text readable in the mail as it was sent.
Owned<GMimeObject> text_part(const char* subtype, const std::string& text) {
    Owned<GMimePart> part(g_mime_part_new_with_type("text", subtype));
    g_mime_object_set_content_type_parameter(as_object(part.get()), "charset", "utf-8");
    set_content(part.get(), lines_of(text), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    return Owned<GMimeObject>(as_object(part.release()));
}

// A name that every file system takes; readers could take "=?" for the beginning of an encoded word, too.
std::string file_name(const std::string& name) {
    std::string made = one_line(name);
    for (char& c : made)
        if (std::string_view("\"*/:<>?\\|").find(c) != std::string_view::npos) c = '_';
    return made;
}

// Base64 keeps every byte as it is.
Owned<GMimeObject> attachment_part(const Attachment& attachment) {
    Owned<GMimePart> part(g_mime_part_new());
    const Owned<GMimeContentType> type(
        g_mime_content_type_parse(nullptr, one_line(attachment.content_type).c_str()));
    g_mime_object_set_content_type(as_object(part.get()), type.get());
    g_mime_object_set_disposition(as_object(part.get()), GMIME_DISPOSITION_ATTACHMENT);
    g_mime_part_set_filename(part.get(), file_name(attachment.name).c_str());
    set_content(part.get(), attachment.content, GMIME_CONTENT_ENCODING_BASE64);
    return Owned<GMimeObject>(as_object(part.release()));
}

// "=_" stands in no quoted-printable and no base64, so nothing in a part can look like the boundary, which
// others could work out from the message id.
Owned<GMimeObject> multipart(const char* subtype, const std::string& message_id,
                             std::vector<Owned<GMimeObject>> parts) {
    Owned<GMimeMultipart> made(g_mime_multipart_new_with_subtype(subtype));
    g_mime_multipart_set_boundary(made.get(), ("=_" + digest_of({subtype, message_id})).c_str());
    for (const auto& part : parts)
        g_mime_multipart_add(made.get(), part.get());
    return Owned<GMimeObject>(as_object(made.release()));
}

Owned<GMimeObject> texts_of(const Message& message) {
    if (message.html.empty()) return text_part("plain", message.plain);
    if (message.plain.empty()) return text_part("html", message.html);
    std::vector<Owned<GMimeObject>> parts;
    parts.push_back(text_part("plain", message.plain));
    parts.push_back(text_part("html", message.html));
    return multipart("alternative", message.message_id, std::move(parts));
}

Owned<GMimeObject> body_of(const Message& message) {
    if (message.attachments.empty()) return texts_of(message);
    std::vector<Owned<GMimeObject>> parts;
    parts.push_back(texts_of(message));
    for (const Attachment& attachment : message.attachments)
        parts.push_back(attachment_part(attachment));
    return multipart("mixed", message.message_id, std::move(parts));
}

bool is_identifier(std::string_view text) {
    return !text.empty() && text.size() <= 254 && std::all_of(text.begin(), text.end(), [](char c) {
        return c > ' ' && c <= '~' && c != '<' && c != '>';
    });
}

void check(const Message& message) {
    for (const Mailbox* mailbox : {&message.from, &message.to})
        if (!is_mail_address(mailbox->address)) throw std::invalid_argument("this is no mail address");
    if (!is_mail_address(message.message_id)) throw std::invalid_argument("this is no message id");
    if (!message.list_id.empty() && !is_identifier(message.list_id))
        throw std::invalid_argument("this is no list id");
    for (const auto& header : message.more_headers)
        if (!is_header_name(header.first)) throw std::invalid_argument("this is no header name");
}

} // namespace

std::string format_message(const Message& message) {
    check(message);
    start_gmime();
    std::string text = mailbox_header("From", message.from);
    text += mailbox_header("To", message.to);
    text += text_header("Subject", message.subject);
    text += "Date: " + date_text(message.date) + "\r\n";
    text += "Message-ID: <" + message.message_id + ">\r\n";
    if (!message.list_id.empty()) text += identifier_header("List-Id", message.list_name, message.list_id);
    text += "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\n";
    for (const auto& [name, value] : message.more_headers)
        text += text_header(name, value);
    text += "MIME-Version: 1.0\r\n";

    const FormatOptions options(g_mime_format_options_new(), g_mime_format_options_free);
    g_mime_format_options_set_newline_format(options.get(), GMIME_NEWLINE_FORMAT_DOS);
    const Owned<GMimeObject> body = body_of(message);
    const GlibText written(g_mime_object_to_string(body.get(), options.get()), g_free);
    text += written.get();
    if (!text.ends_with("\r\n")) text += "\r\n";
    return text;
}

bool is_mail_address(std::string_view text) {
    const std::size_t at = text.find('@');
    if (text.size() > 254 || at == std::string_view::npos || at == 0 || at + 1 == text.size()) return false;
    return text.find('@', at + 1) == std::string_view::npos &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return c > ' ' && c <= '~' &&
                      std::string_view("<>()[]\"\\,:;").find(c) == std::string_view::npos;
           });
}

std::string digest_of(const std::vector<std::string>& parts) {
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    const auto add = [&](std::string_view bytes) {
        crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    };
    for (const std::string& part : parts) {
        // With its length before it, a part cannot run into the next one.
        add(std::to_string(part.size()) + ":");
        add(part);
    }
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256_final(&state, hash.data());
    std::array<char, 33> digits{};
    sodium_bin2hex(digits.data(), digits.size(), hash.data(), 16);
    return digits.data();
}

} // namespace telestate::mail
