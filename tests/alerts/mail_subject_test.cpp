#include "tests/alerts/sample_mail.hpp"

#include <doctest/doctest.h>

namespace telestate::alerts {

namespace {

std::string subject_of_one(const Notice& notice, const char* supplier = "BT") {
    return compose_mail(mail_of({contract_of({notice}, supplier)})).subject;
}

Notice without_cost(Notice notice) {
    if (notice.decision) notice.decision->cost_at_stake.reset();
    if (notice.missed) notice.missed->cost.reset();
    return notice;
}

} // namespace

TEST_CASE("a mail's subject says what to do, by when and what is at stake") {
    struct Case {
        std::string_view description;
        Notice notice;
        const char* supplier;
        const char* subject;
    };
    using enum DecisionKind;
    const Case cases[] = {
        {"notice", notice_of(give_notice), "BT", "Give notice to BT by 26 June 2026: £14,400 at stake"},
        {"notice of unknown cost", without_cost(notice_of(give_notice)), "BT",
         "Give notice to BT by 26 June 2026"},
        {"no supplier", notice_of(give_notice), "",
         "Give notice for “Broadband for schools” by 26 June 2026: £14,400 at stake"},
        {"today", notice_of(give_notice, 0), "BT", "Give notice to BT today, 26 June 2026: £14,400 at stake"},
        {"tomorrow", notice_of(give_notice, 1), "BT",
         "Give notice to BT by tomorrow, 26 June 2026: £14,400 at stake"},
        {"delivered late", notice_of(give_notice, -3), "BT",
         "Notice to BT was due by 26 June 2026: £14,400 at stake"},
        {"option", notice_of(exercise_option), "BT",
         "Exercise the option with BT by 26 June 2026 or the contract ends on 27 August 2026"},
        {"option, no supplier", notice_of(exercise_option), "",
         "Exercise the option of “Broadband for schools” by 26 June 2026 or the contract ends on 27 August 2026"},
        {"replace", notice_of(replace), "BT",
         "Replace the contract with BT by 26 June 2026 or let it go: it ends on 27 August 2026"},
        {"break", notice_of(use_break), "BT",
         "Give notice to BT by 26 June 2026 to use the break on 27 August 2026"},
        {"start preparing", start_by_of(give_notice), "BT",
         "Start preparing for the contract with BT by 26 March 2026: £14,400 at stake"},
        {"price rise", price_rise_of(), "BT", "Prices of BT rise on 1 April 2026"},
        {"price rise today", price_rise_of(0), "BT", "Prices of BT rise today, 1 April 2026"},
        {"missed notice", missed_of(give_notice), "BT",
         "Missed: notice to BT was due by 26 June 2026, now costs £14,400"},
        {"missed option", missed_of(exercise_option), "BT",
         "Missed: the option with BT lapsed after 26 June 2026, the contract ends on 27 August 2027"},
        {"missed replacement", missed_of(replace), "BT",
         "Missed: BT is out of contract since 27 June 2026, £276.16 so far"},
        {"missed break", missed_of(use_break), "BT",
         "Missed: notice to BT was due by 26 June 2026 to use the break, now costs £14,400"},
        {"escalation", escalated(notice_of(give_notice, 23)), "BT",
         "Not acknowledged: give notice to BT by 26 June 2026: £14,400 at stake"},
    };
    for (const Case& one : cases) {
        CAPTURE(one.description);
        CHECK(subject_of_one(one.notice, one.supplier) == one.subject);
    }
}

TEST_CASE("a subject about platforms and lines says what stops and when") {
    MailContent content = mail_of();
    content.platforms = {platform_of()};
    CHECK(compose_mail(content).subject == "Support for Cisco CUCM 11.5 ends on 26 June 2026");
    content.platforms.clear();
    content.switch_offs = {switch_off_of(1204)};
    CHECK(compose_mail(content).subject == "1,204 lines stop working on 31 January 2027: PSTN switch-off");
    content.switch_offs = {switch_off_of(1)};
    CHECK(compose_mail(content).subject == "1 line stops working on 31 January 2027: PSTN switch-off");
    CHECK(compose_mail(mail_of()).subject == "Renewal alerts of 26 May 2026");
}

TEST_CASE("a subject counts everything else the mail tells of") {
    MailContent content = mail_of({contract_of({notice_of(DecisionKind::give_notice)})});
    content.platforms = {platform_of(180)};
    content.switch_offs = {switch_off_of(3, 250)};
    CHECK(compose_mail(content).subject == "Give notice to BT by 26 June 2026: £14,400 at stake (+2)");
}

TEST_CASE("what can still be done within a month comes before what was missed, and that before the rest") {
    const ContractSection missed = contract_of({missed_of(DecisionKind::give_notice)}, "Gamma");
    const auto first_of = [&](std::int64_t days_left) {
        return compose_mail(mail_of({missed, contract_of({notice_of(DecisionKind::give_notice, days_left)})}))
            .subject;
    };
    CHECK(first_of(30) == "Give notice to BT by 26 June 2026: £14,400 at stake (+1)");
    CHECK(first_of(0) == "Give notice to BT today, 26 June 2026: £14,400 at stake (+1)");
    CHECK(first_of(31) == "Missed: notice to Gamma was due by 26 June 2026, now costs £14,400 (+1)");
}

TEST_CASE("sums are shown in the organisation's currency, without pence where there are none") {
    const std::pair<const char*, const char*> cases[] = {{"GBP", ": £14,400 at stake"},
                                                         {"EUR", ": €14,400 at stake"},
                                                         {"USD", ": $14,400 at stake"},
                                                         {"CHF", ": CHF 14,400 at stake"}};
    for (const auto& [currency, ending] : cases) {
        CAPTURE(currency);
        MailContent content = mail_of({contract_of({notice_of(DecisionKind::give_notice)})});
        content.currency = currency;
        CHECK(compose_mail(content).subject.ends_with(ending));
        content.contracts[0].notices[0].decision->cost_at_stake = Money::of_pence(-1'234'505);
        const std::string credit = compose_mail(content).subject;
        CHECK(credit.ends_with("12,345.05 at stake"));
        CHECK(contains(credit, ": -"));
    }
}

TEST_CASE("a subject stays one line of modest length whatever the supplier is called") {
    const std::string subject =
        subject_of_one(notice_of(DecisionKind::give_notice), "BT\r\nBcc: someone@example.org");
    CHECK(subject == "Give notice to BT Bcc: someone@example.org by 26 June 2026: £14,400 at stake");
    const std::string endless = std::string(500, 'x');
    CHECK(contains(subject_of_one(notice_of(DecisionKind::give_notice), endless.c_str()),
                   std::string(59, 'x') + "… by 26 June 2026"));
}

} // namespace telestate::alerts
