#include "tests/model/support/documents.hpp"

#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <set>

namespace telestate::test {

namespace {

using nlohmann::json;

// One object, which has to have been read in full when it goes.
class Fields {
  public:
    Fields(const json& object, const char* what) : object_(object), what_(what) {
        REQUIRE(object.is_object());
    }

    // Fails on every field that nobody asked for.
    void finish() const {
        for (const auto& [name, value] : object_.items())
            REQUIRE_MESSAGE(seen_.contains(name), what_, " has an unknown field: ", name);
    }

    const json* find(const char* name) {
        seen_.insert(name);
        const auto found = object_.find(name);
        return found == object_.end() ? nullptr : &*found;
    }

    std::string text(const char* name) {
        const json* value = find(name);
        return value != nullptr ? value->get<std::string>() : std::string();
    }

    template <typename Parse>
    auto parsed(const char* name, Parse parse) -> decltype(parse(std::string_view())) {
        const json* value = find(name);
        if (value == nullptr) return std::nullopt;
        const std::string text = value->is_string() ? value->get<std::string>() : value->dump();
        auto result = parse(std::string_view(text));
        REQUIRE_MESSAGE(result.has_value(), what_, ": ", name, " does not read: ", text);
        return result;
    }

    template <typename Parse>
    auto required(const char* name, Parse parse) {
        const auto result = parsed(name, parse);
        REQUIRE_MESSAGE(result.has_value(), what_, " has no ", name);
        return *result;
    }

    template <typename Value, typename Read>
    std::vector<Value> list(const char* name, Read read) {
        std::vector<Value> values;
        if (const json* items = find(name)) {
            for (const json& item : *items)
                values.push_back(read(item));
        }
        return values;
    }

    std::vector<std::string> texts(const char* name) {
        return list<std::string>(name, [](const json& item) { return item.get<std::string>(); });
    }

    std::optional<std::vector<int>> numbers(const char* name) {
        const json* value = find(name);
        if (value == nullptr) return std::nullopt;
        return value->get<std::vector<int>>();
    }

    std::optional<Notice> notice(const char* name) {
        const json* value = find(name);
        if (value == nullptr) return std::nullopt;
        if (value->is_string()) return Notice{period(value->get<std::string>()), false};
        Fields fields(*value, name);
        const Notice read{fields.required("length", parse_period), fields.text("days") == "working"};
        REQUIRE(read.working_days);
        fields.finish();
        return read;
    }

    std::vector<FieldSilence> silences() {
        std::vector<FieldSilence> silences;
        if (const json* value = find("silences")) {
            for (const auto& [field, silence] : value->items()) {
                const auto parsed_silence = parse_silence(silence.get<std::string>());
                REQUIRE(parsed_silence.has_value());
                silences.push_back({field, *parsed_silence});
            }
        }
        return silences;
    }

