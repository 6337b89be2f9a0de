#include "tests/storage/sample_estate.hpp"

namespace telestate::storage {

Day day(const char* text) { return parse_day(text).value(); }
Period period(const char* text) { return parse_period(text).value(); }
Decimal decimal(const char* text) { return parse_decimal(text).value(); }

Count exact_count(std::int64_t value, const char* as_at) {
    Count count;
    count.value = value;
    if (as_at != nullptr) count.as_at = day(as_at);
    return count;
}

namespace {

std::vector<FieldSilence> some_silences() {
    return {{"product", Silence::withheld}, {"version", Silence::not_held}, {"maker", Silence::none}};
}

std::vector<Release> some_releases() {
    return {{"product", {"s31(3)", "s36(2)(c)"}, true, "It would help an attacker."},
            {"version", {}, false, "Not ours to tell."}};
}

Annotations some_annotations() { return {"As told by the switchboard.", some_silences(), some_releases()}; }

Count full_count() { return {1117, "lines", Qualifier::at_least, day("2021-08-23"), "1117 lines and more"}; }

Organisation sample_organisation() {
    Organisation organisation;
    organisation.name = "Kent Community Health NHS Foundation Trust";
    organisation.address = "The Oast";
    organisation.time_zone = "Europe/Belfast";
    organisation.bank_holidays = Division::northern_ireland;
    organisation.financial_year_start = {8, 1};
    organisation.currency = "EUR";
    organisation.public_body = false;
    organisation.alert_recipients = {"telephony@example.org", "finance@example.org"};
    organisation.alert_days = std::vector<int>{60, 0, 14};
    organisation.notes = "A note.";
    organisation.silences = some_silences();
    organisation.releases = some_releases();
    return organisation;
}

Charge recurring_charge() {
    Charge charge;
    charge.id = "rental";
    charge.description = "Rental of 12 lines";
    charge.kind = ChargeKind::recurring;
    charge.quantity = decimal("12");
    charge.unit_price = decimal("9.9950");
    charge.every = period("P1M");
    charge.from = day("2021-04-01");
    charge.to = day("2024-03-31");
    charge.price_rises = {{day("2022-04-01"), decimal("3.9"), std::nullopt, std::nullopt},
                          {day("2023-04-01"), std::nullopt, decimal("11.25"), Rounding::up}};
    charge.vat = Vat{VatBasis::exclusive, decimal("20.0")};
    charge.cost_centre = "cc-2";
    charge.account_code = "5210";
    charge.site = "annexe";
    charge.notes = "In advance.";
    charge.silences = some_silences();
    charge.releases = some_releases();
    return charge;
}

Charge one_off_charge() {
    Charge charge;
    charge.id = "installation";
    charge.kind = ChargeKind::one_off;
    charge.amount = decimal("-250.00");
    charge.on = day("2021-05-05");
    charge.vat = Vat{};
    charge.price_rises = {};
    charge.silences = {{"vat.rate", Silence::unknown}};
    return charge;
}

Charge unpriced_charge() {
    Charge charge;
    charge.id = "calls";
    charge.silences = {{"amount", Silence::withheld}};
    return charge;
}

} // namespace

Contract sample_contract() {
    Contract contract;
    contract.id = "phone-system";
    contract.title = "Phone system";
    contract.reference = "PO 4711";
    contract.supplier = "bt";
    contract.service = "telephony";
    contract.site = "hq";
    contract.term.kind = TermKind::auto_renew;
    contract.term.start = parse_partial_date("2021-Q2");
    contract.term.length = period("P1Y6M");
    contract.term.end = parse_partial_date("FY2022-23-Q2");
    contract.term.renews_for = period("P12M");
    contract.term.period = period("P6W");
    contract.term.notice = Notice{period("P10D"), true};
    contract.term.notice_expires = NoticeExpires::any_day;
    contract.term.extensions = {
        {period("P1Y"), true, Notice{period("P3M"), false}, day("2022-01-31"), period("P6M")},
        {period("P2Y"), std::nullopt, std::nullopt, std::nullopt, std::nullopt}};
    contract.term.breaks = {{day("2022-06-30"), Notice{period("P0D"), false}},
                            {day("2022-09-30"), std::nullopt}};
    contract.lead_time = period("P9M");
    contract.charges = {recurring_charge(), one_off_charge(), unpriced_charge()};
    contract.decisions = {
        {DecisionKind::give_notice, day("2022-09-30"), Outcome::leave, day("2022-06-01"), day("2022-10-31"),
         "Moving to the cloud."},
        {DecisionKind::use_break, day("2022-06-30"), Outcome::renew, day("2022-05-01"), std::nullopt, ""}};
    contract.ended_on = day("2022-10-31");
    contract.framework = Framework{"Network Services 3", "Lot 2a", "RM6116-17"};
    contract.owner = "gordon";
    contract.deputies = {"louise", "gordon"};
    contract.cost_centre = "cc-1";
    contract.account_code = "5200";
    contract.alert_days = std::vector<int>{120, 30, 0};
    contract.documents = {{"Order form", "https://example.org/order"}, {"", "https://example.org/terms"}};
    contract.notes = "With an accent: caf\xc3\xa9.";
    contract.silences = some_silences();
    contract.releases = some_releases();
    return contract;
}

Estate sample_estate() {
    Estate estate;
    estate.organisation = sample_organisation();
    estate.sites = {{"hq", "Trust HQ", "Hermitage Lane", "ME16 9NT", some_annotations()},
                    {"annexe", "", "", "", {}}};
    estate.people = {
        {"gordon", "Gordon Flack", "Director", "g@example.org", "01622 211900", true, some_annotations()},
        {"louise", "", "", "", "", false, {}},
        {"lead", "", "Technical lead", "", "", std::nullopt, {}}};
    estate.suppliers = {{"bt",
                         "BT",
                         "01800000",
                         {"British Telecommunications", "BT plc"},
                         {"Ann", "ann@example.org", "0800 1"},
                         {"Desk", "desk@example.org", "0800 2"},
                         some_annotations()},
                        {"mitel", "Mitel", "", {}, {}, {}, {}}};
    Contract bare;
    bare.id = "bare";
    Contract between = sample_contract();
    between.id = "second-system";
    between.framework = Framework{};
    between.alert_days = std::vector<int>{};
    estate.contracts = {sample_contract(), bare, between};
    estate.platforms = {{"pbx", "telephony", "pbx", "MX-One", "7.4", "mitel", "phone-system", "on_premises",
                         "hq", day("2025-12-31"), some_annotations()},
                        {"teams", "", "", "", "", "", "", "", "", std::nullopt, {}}};
    Line line;
    line.id = "lines-1";
    line.platform = "pbx";
    line.contract = "second-system";
    line.site = "annexe";
    line.provider = "bt";
    line.technology = LineTechnology::isdn30;
    line.purpose = LinePurpose::lift;
    line.number = "+441622211900";
    line.features = {"call_waiting", "caller_id"};
    line.count = full_count();
    line.ceased_on = day("2026-12-31");
    line.annotations = some_annotations();
    Line bare_line;
    bare_line.id = "lines-2";
    estate.lines = {line, bare_line};
    estate.licences = {{"softphones", "softphone", "Phone", "pbx", "phone-system", "hq", exact_count(200),
                        full_count(), exact_count(0, "2021-01-31"), some_annotations()},
                       {"agents", "", "", "", "", "", std::nullopt, std::nullopt, exact_count(5), {}}};
    estate.numbers = {{"main", "geographic", "+441622211900", "+441622211901", "+441622211999",
                       "phone-system", "bt", "pbx", "hq", "switchboard", true, "in_use", full_count(),
                       some_annotations()},
                      {"other", "", "", "", "", "", "", "", "", "", std::nullopt, "", std::nullopt, {}}};
    estate.usage = {{"calls", "pbx", "phone-system", "inbound_calls", period("P1M"), day("2021-01-01"),
                     day("2021-10-31"), full_count(), some_annotations()},
                    {"views", "", "", "", std::nullopt, std::nullopt, std::nullopt, std::nullopt, {}}};
    estate.responsibilities = {{"telephony", "technical_lead", "lead", "Since 2020."},
                               {"telephony", "technical_lead", "louise", ""},
                               {"networks", "technical_lead", "lead", ""}};
    estate.observations = {{"lines", "lines-1", "count", exact_count(900, "2019-01-01")},
                           {"lines", "lines-1", "count", exact_count(800)},
                           {"licences", "softphones", "purchased", exact_count(150)},
                           {"usage", "views", "count", exact_count(7, "2020-02-29")}};
    return estate;
}

void put_estate(Writer& writer, const Estate& estate) {
    if (estate.organisation) writer.put_organisation(*estate.organisation).value();
    for (const auto& record : estate.sites)
        writer.put_site(record).value();
    for (const auto& record : estate.people)
        writer.put_person(record).value();
    for (const auto& record : estate.suppliers)
        writer.put_supplier(record).value();
    for (const auto& record : estate.contracts)
        writer.put_contract(record).value();
    for (const auto& record : estate.platforms)
        writer.put_platform(record).value();
    for (const auto& record : estate.lines)
        writer.put_line(record).value();
    for (const auto& record : estate.licences)
        writer.put_licence(record).value();
    for (const auto& record : estate.numbers)
        writer.put_number(record).value();
    for (const auto& record : estate.usage)
        writer.put_usage(record).value();
    for (const auto& record : estate.responsibilities)
        writer.put_responsibility(record).value();
    for (const auto& record : estate.observations)
        writer.put_observation(record).value();
}

Estate read_estate(const Reader& reader) {
    Estate estate;
    estate.organisation = reader.find_organisation();
    reader.for_each_site([&](const auto& record) { estate.sites.push_back(record); });
    reader.for_each_person([&](const auto& record) { estate.people.push_back(record); });
    reader.for_each_responsibility([&](const auto& record) { estate.responsibilities.push_back(record); });
    reader.for_each_supplier([&](const auto& record) { estate.suppliers.push_back(record); });
    reader.for_each_contract(Projection::whole,
                             [&](const auto& record) { estate.contracts.push_back(record); });
    reader.for_each_platform([&](const auto& record) { estate.platforms.push_back(record); });
    reader.for_each_line([&](const auto& record) { estate.lines.push_back(record); });
    reader.for_each_licence([&](const auto& record) { estate.licences.push_back(record); });
    reader.for_each_number([&](const auto& record) { estate.numbers.push_back(record); });
    reader.for_each_usage([&](const auto& record) { estate.usage.push_back(record); });
    reader.for_each_older_observation([&](const auto& record) { estate.observations.push_back(record); });
    return estate;
}

} // namespace telestate::storage
