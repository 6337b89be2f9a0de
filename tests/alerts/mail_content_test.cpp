#include "server/alerts/mail_content.hpp"
#include "tests/alerts/sample_mail.hpp"
#include "tests/storage/temporary_database.hpp"

#include <doctest/doctest.h>

namespace telestate::alerts {

namespace {

constexpr const char* reader_address = "jane@example.org";

Charge monthly(const char* amount) {
    Charge charge;
    charge.description = "Line rental";
    charge.amount = parse_decimal(amount);
    charge.every = parse_period("P1M");
    return charge;
}

// Ends on 27 August 2026 and renews for a year; notice by Friday 26 June 2026; £1,200 a month.
Contract renewing(const char* id = "c1") {
    Contract contract;
    contract.id = id;
    contract.title = "Broadband for schools";
    contract.reference = "ABC-123";
    contract.supplier = "bt";
    contract.owner = "jane";
    contract.term.kind = TermKind::auto_renew;
    contract.term.start = parse_partial_date("2023-08-28");
    contract.term.length = parse_period("P3Y");
    contract.term.renews_for = parse_period("P1Y");
    contract.term.notice = telestate::Notice{*parse_period("P2M"), false};
    contract.charges = {monthly("1200.00")};
    return contract;
}

Contract fixed_until(const char* id, const char* end) {
    Contract contract;
    contract.id = id;
    contract.title = "Pagers";
    contract.term.kind = TermKind::fixed;
    contract.term.start = parse_partial_date("2020-04-01");
    contract.term.end = parse_partial_date(end);
    contract.charges = {monthly("10.00")};
    return contract;
}

Line line_of(const char* id, LineTechnology technology, std::optional<std::int64_t> count = std::nullopt) {
    Line line;
    line.id = id;
    line.technology = technology;
    if (count) line.count = Count{*count, {}, {}, {}, {}};
    return line;
}

MailAlert alert_of(const char* id, MilestoneKind kind, const char* on, std::int64_t offset,
                   RecordKind subject = RecordKind::contracts) {
    MailAlert alert;
    alert.key = {{subject, id, kind, day(on)}, offset};
    return alert;
}

MailAlert decide_by(const char* on, std::int64_t offset, const char* id = "c1") {
    return alert_of(id, MilestoneKind::decide_by, on, offset);
}

// An estate in a database file with one supplier and one person.
struct TestEstate {
    TestEstate() {
        organisation.name = "The Trust";
        jane.id = "jane";
        jane.name = "Jane Smith";
        jane.email = reader_address;
        Supplier supplier;
        supplier.id = "bt";
        supplier.name = "BT";
        database.put(&storage::Writer::put_organisation, organisation);
        database.put(&storage::Writer::put_person, jane);
        database.put(&storage::Writer::put_supplier, supplier);
    }
    void put(const Contract& contract) { database.put(&storage::Writer::put_contract, contract); }
    void put(const Line& line) { database.put(&storage::Writer::put_line, line); }
    void put(const Platform& platform) { database.put(&storage::Writer::put_platform, platform); }

    MailContent gather(const char* on, const std::vector<MailAlert>& alerts,
                       const std::vector<AlertPlan::Overrun>& overruns = {},
                       const char* public_url = "https://telestate.example.org/") {
        AddressBook addresses(organisation);
        addresses.add(jane);
        const WorkingCalendar calendar;
        const Rules rules{{}, calendar, day("2027-01-31")};
        return gather_mail(database->read(),
                           {rules, day(on), addresses, public_url, reader_address, overruns}, alerts);
    }

