#include "server/document/organisation_json.hpp"

#include "server/document/annotation_json.hpp"
#include "server/document/record_reader.hpp"

#include <array>

namespace telestate::document {

namespace {

constexpr std::array<std::string_view, 3> division_words = {"england-and-wales", "scotland",
                                                            "northern-ireland"};

std::string read_time_zone(RecordReader& reader) {
    const std::string zone = reader.line("time_zone");
    if (zone.empty() || is_time_zone(zone)) return zone;
    reader.problems().add(Path(reader.path(), "time_zone"),
                          in_quotes(zone) + " is no name of a time zone such as \"Europe/London\"");
    return {};
}

std::string read_currency(RecordReader& reader) {
    const std::string currency = reader.line("currency");
    if (currency.empty() || is_currency(currency)) return currency;
    reader.problems().add(Path(reader.path(), "currency"),
                          in_quotes(currency) + " is no currency code of three capitals such as \"GBP\"");
    return {};
}

std::optional<FinancialYearStart> read_year_start(RecordReader& reader) {
    const std::string text = reader.line("financial_year_start");
    if (text.empty()) return std::nullopt;
    const auto start = parse_financial_year_start(text);
    if (!start) {
        reader.problems().add(Path(reader.path(), "financial_year_start"),
                              in_quotes(text) +
                                  " is no day of every year written as month and day, such as \"04-01\"");
    }
    return start;
}

// Somebody at a supplier: a name, or an object.
Contact read_contact(RecordReader& record, std::string_view name) {
    Contact contact;
    const JsonValue* value = record.find(name);
    if (value == nullptr) return contact;
    const Path at(record.path(), name);
    if (value->is_text()) {
        contact.name = read_text(*value, at, record.problems(), Lines::one);
        return contact;
    }
    RecordReader reader(*value, at, record.problems(), "a name, or");
    contact.name = reader.line("name");
    contact.email = reader.email("email");
    contact.phone = reader.line("phone");
    if (value->is_object() && value->members.empty()) {
        record.problems().add(at, "is empty; leave the field out where nobody is known");
    }
    reader.finish();
    return contact;
}

void append_contact(JsonWriter& json, std::string_view name, const Contact& contact) {
    if (contact.is_empty()) return;
    json.key(name);
    if (contact.email.empty() && contact.phone.empty()) {
        json.text(contact.name);
        return;
    }
    json.begin_object();
    json.member_if("name", contact.name);
    json.member_if("email", contact.email);
    json.member_if("phone", contact.phone);
    json.end_object();
}

} // namespace

Organisation read_organisation(const JsonValue& value, const Path& path, Problems& problems) {
    RecordReader reader(value, path, problems, "the organisation");
    Organisation organisation;
    organisation.name = reader.line_or_silence("name", "the name of the organisation");
    organisation.address = reader.paragraph("address");
    if (const std::string zone = read_time_zone(reader); !zone.empty()) organisation.time_zone = zone;
    if (const auto division = reader.choice("bank_holidays", division_words, parse_division)) {
        organisation.bank_holidays = *division;
    }
    if (const auto start = read_year_start(reader)) organisation.financial_year_start = *start;
    if (const std::string currency = read_currency(reader); !currency.empty())
        organisation.currency = currency;
    organisation.public_body = reader.boolean("public_body");
    organisation.alert_recipients = reader.emails("alert_recipients");
    organisation.alert_days = reader.alert_days();
    Annotations annotations = reader.annotations();
    organisation.notes = std::move(annotations.notes);
    organisation.silences = std::move(annotations.silences);
    organisation.releases = std::move(annotations.releases);
    reader.finish();
    return organisation;
}

Site read_site(const JsonValue& value, const Path& path, Problems& problems) {
    RecordReader reader(value, path, problems, "a site");
    Site site;
    site.id = reader.id();
    site.name = reader.line_or_silence("name", "the name of the site");
    site.address = reader.paragraph("address");
    site.postcode = reader.line("postcode");
    site.annotations = reader.annotations();
    reader.finish();
    return site;
}

Person read_person(const JsonValue& value, const Path& path, Problems& problems) {
    RecordReader reader(value, path, problems, "a person");
    Person person;
    person.id = reader.id();
    person.name = reader.line("name");
    person.job_title = reader.line("job_title");
    person.email = reader.email("email");
    person.phone = reader.line("phone");
    person.executive = reader.boolean("executive");
    person.annotations = reader.annotations();
    reader.finish();
    return person;
}

Responsibility read_responsibility(const JsonValue& value, const Path& path, Problems& problems) {
    RecordReader reader(value, path, problems, "a responsibility");
    Responsibility responsibility;
    responsibility.service = reader.required_line("service", "the service that somebody answers for");
    responsibility.role = reader.required_line("role", "the part the person has, such as \"technical_lead\"");
    reader.report_missing("person", "the id of a person");
    responsibility.person = reader.reference("person", "a person");
    responsibility.notes = reader.paragraph("notes");
    reader.finish();
    return responsibility;
}

Supplier read_supplier(const JsonValue& value, const Path& path, Problems& problems) {
    RecordReader reader(value, path, problems, "a supplier");
    Supplier supplier;
    supplier.id = reader.id();
    supplier.name = reader.line_or_silence("name", "the name of the supplier");
    supplier.company_number = reader.line("company_number");
    supplier.also_known_as = reader.lines("also_known_as");
    supplier.account_manager = read_contact(reader, "account_manager");
    supplier.support = read_contact(reader, "support");
    supplier.annotations = reader.annotations();
    reader.finish();
    return supplier;
}

void append_organisation(JsonWriter& json, const Organisation& organisation) {
    json.begin_object();
    json.member_if("name", organisation.name);
    json.member_if("address", organisation.address);
    json.member("time_zone", organisation.time_zone);
    json.member("bank_holidays", name_of(organisation.bank_holidays));
    json.member("financial_year_start", format_financial_year_start(organisation.financial_year_start));
    json.member("currency", organisation.currency);
    if (organisation.public_body) json.member("public_body", *organisation.public_body);
    append_texts(json, "alert_recipients", organisation.alert_recipients);
    append_alert_days(json, organisation.alert_days);
    append_annotations(json, organisation.notes, organisation.silences, organisation.releases);
    json.end_object();
}

void append_site(JsonWriter& json, const Site& site) {
    json.begin_object();
    json.member("id", site.id);
    json.member_if("name", site.name);
    json.member_if("address", site.address);
    json.member_if("postcode", site.postcode);
    append_annotations(json, site.annotations);
    json.end_object();
}

void append_person(JsonWriter& json, const Person& person) {
    json.begin_object();
    json.member("id", person.id);
    json.member_if("name", person.name);
    json.member_if("job_title", person.job_title);
    json.member_if("email", person.email);
    json.member_if("phone", person.phone);
    if (person.executive) json.member("executive", *person.executive);
    append_annotations(json, person.annotations);
    json.end_object();
}

void append_responsibility(JsonWriter& json, const Responsibility& responsibility) {
    json.begin_object();
    json.member("service", responsibility.service);
    json.member("role", responsibility.role);
    json.member("person", responsibility.person);
    json.member_if("notes", responsibility.notes);
    json.end_object();
}

void append_supplier(JsonWriter& json, const Supplier& supplier) {
    json.begin_object();
    json.member("id", supplier.id);
    json.member_if("name", supplier.name);
    json.member_if("company_number", supplier.company_number);
    append_texts(json, "also_known_as", supplier.also_known_as);
    append_contact(json, "account_manager", supplier.account_manager);
    append_contact(json, "support", supplier.support);
    append_annotations(json, supplier.annotations);
    json.end_object();
}

} // namespace telestate::document
