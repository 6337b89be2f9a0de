#include "server/api/list_fields.hpp"

#include <algorithm>
#include <utility>

namespace telestate::api {

namespace {

const std::string nothing;

constexpr std::array<std::string_view, 2> yes_or_no = {"true", "false"};
constexpr std::array<std::string_view, 12> technologies = {
    "pstn", "isdn2", "isdn30", "sip_trunk",   "hosted_voip", "sogea",
    "fttp", "fttc",  "adsl",   "leased_line", "mobile",      "unknown"};
constexpr std::array<std::string_view, 9> purposes = {
    "voice", "fax", "lift", "alarm", "payment", "door_entry", "telecare", "nurse_call", "broadband"};

FieldValue of_text(const std::string& text) { return {text}; }
FieldValue of_code(std::string_view code) { return {std::string(code)}; }
FieldValue of_flag(std::optional<bool> flag) { return {flag ? (*flag ? "true" : "false") : ""}; }

FieldValue of_day(const std::optional<Day>& day) {
    if (!day) return {};
    return {format_day(*day), day->time_since_epoch().count()};
}

FieldValue of_count(const std::optional<Count>& count) {
    if (!count) return {};
    return {std::to_string(count->value), count->value};
}

FieldValue of_count_day(const std::optional<Count>& count) {
    return count ? of_day(count->as_at) : FieldValue{};
}

FieldValue of_texts(const std::vector<std::string>& texts) {
    FieldValue value;
    for (const std::string& text : texts)
        value.text += (value.text.empty() ? "" : "; ") + text;
    return value;
}

FieldValue of_phone_number(const std::string& text) {
    const auto parsed = text.empty() ? Result<ParsedNumber>(Error{}) : parse_number(text);
    if (!parsed) return {text};
    return {format_national(parsed->number), value_of(parsed->number)};
}

// As stated, else that of the number itself.
std::string class_of(const NumberRange& range) {
    if (!range.number_class.empty()) return range.number_class;
    const std::string& number = range.number.empty() ? range.first : range.number;
    if (number.empty()) return {};
    const auto parsed = parse_number(number);
    return parsed ? std::string(name_of(parsed->number.number_class)) : std::string();
}

bool is_at_risk(const Line& line, Day on) {
    return line.technology && rides_on_pstn(*line.technology) && (!line.ceased_on || *line.ceased_on >= on);
}

// Columns and filters that are the same for several kinds.
#define TELESTATE_FIELD(Row, ...)                                                                            \
    []([[maybe_unused]] const Row& row, [[maybe_unused]] const ListContext& context) -> FieldValue {         \
        __VA_ARGS__                                                                                          \
    }

template <typename Row>
constexpr Field<Row> id_field{"id", "ID", [](const Row& row, const ListContext&) { return of_text(row.id); },
                              true};
template <typename Row>
constexpr Field<Row> notes_field{
    "notes", "Notes", [](const Row& row, const ListContext&) { return of_text(row.annotations.notes); },
    true};
template <typename Row>
constexpr Field<Row> contract_field{"contract",
                                    "Contract",
                                    [](const Row& row, const ListContext& context) {
                                        return context.reference(RecordKind::contracts, row.contract);
                                    },
                                    true,
                                    true,
                                    [](const Row& row, const ListContext& context) {
                                        if constexpr (requires { row.platform; }) {
                                            return context.reference(RecordKind::contracts,
                                                                     context.contract_of(row));
                                        } else {
                                            return context.reference(RecordKind::contracts, row.contract);
                                        }
                                    }};
template <typename Row>
constexpr Field<Row> platform_field{"platform", "Platform",
                                    [](const Row& row, const ListContext& context) {
                                        return context.reference(RecordKind::platforms, row.platform);
                                    },
                                    true, true};
template <typename Row>
constexpr Field<Row> site_field{
    "site",
    "Site",
    [](const Row& row, const ListContext& context) { return context.reference(RecordKind::sites, row.site); },
    true,
    true,
    [](const Row& row, const ListContext& context) {
        if constexpr (requires { row.platform; }) {
            return context.reference(RecordKind::sites, context.site_of(row));
        } else {
            return context.reference(RecordKind::sites, row.site);
        }
    }};
template <typename Row>
constexpr Field<Row> provider_field{"provider", "Provider",
                                    [](const Row& row, const ListContext& context) {
                                        return context.reference(RecordKind::suppliers, row.provider);
                                    },
                                    true, true};

} // namespace

const std::string& ListContext::name_of(RecordKind kind, const std::string& id) const {
    if (id.empty()) return nothing;
    auto& names = names_.at(static_cast<std::size_t>(kind));
    if (!names) names = view_.reader().names_of(kind);
    const auto found = names->find(id);
    return found == names->end() ? id : found->second;
}

FieldValue ListContext::reference(RecordKind kind, const std::string& id) const {
    FieldValue value{name_of(kind, id)};
    value.key = id;
    return value;
}

const ListContext::Place& ListContext::place_of(const std::string& platform) const {
    static const Place nowhere;
    if (platform.empty()) return nowhere;
    if (!places_) {
        places_.emplace();
        view_.reader().for_each_platform([&](const Platform& record) {
            places_->emplace(record.id, Place{record.contract, record.site});
        });
    }
    const auto found = places_->find(platform);
    return found == places_->end() ? nowhere : found->second;
}

template <>
std::span<const Field<Site>> fields_of<Site>() {
    static const Field<Site> fields[] = {
        id_field<Site>,
        {"name", "Name", TELESTATE_FIELD(Site, return of_text(row.name);), true},
        {"address", "Address", TELESTATE_FIELD(Site, return of_text(row.address);), true},
        {"postcode", "Postcode", TELESTATE_FIELD(Site, return of_text(row.postcode);), true},
        notes_field<Site>,
    };
    return fields;
}

template <>
std::span<const Field<Person>> fields_of<Person>() {
    static const Field<Person> fields[] = {
        id_field<Person>,
        {"name", "Name", TELESTATE_FIELD(Person, return of_text(row.name);), true},
        {"job_title", "Job title", TELESTATE_FIELD(Person, return of_text(row.job_title);), true},
        {"email", "Email", TELESTATE_FIELD(Person, return of_text(row.email);), true},
        {"phone", "Phone", TELESTATE_FIELD(Person, return of_phone_number(row.phone);), true},
        {"executive", "Executive", TELESTATE_FIELD(Person, return of_flag(row.executive);)},
        notes_field<Person>,
    };
    return fields;
}

template <>
std::span<const Field<Responsibility>> fields_of<Responsibility>() {
    static const Field<Responsibility> fields[] = {
        {"service", "Service", TELESTATE_FIELD(Responsibility, return of_text(row.service);), true, true},
        {"role", "Role", TELESTATE_FIELD(Responsibility, return of_text(row.role);), true, true},
        {"person", "Person",
         TELESTATE_FIELD(Responsibility, return context.reference(RecordKind::people, row.person);), true,
         true},
        {"notes", "Notes", TELESTATE_FIELD(Responsibility, return of_text(row.notes);), true},
    };
    return fields;
}

template <>
std::span<const Field<Platform>> fields_of<Platform>() {
    static const Field<Platform> fields[] = {
        id_field<Platform>,
        {"service", "Service", TELESTATE_FIELD(Platform, return of_text(row.service);), true, true},
        {"kind", "Kind", TELESTATE_FIELD(Platform, return of_text(row.kind);), true, true},
        {"product", "Product", TELESTATE_FIELD(Platform, return of_text(row.product);), true},
        {"version", "Version", TELESTATE_FIELD(Platform, return of_text(row.version);), true},
        {"maker", "Maker",
         TELESTATE_FIELD(Platform, return context.reference(RecordKind::suppliers, row.maker);), true},
        {"supplier", "",
         TELESTATE_FIELD(Platform, return context.reference(RecordKind::suppliers, row.maker);), false, true},
        contract_field<Platform>,
        {"hosting", "Hosting", TELESTATE_FIELD(Platform, return of_text(row.hosting);), true},
        site_field<Platform>,
        {"end_of_support", "End of support", TELESTATE_FIELD(Platform, return of_day(row.end_of_support);)},
        notes_field<Platform>,
    };
    return fields;
}

template <>
std::span<const Field<Line>> fields_of<Line>() {
    static const Field<Line> fields[] = {
        id_field<Line>,
        {"number", "Number", TELESTATE_FIELD(Line, return of_phone_number(row.number);), true},
        {"technology", "Technology",
         TELESTATE_FIELD(Line, return of_code(row.technology ? name_of(*row.technology) : "");), true, true,
         nullptr, technologies},
        {"purpose", "Purpose",
         TELESTATE_FIELD(Line, return of_code(row.purpose ? name_of(*row.purpose) : "");), true, true,
         nullptr, purposes},
        {"count", "Count", TELESTATE_FIELD(Line, return of_count(row.count);)},
        {"as_at", "Count as at", TELESTATE_FIELD(Line, return of_count_day(row.count);)},
        platform_field<Line>,
        contract_field<Line>,
        site_field<Line>,
        provider_field<Line>,
        {"features", "Features", TELESTATE_FIELD(Line, return of_texts(row.features);), true},
        {"ceased_on", "Ceased on", TELESTATE_FIELD(Line, return of_day(row.ceased_on);)},
        {"at_risk", "", TELESTATE_FIELD(Line, return of_flag(is_at_risk(row, context.on()));), false, true,
         nullptr, yes_or_no},
        notes_field<Line>,
    };
    return fields;
}

template <>
std::span<const Field<Licence>> fields_of<Licence>() {
    static const Field<Licence> fields[] = {
        id_field<Licence>,
        {"kind", "Kind", TELESTATE_FIELD(Licence, return of_text(row.kind);), true, true},
        {"product", "Product", TELESTATE_FIELD(Licence, return of_text(row.product);), true},
        {"purchased", "Purchased", TELESTATE_FIELD(Licence, return of_count(row.purchased);)},
        {"assigned", "Assigned", TELESTATE_FIELD(Licence, return of_count(row.assigned);)},
        {"in_use", "In use", TELESTATE_FIELD(Licence, return of_count(row.in_use);)},
        platform_field<Licence>,
        contract_field<Licence>,
        site_field<Licence>,
        notes_field<Licence>,
    };
    return fields;
}

template <>
std::span<const Field<NumberRange>> fields_of<NumberRange>() {
    static const Field<NumberRange> fields[] = {
        id_field<NumberRange>,
        {"number", "Number",
         TELESTATE_FIELD(NumberRange, FieldValue value = of_phone_number(row.number);
                         // A block stands where its first number would.
                         if (row.number.empty()) value.number = of_phone_number(row.first).number;
                         return value;),
         true},
        {"first", "First number", TELESTATE_FIELD(NumberRange, return of_phone_number(row.first);), true},
        {"last", "Last number", TELESTATE_FIELD(NumberRange, return of_phone_number(row.last);), true},
        {"class", "Class", TELESTATE_FIELD(NumberRange, return {class_of(row)};), true, true},
        {"count", "Count", TELESTATE_FIELD(NumberRange, return of_count(row.count);)},
        {"as_at", "Count as at", TELESTATE_FIELD(NumberRange, return of_count_day(row.count);)},
        contract_field<NumberRange>,
        provider_field<NumberRange>,
        platform_field<NumberRange>,
        site_field<NumberRange>,
        {"destination", "Destination", TELESTATE_FIELD(NumberRange, return of_text(row.destination);), true},
        {"public_facing", "Public facing", TELESTATE_FIELD(NumberRange, return of_flag(row.public_facing);),
         false, true, nullptr, yes_or_no},
        {"status", "Status", TELESTATE_FIELD(NumberRange, return of_text(row.status);), true},
        notes_field<NumberRange>,
    };
    return fields;
}

template <>
std::span<const Field<Usage>> fields_of<Usage>() {
    static const Field<Usage> fields[] = {
        id_field<Usage>,
        {"measure", "Measure", TELESTATE_FIELD(Usage, return of_text(row.measure);), true, true},
        {"per", "Per", TELESTATE_FIELD(Usage, return {row.per ? format_period(*row.per) : ""};)},
        {"from", "From", TELESTATE_FIELD(Usage, return of_day(row.from);)},
        {"to", "To", TELESTATE_FIELD(Usage, return of_day(row.to);)},
        {"count", "Count", TELESTATE_FIELD(Usage, return of_count(row.count);)},
        {"as_at", "Count as at", TELESTATE_FIELD(Usage, return of_count_day(row.count);)},
        platform_field<Usage>,
        contract_field<Usage>,
        notes_field<Usage>,
    };
    return fields;
}

#undef TELESTATE_FIELD

std::string describe_code(std::string_view code) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 12> spoken = {{
        {"pstn", "PSTN"},
        {"isdn2", "ISDN2"},
        {"isdn30", "ISDN30"},
        {"sip_trunk", "SIP trunk"},
        {"hosted_voip", "Hosted VoIP"},
        {"sogea", "SOGEA"},
        {"fttp", "FTTP"},
        {"fttc", "FTTC"},
        {"adsl", "ADSL"},
        {"pbx", "PBX"},
        {"true", "Yes"},
        {"false", "No"},
    }};
    for (const auto& [known, words] : spoken) {
        if (known == code) return std::string(words);
    }
    std::string text(code);
    std::replace(text.begin(), text.end(), '_', ' ');
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text;
}

} // namespace telestate::api
