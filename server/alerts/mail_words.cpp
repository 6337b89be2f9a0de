#include "server/alerts/mail_words.hpp"

#include "model/count.hpp"
#include "server/document/text_rules.hpp"
#include "server/document/utf8.hpp"

namespace telestate::alerts {

namespace {

constexpr std::size_t longest_title = 160;
constexpr std::size_t longest_name = 100;
constexpr std::size_t longest_line = 500;
constexpr std::size_t longest_reason = 2'000;

// The first character of well-formed UTF-8, and how many bytes it takes.
std::pair<char32_t, std::size_t> first_character(std::string_view text) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned lead = byte(0);
    if (lead < 0x80) return {lead, 1};
    const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t character = lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i)
        character = (character << 6U) | (byte(i) & 0x3FU);
    return {character, length};
}

bool is_blank(char32_t c) { return c <= 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029; }

// What turns the direction of writing for the text that follows, and so could make a mail read otherwise than
// it is written; and the byte order mark, which means nothing inside a text.
bool is_override(char32_t c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

// Collects cleaned characters up to a number of them.
class CleanText {
  public:
    explicit CleanText(std::size_t longest) : longest_(longest) {}

    void add_valid(std::string_view text) {
        while (!text.empty()) {
            const auto [character, length] = first_character(text);
            if (is_blank(character)) {
                is_space_due_ = !out_.empty();
            } else if (!is_override(character)) {
                add(text.substr(0, length));
            }
            text.remove_prefix(length);
        }
    }
    void add(std::string_view character) {
        if (is_space_due_) put(" ");
        is_space_due_ = false;
        put(character);
    }
    std::string text() && {
        if (count_ > longest_) out_.replace(cut_at_, std::string::npos, "…");
        return std::move(out_);
    }

  private:
    void put(std::string_view character) {
        // The last character that fits makes room for the ellipsis once there are more.
        if (count_ + 1 == longest_) cut_at_ = out_.size();
        if (count_ < longest_) out_ += character;
        if (count_ <= longest_) ++count_;
    }

    std::size_t longest_;
    std::string out_;
    std::size_t count_ = 0;
    std::size_t cut_at_ = 0;
    bool is_space_due_ = false;
};

void clean(std::string& text, std::size_t longest) { text = clean_text(text, longest); }

void clean_each(std::vector<std::string>& texts, std::size_t longest) {
    for (std::string& text : texts)
        clean(text, longest);
}

void clean_url(std::string& url) {
    if (!document::is_web_address(url)) url.clear();
}

void clean(Notice& notice) {
    clean_each(notice.told, longest_name);
    clean_each(notice.working, longest_reason);
    clean_each(notice.price_rises, longest_line);
}

} // namespace

std::string clean_text(std::string_view text, std::size_t longest) {
    CleanText out(longest);
    while (!text.empty()) {
        const std::optional<std::size_t> broken = document::find_invalid_utf8(text);
        out.add_valid(text.substr(0, broken.value_or(text.size())));
        if (!broken) break;
        out.add("\uFFFD");
        text.remove_prefix(*broken + 1);
    }
    return std::move(out).text();
}

MailContent cleaned(const MailContent& content) {
    MailContent out = content;
    clean(out.organisation, longest_title);
    clean(out.currency, longest_name);
    clean(out.recipient_name, longest_name);
    for (ContractSection& contract : out.contracts) {
        clean(contract.title, longest_title);
        clean(contract.reference, longest_name);
        clean(contract.supplier, longest_name);
        clean(contract.owner, longest_name);
        clean_url(contract.url);
        for (Notice& notice : contract.notices)
            clean(notice);
    }
    for (PlatformSection& platform : out.platforms) {
        clean(platform.title, longest_title);
        clean(platform.product, longest_title);
        clean_url(platform.url);
        clean(platform.notice);
    }
    for (SwitchOffSection& switch_off : out.switch_offs) {
        clean_each(switch_off.by_technology, longest_name);
        clean_url(switch_off.url);
        clean(switch_off.notice);
    }
    for (OverrunLine& overrun : out.overruns) {
        clean(overrun.title, longest_title);
        clean(overrun.supplier, longest_name);
        clean_url(overrun.url);
    }
    clean_url(out.alerts_url);
    clean_url(out.calendar_url);
    clean_url(out.organisation_url);
    return out;
}