  private:
    const json& object_;
    const char* what_;
    std::set<std::string> seen_;
};

Extension read_extension(const json& item) {
    Fields fields(item, "extension");
    Extension option;
    option.length = fields.required("length", parse_period);
    if (const json* up_to = fields.find("up_to")) option.up_to = up_to->get<bool>();
    option.notice = fields.notice("notice");
    option.exercised_on = fields.parsed("exercised_on", parse_day);
    option.exercised_length = fields.parsed("exercised_length", parse_period);
    fields.finish();
    return option;
}

Break read_break(const json& item) {
    Fields fields(item, "break");
    Break option{fields.required("on", parse_day), fields.notice("notice")};
    fields.finish();
    return option;
}

Term read_term(const json& item) {
    Fields fields(item, "term");
    Term term;
    term.kind = fields.required("kind", parse_term_kind);
    term.start = fields.parsed("start", parse_partial_date);
    term.length = fields.parsed("length", parse_period);
    term.end = fields.parsed("end", parse_partial_date);
    term.renews_for = fields.parsed("renews_for", parse_period);
    term.period = fields.parsed("period", parse_period);
    term.notice = fields.notice("notice");
    term.notice_expires = fields.parsed("notice_expires", parse_notice_expires);
    term.extensions = fields.list<Extension>("extensions", read_extension);
    term.breaks = fields.list<Break>("breaks", read_break);
    fields.finish();
    return term;
}

Decision read_decision(const json& item) {
    Fields fields(item, "decision");
    Decision decision;
    decision.kind = fields.required("kind", parse_decision_kind);
    decision.takes_effect = fields.required("takes_effect", parse_day);
    decision.outcome = fields.required("outcome", parse_outcome);
    decision.decided_on = fields.required("decided_on", parse_day);
    decision.leaves_on = fields.parsed("leaves_on", parse_day);
    decision.note = fields.text("note");
    fields.finish();
    return decision;
}

PriceRise read_price_rise(const json& item) {
    Fields fields(item, "price rise");
    PriceRise rise;
    rise.on = fields.required("on", parse_day);
    rise.percent = fields.parsed("percent", parse_decimal);
    rise.price = fields.parsed("price", parse_decimal);
    rise.rounding = fields.parsed("rounding", parse_rounding);
    fields.finish();
    return rise;
}

Person read_person(const json& item) {
    Fields fields(item, "person");
    Person person;
    person.id = fields.text("id");
    person.name = fields.text("name");
    person.email = fields.text("email");
    fields.finish();
    return person;
}

Responsibility read_responsibility(const json& item) {
    Fields fields(item, "responsibility");
    Responsibility responsibility{fields.text("service"), fields.text("role"), fields.text("person"), {}};
    fields.finish();
    return responsibility;
}

Platform read_platform(const json& item) {
    Fields fields(item, "platform");
    Platform platform;
    platform.id = fields.text("id");
    platform.service = fields.text("service");
    platform.contract = fields.text("contract");
    platform.end_of_support = fields.parsed("end_of_support", parse_day);
    fields.finish();
    return platform;
}

Line read_line(const json& item) {
    Fields fields(item, "line");
    Line line;
    line.id = fields.text("id");
    line.platform = fields.text("platform");
    line.contract = fields.text("contract");
    line.technology = fields.parsed("technology", parse_line_technology);
    line.ceased_on = fields.parsed("ceased_on", parse_day);
    fields.finish();
    return line;
}

Organisation read_organisation(const json& item) {
    Fields fields(item, "organisation");
    Organisation organisation;
    organisation.alert_recipients = fields.texts("alert_recipients");
    organisation.alert_days = fields.numbers("alert_days");
    fields.finish();
    return organisation;
}

json parsed_json(std::string_view text) {
    std::string quoted(text);
    std::replace(quoted.begin(), quoted.end(), '\'', '"');
    return json::parse(quoted);
}

json read_file(const std::string& path) {
    std::ifstream file(path);
    REQUIRE_MESSAGE(file.good(), path);
    return json::parse(file);
}

} // namespace

Charge read_charge(const json& item) {
    Fields fields(item, "charge");
    Charge charge;
    charge.id = fields.text("id");
    charge.description = fields.text("description");
    charge.kind = fields.parsed("kind", parse_charge_kind).value_or(ChargeKind::recurring);
    charge.amount = fields.parsed("amount", parse_decimal);
    charge.quantity = fields.parsed("quantity", parse_decimal);
    charge.unit_price = fields.parsed("unit_price", parse_decimal);
    charge.every = fields.parsed("every", parse_period);
    charge.from = fields.parsed("from", parse_day);
    charge.to = fields.parsed("to", parse_day);
    charge.on = fields.parsed("on", parse_day);
    charge.price_rises = fields.list<PriceRise>("price_rises", read_price_rise);
    if (const json* value = fields.find("vat")) {
        Fields vat(*value, "vat");
        charge.vat = Vat{vat.required("basis", parse_vat_basis), vat.parsed("rate", parse_decimal)};
        vat.finish();
    }
    charge.cost_centre = fields.text("cost_centre");
    charge.site = fields.text("site");
    charge.silences = fields.silences();
    fields.finish();
    return charge;
}

Contract read_contract(const json& item) {
    Fields fields(item, "contract");
    Contract contract;
    contract.id = fields.text("id");
    contract.title = fields.text("title");
    contract.supplier = fields.text("supplier");
    contract.service = fields.text("service");
    contract.site = fields.text("site");
    contract.cost_centre = fields.text("cost_centre");
    contract.owner = fields.text("owner");
    contract.deputies = fields.texts("deputies");
    contract.alert_days = fields.numbers("alert_days");
    if (const json* term = fields.find("term")) contract.term = read_term(*term);
    contract.lead_time = fields.parsed("lead_time", parse_period);
    contract.ended_on = fields.parsed("ended_on", parse_day);
    contract.charges = fields.list<Charge>("charges", read_charge);
    contract.decisions = fields.list<Decision>("decisions", read_decision);
    contract.silences = fields.silences();
    fields.finish();
    return contract;
}

Contract contract_of(std::string_view text) {
    Contract contract = read_contract(parsed_json(text));
    if (contract.id.empty()) contract.id = "c1";
    return contract;
}

Charge charge_of(std::string_view text) { return read_charge(parsed_json(text)); }

Estate estate_of(std::string_view text) {
    const json document = parsed_json(text);
    Fields fields(document, "estate");
    Estate estate;
    if (const json* organisation = fields.find("organisation"))
        estate.organisation = read_organisation(*organisation);
    estate.people = fields.list<Person>("people", read_person);
    estate.responsibilities = fields.list<Responsibility>("responsibilities", read_responsibility);
    estate.contracts = fields.list<Contract>("contracts", read_contract);
    estate.platforms = fields.list<Platform>("platforms", read_platform);
    estate.lines = fields.list<Line>("lines", read_line);
    fields.finish();
    return estate;
}

Platform platform_of(std::string_view text) { return read_platform(parsed_json(text)); }

Line line_of(std::string_view text) { return read_line(parsed_json(text)); }

json read_test_file(const std::string& path) { return read_file(TELESTATE_TESTS_DIRECTORY "/" + path); }

const BankHolidays& bank_holidays() {
    static const BankHolidays holidays = [] {
        const json file = read_file(TELESTATE_BANK_HOLIDAYS);
        std::vector<Day> all;
        const auto calendar_of = [&](Division division) {
            std::vector<Day> days;
            for (const json& event : file.at(std::string(name_of(division))).at("events"))
                days.push_back(day(event.at("date").get<std::string>()));
            all.insert(all.end(), days.begin(), days.end());
            return WorkingCalendar(days);
        };
        BankHolidays read;
        read.england_and_wales = calendar_of(Division::england_and_wales);
        read.scotland = calendar_of(Division::scotland);
        read.northern_ireland = calendar_of(Division::northern_ireland);
        read.united_kingdom = WorkingCalendar(all);
        return read;
    }();
    return holidays;
}

const Rules& rules() {
    static const Rules rules{{}, bank_holidays().england_and_wales, day("2027-01-31")};
    return rules;
}

} // namespace telestate::test
