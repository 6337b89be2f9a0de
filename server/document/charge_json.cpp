#include "server/document/charge_json.hpp"

#include "server/document/annotation_json.hpp"
#include "server/document/record_reader.hpp"

#include <array>

namespace telestate::document {

namespace {

constexpr std::array<std::string_view, 2> kind_words = {"recurring", "one_off"};
constexpr std::array<std::string_view, 2> rounding_words = {"half_up", "up"};
constexpr std::array<std::string_view, 3> basis_words = {"exclusive", "inclusive", "unknown"};

PriceRise read_price_rise(const JsonValue& value, const Path& path, Problems& problems) {
    RecordReader reader(value, path, problems, "a price rise");
    PriceRise rise;
    reader.report_missing("on", "the day the price rises");
    if (const auto on = reader.day("on")) rise.on = *on;
    rise.percent = reader.decimal("percent", "7.9");
    rise.price = reader.decimal("price", "59.97");
    rise.rounding = reader.choice("rounding", rounding_words, parse_rounding);
    if (value.is_object() && reader.has("percent") == reader.has("price")) {
        problems.add(path, "must have either \"percent\" or \"price\", and not both");
    }
    reader.finish();
    return rise;
}

// A whole number may be written as one; anything finer is a text like every decimal.
std::optional<Decimal> read_quantity(RecordReader& reader) {
    const JsonValue* value = reader.find("quantity");
    const bool is_whole =
        value != nullptr && (value->kind == JsonValue::Kind::integer || value->is_huge_integer());
    if (!is_whole) return reader.decimal("quantity", "1.5");
    std::optional<Decimal> quantity;
    if (!value->is_huge_integer()) quantity = parse_decimal(std::to_string(value->integer));
    if (!quantity)
        reader.problems().add(Path(reader.path(), "quantity"), "is too large: it has more than 15 digits");
    return quantity;
}

std::optional<Vat> read_vat(RecordReader& record) {
    const JsonValue* value = record.find("vat");
    if (value == nullptr) return std::nullopt;
    const Path at(record.path(), "vat");
    RecordReader reader(*value, at, record.problems(), "a basis and a rate of VAT");
    Vat vat;
    vat.basis = reader.choice("basis", basis_words, parse_vat_basis).value_or(VatBasis::unknown);
    vat.rate = reader.decimal("rate", "20");
    reader.finish();
    return vat;
}

void append_decimal(JsonWriter& json, std::string_view name, const std::optional<Decimal>& value) {
    if (value) json.member(name, format_decimal(*value));
}

void append_price_rises(JsonWriter& json, const std::vector<PriceRise>& rises) {
    if (rises.empty()) return;
    json.key("price_rises");
    json.begin_list();
    for (const PriceRise& rise : rises) {
        json.begin_object();
        json.member("on", rise.on);
        append_decimal(json, "percent", rise.percent);
        append_decimal(json, "price", rise.price);
        if (rise.rounding) json.member("rounding", name_of(*rise.rounding));
        json.end_object();
    }
    json.end_list();
}

} // namespace

Charge read_charge(const JsonValue& value, const Path& path, Problems& problems) {
    RecordReader reader(value, path, problems, "a charge");
    Charge charge;
    charge.id = reader.optional_id();
    charge.description = reader.line("description");
    reader.report_missing("kind", "\"recurring\" or \"one_off\"");
    charge.kind = reader.choice("kind", kind_words, parse_charge_kind).value_or(ChargeKind::recurring);
    charge.amount = reader.decimal("amount", "14400.00");
    charge.quantity = read_quantity(reader);
    charge.unit_price = reader.decimal("unit_price", "5.426");
    charge.every = reader.period("every");
    charge.from = reader.day("from");
    charge.to = reader.day("to");
    charge.on = reader.day("on");
    charge.price_rises = reader.list("price_rises", [&](const JsonValue& item, const Path& at) {
        return read_price_rise(item, at, problems);
    });
    charge.vat = read_vat(reader);
    charge.cost_centre = reader.line("cost_centre");
    charge.account_code = reader.line("account_code");
    charge.site = reader.reference("site", "a site");
    Annotations annotations = reader.annotations();
    charge.notes = std::move(annotations.notes);
    charge.silences = std::move(annotations.silences);
    charge.releases = std::move(annotations.releases);
    reader.finish();
    return charge;
}

void append_charge(JsonWriter& json, const Charge& charge) {
    json.begin_object();
    json.member_if("id", charge.id);
    json.member_if("description", charge.description);
    json.member("kind", name_of(charge.kind));
    append_decimal(json, "amount", charge.amount);
    if (charge.quantity && charge.quantity->places == 0) {
        json.member("quantity", charge.quantity->coefficient);
    } else {
        append_decimal(json, "quantity", charge.quantity);
    }
    append_decimal(json, "unit_price", charge.unit_price);
    if (charge.every) json.member("every", format_period(*charge.every));
    if (charge.from) json.member("from", *charge.from);
    if (charge.to) json.member("to", *charge.to);
    if (charge.on) json.member("on", *charge.on);
    append_price_rises(json, charge.price_rises);
    if (charge.vat) {
        json.key("vat");
        json.begin_object();
        json.member("basis", name_of(charge.vat->basis));
        append_decimal(json, "rate", charge.vat->rate);
        json.end_object();
    }
    json.member_if("cost_centre", charge.cost_centre);
    json.member_if("account_code", charge.account_code);
    json.member_if("site", charge.site);
    append_annotations(json, charge.notes, charge.silences, charge.releases);
    json.end_object();
}

} // namespace telestate::document