std::string money_in_words(Money amount, std::string_view currency) {
    std::string text = format_money_for_people(amount, currency);
    if (text.ends_with(".00")) text.resize(text.size() - 3);
    constexpr std::string_view dollars = "USD ";
    if (const std::size_t at = text.find(dollars); at <= 1) text.replace(at, dollars.size(), "$");
    return text;
}

std::string counted(std::int64_t count, std::string_view singular, std::string_view plural) {
    return describe_count({count, {}, {}, {}, {}}) + " " + std::string(count == 1 ? singular : plural);
}

std::string joined(const std::vector<std::string>& parts) {
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) out += i + 1 == parts.size() ? " and " : ", ";
        out += parts[i];
    }
    return out;
}

std::string Item::title() const {
    if (contract != nullptr) return contract->title;
    if (platform != nullptr) return platform->title;
    return "Lines at the switch-off";
}

const std::string& Item::url() const {
    if (contract != nullptr) return contract->url;
    return platform != nullptr ? platform->url : switch_off->url;
}

std::vector<Item> items_of(const MailContent& content) {
    std::vector<Item> items;
    for (const ContractSection& contract : content.contracts) {
        for (const Notice& notice : contract.notices)
            items.push_back({&notice, &contract, nullptr, nullptr});
    }
    for (const PlatformSection& platform : content.platforms)
        items.push_back({&platform.notice, nullptr, &platform, nullptr});
    for (const SwitchOffSection& switch_off : content.switch_offs)
        items.push_back({&switch_off.notice, nullptr, nullptr, &switch_off});
    return items;
}

std::string lead_of(const MailContent& content) {
    const auto size = [](const auto& list) { return static_cast<std::int64_t>(list.size()); };
    const std::int64_t count = size(items_of(content));
    if (count == 0) return "Nothing is due.";
    std::vector<std::string> subjects;
    if (!content.contracts.empty())
        subjects.push_back(counted(size(content.contracts), "contract", "contracts"));
    if (!content.platforms.empty())
        subjects.push_back(counted(size(content.platforms), "platform", "platforms"));
    if (!content.switch_offs.empty()) subjects.push_back("lines at the switch-off");
    return counted(count, "alert", "alerts") + " about " + joined(subjects) +
           (count > 1 ? ", the soonest first." : ".");
}

std::string about_contract(const ContractSection& contract) {
    std::string out = contract.supplier;
    const auto add = [&](std::string_view label, const std::string& text) {
        if (text.empty()) return;
        out += out.empty() ? "" : " · ";
        out += std::string(label) + text;
    };
    add("Reference ", contract.reference);
    add("Owner ", contract.owner);
    return out;
}

std::string describe_overrun(const OverrunLine& overrun, std::string_view currency) {
    std::string out = overrun.supplier.empty() ? "Out" : overrun.supplier + ", out";
    out += " of contract since " + format_long_day(overrun.since);
    return out + (overrun.cost ? ": " + money_in_words(*overrun.cost, currency) + " so far"
                               : ": what it costs is not known");
}

std::vector<FooterLine> footer_of(const MailContent& content) {
    const std::string organisation = content.organisation.empty() ? "the organisation" : content.organisation;
    std::vector<FooterLine> lines;
    lines.push_back({"You get this mail because you are named as owner or deputy of a contract in it, as "
                     "responsible for its service, or as a recipient of the alerts of " +
                         organisation + ".",
                     "", ""});
    lines.push_back({"To change that, change who is named on the contract's page, or the recipients of the "
                     "organisation.",
                     content.organisation_url.empty() ? "" : "Change the recipients",
                     content.organisation_url});
    if (!content.alerts_url.empty())
        lines.push_back(
            {"You can see, acknowledge and snooze all alerts.", "See all alerts", content.alerts_url});
    if (!content.calendar_url.empty())
        lines.push_back({"These days can also come into your calendar by themselves.", "Set up the calendar",
                         content.calendar_url});
    lines.push_back({"Nobody reads replies to this mail.", "", ""});
    return lines;
}

} // namespace telestate::alerts