    Organisation organisation;
    Person jane;
    storage::TemporaryDatabase database;
};

} // namespace

TEST_CASE("a mail is gathered with everything it says about a contract") {
    TestEstate estate;
    estate.put(renewing());
    const MailContent content = estate.gather("2026-05-27", {decide_by("2026-06-26", 30)});
    CHECK(content.organisation == "The Trust");
    CHECK(content.currency == "GBP");
    CHECK(content.recipient_name == "Jane Smith");
    CHECK(content.alerts_url == "https://telestate.example.org/alerts");
    REQUIRE(content.contracts.size() == 1);
    const ContractSection& section = content.contracts[0];
    CHECK(section.title == "Broadband for schools");
    CHECK(section.supplier == "BT");
    CHECK(section.owner == "Jane Smith");
    CHECK(section.url == "https://telestate.example.org/contracts/c1");
    REQUIRE(section.notices.size() == 1);
    const Notice& notice = section.notices[0];
    CHECK(notice.days_left == 30);
    REQUIRE(notice.decision);
    CHECK(notice.decision->kind == DecisionKind::give_notice);
    CHECK(notice.decision->cost_at_stake == pounds(14'400));
    CHECK(
        notice.working ==
        std::vector<std::string>{
            "Start: 28 August 2023, as recorded.",
            "End of term 1: 27 August 2026 (28 August 2023 + 3 years - 1 day).",
            "Day by which notice has to have arrived: 26 June 2026 (27 August 2026 - 2 months = 27 June 2026, a "
            "Saturday; the working day before is Friday).",
            "What happens if nobody acts: 27 August 2027 (it goes on from 28 August 2026 for 1 year)."});
    CHECK(compose_mail(content).subject == "Give notice to BT by 26 June 2026: £14,400 at stake");
}

TEST_CASE("a mail without a public address has no links") {
    TestEstate estate;
    estate.put(renewing());
    const MailContent content = estate.gather("2026-05-27", {decide_by("2026-06-26", 30)}, {}, "");
    CHECK(content.contracts[0].url.empty());
    CHECK(content.alerts_url.empty());
    CHECK(!contains(compose_mail(content).plain, "://"));
}

TEST_CASE("several alerts of one milestone are told once") {
    TestEstate estate;
    estate.put(renewing());
    MailAlert tighter = decide_by("2026-06-26", 30);
    tighter.is_escalation = true;
    tighter.first_told_on = day("2026-05-27");
    tighter.told = {"JANE@example.org", "bob@example.org"};
    const std::vector<MailAlert> both{tighter, decide_by("2026-06-26", 7)};
    const MailContent content = estate.gather("2026-06-19", both);
    REQUIRE(content.contracts.size() == 1);
    REQUIRE(content.contracts[0].notices.size() == 1);
    CHECK(!content.contracts[0].notices[0].is_escalation); // one of them is the reader's own

    const MailContent escalated = estate.gather("2026-06-19", {tighter});
    const Notice& notice = escalated.contracts[0].notices[0];
    CHECK(notice.is_escalation);
    CHECK(notice.told == std::vector<std::string>{"Jane Smith", "bob@example.org"});
    CHECK(notice.first_told_on == day("2026-05-27"));
}

TEST_CASE("a missed notice says what it now costs, in the term it was missed for and in the one after") {
    TestEstate estate;
    estate.put(renewing());
    const std::vector<MailAlert> alerts{decide_by("2026-06-26", -7), decide_by("2026-06-26", 0)};
    const MailContent soon = estate.gather("2026-07-03", alerts);
    REQUIRE(soon.contracts.size() == 1);
    REQUIRE(soon.contracts[0].notices.size() == 1);
    const Notice& missed = soon.contracts[0].notices[0];
    CHECK(missed.is_missed);
    CHECK(missed.days_left == -7);
    CHECK(missed.missed == MissedDecision{DecisionKind::give_notice, day("2026-06-26"), 7, day("2027-08-27"),
                                          std::nullopt, pounds(14'400)});
    CHECK(contains(missed.working.back(), "27 August 2027"));

    const MailContent later = estate.gather("2026-09-04", alerts);
    CHECK(later.contracts[0].notices[0].missed == MissedDecision{DecisionKind::give_notice, day("2026-06-26"),
                                                                 70, day("2027-08-27"), std::nullopt,
                                                                 pounds(14'400)});
}

TEST_CASE("a missed break costs what the contract is committed to after it") {
    TestEstate estate;
    Contract contract = renewing();
    contract.term.breaks = {{day("2025-08-27"), telestate::Notice{*parse_period("P1M"), false}}};
    estate.put(contract);
    const MailContent content = estate.gather("2025-08-01", {decide_by("2025-07-25", -7)});
    REQUIRE(content.contracts.size() == 1);
    CHECK(content.contracts[0].notices[0].missed == MissedDecision{DecisionKind::use_break, day("2025-07-25"),
                                                                   7, day("2026-08-27"), std::nullopt,
                                                                   pounds(14'400)});
}

TEST_CASE("a contract that ran out says so, and what it has cost since") {
    TestEstate estate;
    estate.put(fixed_until("c2", "2026-04-30"));
    const std::vector<AlertPlan::Overrun> overruns{{"c2", {reader_address}}, {"gone", {reader_address}}};
    const MailContent content = estate.gather("2026-05-31", {decide_by("2026-04-30", -7, "c2")}, overruns);
    REQUIRE(content.contracts.size() == 1);
    CHECK(content.contracts[0].notices[0].missed->out_of_contract_since == day("2026-05-01"));
    REQUIRE(content.overruns.size() == 1);
    CHECK(content.overruns[0].title == "Pagers");
    CHECK(content.overruns[0].since == day("2026-05-01"));
    CHECK(content.overruns[0].cost == pounds(10));

    const std::vector<AlertPlan::Overrun> of_others{{"c2", {"bob@example.org"}}};
    CHECK(estate.gather("2026-05-31", {}, of_others).overruns.empty());
}

TEST_CASE("an option is told without the end it would put off") {
    TestEstate estate;
    Contract contract = fixed_until("c2", "2026-06-30");
    contract.term.extensions = {{*parse_period("P1Y"), {}, {}, {}, {}}};
    estate.put(contract);
    const MailContent content = estate.gather("2026-06-23", {decide_by("2026-06-30", 7, "c2")});
    REQUIRE(content.contracts[0].notices.size() == 1);
    CHECK(content.contracts[0].notices[0].decision->kind == DecisionKind::exercise_option);

    contract.term.extensions[0].exercised_on = day("2026-07-02");
    estate.put(contract);
    CHECK(estate.gather("2026-07-01", {decide_by("2026-06-30", -1, "c2")}).contracts.size() == 1);
    CHECK(estate.gather("2026-07-02", {decide_by("2026-06-30", -1, "c2")}).contracts.empty());
}

TEST_CASE("a break and a notice due on one day are both told") {
    TestEstate estate;
    Contract contract = renewing();
    contract.term.breaks = {{day("2026-08-27"), std::nullopt}};
    estate.put(contract);
    const MailContent content = estate.gather("2026-05-27", {decide_by("2026-06-26", 30)});
    REQUIRE(content.contracts[0].notices.size() == 2);
    CHECK(content.contracts[0].notices[0].decision->kind == DecisionKind::use_break);
    CHECK(content.contracts[0].notices[1].decision->kind == DecisionKind::give_notice);
    CHECK(content.contracts[0].notices[0].calendar.uid != content.contracts[0].notices[1].calendar.uid);
}

TEST_CASE("the start of preparations says which decision it is for, even when it is delivered late") {
    TestEstate estate;
    Contract contract = renewing();
    contract.lead_time = parse_period("P3M");
    estate.put(contract);
    for (const auto& [on, days_left] : {std::pair("2026-03-19", 7), std::pair("2026-03-29", -3)}) {
        CAPTURE(on);
        const MailContent content =
            estate.gather(on, {alert_of("c1", MilestoneKind::start_by, "2026-03-26", 7)});
        REQUIRE(content.contracts.size() == 1);
        const Notice& notice = content.contracts[0].notices[0];
        CHECK(notice.days_left == days_left);
        CHECK(notice.decision->decide_by == day("2026-06-26"));
        CHECK(notice.decision->days_left == days_left + 92);
    }
}

TEST_CASE("a price rise says from what to what") {
    TestEstate estate;
    Contract contract = renewing();
    contract.charges = {monthly("1200.00"), monthly("10.00")};
    contract.charges[0].from = day("2025-04-01");
    contract.charges[0].price_rises = {{day("2026-04-01"), parse_decimal("3.9"), {}, {}}};
    contract.charges[1] = monthly("0.00");
    contract.charges[1].amount.reset();
    contract.charges[1].description = "Handsets";
    contract.charges[1].quantity = parse_decimal("12");
    contract.charges[1].unit_price = parse_decimal("2.5000");
    contract.charges[1].price_rises = {{day("2026-04-01"), {}, parse_decimal("2.7500"), {}}};
    estate.put(contract);
    const auto alert = alert_of("c1", MilestoneKind::price_rise, "2026-04-01", 30);
    const MailContent content = estate.gather("2026-03-02", {alert});
    REQUIRE(content.contracts.size() == 1);
    CHECK(content.contracts[0].notices[0].price_rises ==
          std::vector<std::string>{
              "Line rental: £1,200.00 to £1,246.80 every month",
              "Handsets: £2.5000 to £2.7500 for each of 12 every month, from 28 April 2026"});
    contract.charges[0].price_rises[0].on = contract.charges[1].price_rises[0].on = day("2026-05-01");
    estate.put(contract);
    CHECK(estate.gather("2026-03-02", {alert}).contracts.empty());
}

TEST_CASE("lines that stop on one day are told together, and platforms each for itself") {
    TestEstate estate;
    estate.put(line_of("l1", LineTechnology::isdn30, 1200));
    estate.put(line_of("l2", LineTechnology::pstn));
    estate.put(line_of("l3", LineTechnology::sip_trunk, 50));
    estate.put(line_of("l4", LineTechnology::pstn, 7)); // nobody asked about it
    Platform platform;
    platform.id = "p1";
    platform.product = "Cisco CUCM";
    platform.version = "11.5";
    platform.end_of_support = day("2026-09-30");
    estate.put(platform);
    const auto alerts = [] {
        std::vector<MailAlert> out;
        for (const char* const id : {"l1", "l2", "l3", "gone"})
            out.push_back(alert_of(id, MilestoneKind::pstn_switch_off, "2027-01-31", 180, RecordKind::lines));
        out.push_back(alert_of("p1", MilestoneKind::end_of_support, "2026-09-30", 90, RecordKind::platforms));
        out.push_back(alert_of("p1", MilestoneKind::end_of_support, "2026-08-31", 90, RecordKind::platforms));
        return out;
    }();
    const MailContent content = estate.gather("2026-08-04", alerts);
    REQUIRE(content.switch_offs.size() == 1);
    CHECK(content.switch_offs[0].line_count == 1201);
    CHECK(content.switch_offs[0].record_count == 2);
    CHECK(content.switch_offs[0].by_technology == std::vector<std::string>{"1 PSTN", "1,200 ISDN30"});
    REQUIRE(content.platforms.size() == 1); // its end of support was moved since the other alert
    CHECK(content.platforms[0].product == "Cisco CUCM 11.5");
    CHECK(content.platforms[0].notice.days_left == 57);
}

TEST_CASE("what is decided, ended or deleted is left out of a mail") {
    TestEstate estate;
    Contract contract = renewing();
    contract.decisions = {
        {DecisionKind::give_notice, day("2026-08-27"), Outcome::renew, day("2026-05-20"), {}, {}}};
    estate.put(contract);
    contract.id = "c3";
    contract.decisions.clear();
    contract.ended_on = day("2026-08-27");
    estate.put(contract);
    std::vector<MailAlert> alerts;
    for (const char* const id : {"c1", "c3", "gone"}) {
        alerts.push_back(decide_by("2026-06-26", 30, id));
        alerts.push_back(decide_by("2026-06-26", -7, id));
    }
    CHECK(estate.gather("2026-05-27", alerts).contracts.empty());
    CHECK(estate.gather("2026-07-03", alerts).contracts.empty());
}

TEST_CASE("sums too large to be held keep no contract out of a mail") {
    TestEstate estate;
    Contract contract = renewing();
    for (int i = 0; i < 400; ++i) {
        contract.charges.push_back(monthly("999999999999.99"));
        contract.charges.back().every = parse_period("P1D");
    }
    estate.put(contract);
    for (const auto& [on, offset] : {std::pair("2026-05-27", 30), std::pair("2026-07-03", -7)}) {
        const MailContent content = estate.gather(on, {decide_by("2026-06-26", offset)});
        REQUIRE(content.contracts.size() == 1);
        const MailText mail = compose_mail(content);
        CHECK(contains(mail.plain, "27 August 2027"));
        CHECK(contains(mail.plain, "What that costs is not known."));
    }
}

TEST_CASE("contracts come soonest first") {
    TestEstate estate;
    estate.put(renewing("late"));
    Contract sooner = renewing("sooner");
    sooner.term.notice = telestate::Notice{*parse_period("P3M"), false};
    estate.put(sooner);
    const MailContent content = estate.gather(
        "2026-05-01", {decide_by("2026-06-26", 90, "late"), decide_by("2026-05-27", 30, "sooner")});
    REQUIRE(content.contracts.size() == 2);
    CHECK(content.contracts[0].id == "sooner");
}

TEST_CASE("a mail's calendar holds the days still to come, each known for good") {
    TestEstate estate;
    Contract contract = renewing();
    contract.lead_time = parse_period("P3M");
    estate.put(contract);
    estate.put(fixed_until("c2", "2026-03-10"));
    const MailContent content =
        estate.gather("2026-03-19", {decide_by("2026-06-26", 90), decide_by("2026-03-10", -7, "c2"),
                                     alert_of("c1", MilestoneKind::start_by, "2026-03-26", 7)});
    const std::string identity = estate.database->read().identity();
    const document::Calendar calendar = calendar_of(content);
    REQUIRE(calendar.events.size() == 2);
    CHECK(calendar.events[0].uid == "c1-start_by-give_notice-1@" + identity + ".telestate");
    const document::CalendarEvent& event = calendar.events[1];
    CHECK(event.uid == "c1-decide_by-give_notice-1@" + identity + ".telestate");
    CHECK(event.on == day("2026-06-26"));
    CHECK(event.summary == "Give notice to BT: Broadband for schools");
    CHECK(contains(event.description, "It runs until 27 August 2027 and costs £14,400."));
    CHECK(event.url == "https://telestate.example.org/contracts/c1");
    CHECK(event.sequence == 0);
    CHECK(event.changed_at == storage::an_instant);
}

} // namespace telestate::alerts
