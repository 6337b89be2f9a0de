#include "server/mail/smtp_replies.hpp"

#include <algorithm>

namespace telestate::mail {

namespace {

// A server may say as much as it likes; nobody reads more than this.
constexpr std::size_t longest_text = 4'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void append(std::string& text, std::string_view more) {
    if (!text.empty()) text += ' ';
    text += more;
    if (text.size() > longest_text) text.resize(longest_text);
}

} // namespace

void SmtpReplies::add(std::string_view bytes) {
    while (!bytes.empty()) {
        const std::size_t end = bytes.find('\n');
        if (unfinished_line_.size() < longest_text) unfinished_line_.append(bytes.substr(0, end));
        if (end == std::string_view::npos) return;
        add_line(unfinished_line_);
        unfinished_line_.clear();
        bytes.remove_prefix(end + 1);
    }
}

void SmtpReplies::add_line(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    const bool has_code = line.size() >= 3 && std::all_of(line.begin(), line.begin() + 3, is_digit) &&
                          (line.size() == 3 || line[3] == ' ' || line[3] == '-');
    if (!has_code) {
        append(unfinished_.text, line);
        return;
    }
    append(unfinished_.text, line.substr(std::min<std::size_t>(4, line.size())));
    if (line.size() > 3 && line[3] == '-') return;
    unfinished_.code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
    if (unfinished_.code != 221) {
        last_ = unfinished_;
        ++count_;
    }
    unfinished_ = {};
}

} // namespace telestate::mail
