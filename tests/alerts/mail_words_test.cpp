#include "server/alerts/mail_words.hpp"
#include "server/document/utf8.hpp"
#include "tests/alerts/sample_mail.hpp"

#include <doctest/doctest.h>

#include <sstream>

namespace telestate::alerts {

namespace {

// The plain text with its lines joined again, so that a sentence is found wherever it was wrapped.
std::string unwrapped(std::string_view plain) {
    std::string out;
    for (const char c : plain) {
        const char space = c == '\n' ? ' ' : c;
        if (space != ' ' || out.empty() || out.back() != ' ') out += space;
    }
    return out;
}

std::string plain_of_one(const Notice& notice, const char* supplier = "BT") {
    return unwrapped(compose_mail(mail_of({contract_of({notice}, supplier)})).plain);
}

} // namespace

TEST_CASE("each kind of alert says what to do, by when, and what happens otherwise") {
    struct Case {
        std::string_view description;
        Notice notice;
        std::vector<std::string_view> sentences;
    };
    using enum DecisionKind;
    const Case cases[] = {
        {"notice",
         notice_of(give_notice),
         {"What to do: Give notice to BT if the contract is to end on 27 August 2026. It has to have arrived by 26 June 2026.",
          "By: Friday 26 June 2026 (in 31 days)",
          "Otherwise: It runs until 27 August 2027 and costs £14,400.", "[31 days left]",
          "the working day before is Friday"}},
        {"option",
         notice_of(exercise_option),
         {"Exercise the option to extend the contract with BT, or decide to let it lapse.",
          "Otherwise: The option lapses and the contract ends on 27 August 2026.",
          "If extended: It runs until 27 August 2027 and costs £14,400."}},
        {"replace",
         notice_of(replace),
         {"Have a replacement for the contract with BT in place, or let it go.",
          "Otherwise: The contract ends on 27 August 2026 by itself."}},
        {"break",
         notice_of(use_break),
         {"Give notice to BT if the contract is to end early, at its break on 27 August 2026.",
          "Otherwise: The break on 27 August 2026 is gone and the contract goes on."}},
        {"start preparing",
         start_by_of(give_notice),
         {"Start preparing now, so that the decision of 26 June 2026 can be met.",
          "Start by: Thursday 26 March 2026 (in 31 days)",
          "The day for that is Friday 26 June 2026 (in 123 days).",
          "Otherwise: It runs until 27 August 2027 and costs £14,400."}},
        {"price rise",
         price_rise_of(),
         {"Rise on: Wednesday 1 April 2026 (in 31 days)",
          "New prices: Line rental: £12.00 to £13.50 every month"}},
        {"missed notice",
         missed_of(give_notice),
         {"[Missed]", "What happened:",
          "Notice to BT had to have arrived by Friday 26 June 2026 (7 days ago). No decision is recorded.",
          "It now runs until 27 August 2027 and costs £14,400.", "acknowledge this alert.",
          "It comes again every 7 days until it is acknowledged or a decision is recorded."}},
        {"missed option",
         missed_of(exercise_option),
         {"The option to extend had to be exercised by Friday 26 June 2026 (7 days ago).",
          "The option has lapsed and the contract ends on 27 August 2027."}},
        {"missed replacement",
         missed_of(replace),
         {"A replacement had to be in place by Friday 26 June 2026 (7 days ago).",
          "It has been out of contract since 27 June 2026 and has cost £276.16 since then.",
          "it runs until somebody ends it."}},
        {"missed break",
         missed_of(use_break),
         {"Notice to BT to use the break had to have arrived by",
          "It now runs until 27 August 2027 and costs £14,400."}},
        {"escalation",
         escalated(notice_of(give_notice, 23)),
         {"[23 days left] [Not acknowledged]",
          "Why you: You are told because this has not been acknowledged by Jane Smith and bob@example.org since "
          "19 May 2026."}},
        {"today", notice_of(give_notice, 0), {"[Today]", "By: Friday 26 June 2026 (today)"}},
        {"tomorrow", notice_of(give_notice, 1), {"[Tomorrow]", "By: Friday 26 June 2026 (tomorrow)"}},
        {"delivered late",
         notice_of(give_notice, -3),
         {"[Late]", "Friday 26 June 2026 (3 days ago)", "This mail could not be delivered in time."}},
    };
    for (const Case& one : cases) {
        CAPTURE(one.description);
        const std::string plain = plain_of_one(one.notice);
        CHECK(!contains(plain, "!"));
        for (const std::string_view sentence : one.sentences) {
            CAPTURE(sentence);
            CHECK(contains(plain, sentence));
        }
    }
}

TEST_CASE("a cost that is not known is said to be so") {
    Notice notice = notice_of(DecisionKind::give_notice);
    notice.decision->cost_at_stake.reset();
    CHECK(contains(plain_of_one(notice), "It runs until 27 August 2027. What that costs is not known."));
}

TEST_CASE("a mail tells of platforms, of lines and of contracts that ran out, and who gets it and why") {
    const MailText mail = compose_mail(full_mail());
    const std::string plain = unwrapped(mail.plain);
    for (const std::string_view sentence :
         {"Renewal alerts Kent Community Health NHS Foundation Trust, 26 May 2026 For Jane Smith",
          "7 alerts about 4 contracts, 1 platform and lines at the switch-off, the soonest first.",
          "BT · Reference ABC-123 · Owner Jane Smith",
          "Plan what follows Cisco CUCM 11.5: an upgrade, a replacement or longer support.",
          "Lines: 1,204 lines in 1 record: 4 PSTN and 1,200 ISDN30.",
          "Contact centre. Mitel, out of contract since 1 April 2026: £12,340.50 so far",
          "Pagers. Out of contract since 1 December 2025: what it costs is not known",
          "Open the contract: https://telestate.example.org/contracts/c1",
          "named as owner or deputy of a contract in it, as responsible for its service, or as a recipient",
          "See all alerts: https://telestate.example.org/alerts", "Nobody reads replies to this mail."}) {
        CAPTURE(sentence);
        CHECK(contains(plain, sentence));
    }
}

TEST_CASE("no line of the plain text is longer than 76 characters, but for what cannot be broken") {
    MailContent content = full_mail();
    content.contracts[1].title =
        "Öffentliche Fernsprechdienste für Bürgerämter, Schulen, Büchereien und Bäder im Kreis";
    std::istringstream lines(compose_mail(content).plain);
    for (std::string line; std::getline(lines, line);) {
        CAPTURE(line);
        const bool is_address = contains(line, "https://");
        CHECK((is_address || document::character_count(line) <= 76));
    }
}

TEST_CASE("texts of records are cleaned before they are told") {
    struct Case {
        std::string_view description;
        std::string text;
        std::size_t longest;
        const char* cleaned;
    };
    const Case cases[] = {
        {"line breaks and tabs", "a\r\n b\tc\v", 100, "a b c"},
        {"a NUL and other controls", std::string("a\0b\x1b[31m", 8), 100, "a b [31m"},
        {"a C1 control and a line separator", "a\u0085b\u2028c", 100, "a b c"},
        {"an override of direction", "a\u202Egpj.exe\u202C\u2066b\u2069", 100, "agpj.exeb"},
        {"bytes that are no UTF-8", "a\xC3(b\xFF", 100, "a\uFFFD(b\uFFFD"},
        {"as long as may be", "abcde", 5, "abcde"},
        {"one too long", "abcdéf", 5, "abcd…"},
        {"letters of several bytes", "éééééé", 5, "éééé…"},
        {"nothing but spaces", " \t ", 5, ""},
    };
    for (const Case& one : cases) {
        CAPTURE(one.description);
        CHECK(clean_text(one.text, one.longest) == one.cleaned);
    }
}

} // namespace telestate::alerts
