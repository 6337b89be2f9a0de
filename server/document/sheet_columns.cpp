#include "server/document/sheet_columns.hpp"

#include "server/document/problems.hpp"
#include "server/document/text_folding.hpp"

#include <algorithm>

namespace telestate::document {

namespace {

using enum RecordKind;
using enum CellKind;

constexpr SheetColumn site_columns[] = {
    {"id", text, {}, {"identifier"}},
    {"name", text, {}, {"site", "site name"}},
    {"address", text},
    {"postcode", text, {}, {"post code"}},
    {"notes", text},
};

constexpr SheetColumn person_columns[] = {
    {"id", text, {}, {"identifier"}},
    {"name", text, {}, {"person", "full name"}},
    {"job_title", text, {}, {"role", "title", "job"}},
    {"email", text, {}, {"e mail", "email address", "mail"}},
    {"phone", text, {}, {"telephone", "phone number"}},
    {"executive", yes_or_no},
    {"notes", text},
};

constexpr SheetColumn responsibility_columns[] = {
    {"service", text},
    {"role", text},
    {"person", reference, people, {"name"}},
    {"notes", text},
};

constexpr SheetColumn supplier_columns[] = {
    {"id", text, {}, {"identifier"}},
    {"name", text, {}, {"supplier", "supplier name"}},
    {"company_number", text},
    {"also_known_as", list},
    {"account_manager.name", text, {}, {"account manager"}},
    {"account_manager.email", text},
    {"account_manager.phone", text},
    {"support.name", text, {}, {"support"}},
    {"support.email", text},
    {"support.phone", text},
    {"notes", text},
};

constexpr SheetColumn contract_columns[] = {
    {"id", text, {}, {"identifier"}},
    {"title", text, {}, {"contract", "name", "contract title"}},
    {"reference", text, {}, {"contract reference", "ref"}},
    {"supplier", reference, suppliers},
    {"service", text},
    {"site", reference, sites},
    {"term.kind", word, {}, {"term", "term kind", "kind of term"}},
    {"term.start", text, {}, {"start date", "contract start"}},
    {"term.length", text, {}, {"contract length", "duration"}},
    {"term.end", text, {}, {"end date", "contract end", "ends"}},
    {"term.renews_for", text, {}, {"renewal period"}},
    {"term.period", text},
    {"term.notice", text, {}, {"notice period"}},
    {"term.notice_expires", word},
    {"lead_time", text},
    {"ended_on", text, {}, {"ended"}},
    {"owner", reference, people, {"contract owner"}},
    {"deputies", references, people},
    {"cost_centre", text, {}, {"cost center"}},
    {"account_code", text},
    {"alert_days", days, {}, {"alert days before"}},
    {"framework.name", text, {}, {"framework"}},
    {"framework.lot", text},
    {"framework.reference", text},
    {"notes", text},
    {"charges.id", text},
    {"charges.description", text},
    {"charges.kind", word, {}, {"kind of charge", "charge kind"}},
    {"charges.amount", text, {}, {"charge", "cost", "price"}},
    {"charges.quantity", text},
    {"charges.unit_price", text},
    {"charges.every", text, {}, {"charged", "frequency"}},
    {"charges.from", text, {}, {"charged from"}},
    {"charges.to", text, {}, {"charged to"}},
    {"charges.on", text, {}, {"charged on"}},
    {"charges.vat.basis", word, {}, {"vat", "vat basis"}},
    {"charges.vat.rate", text, {}, {"vat rate"}},
    {"charges.cost_centre", text},
    {"charges.account_code", text},
    {"charges.site", reference, sites},
    {"charges.notes", text},
};

constexpr SheetColumn platform_columns[] = {
    {"id", text, {}, {"identifier"}},
    {"service", text},
    {"kind", text},
    {"product", text, {}, {"platform", "name"}},
    {"version", text},
    {"maker", reference, suppliers, {"supplier", "manufacturer"}},
    {"contract", reference, contracts},
    {"hosting", text},
    {"site", reference, sites},
    {"end_of_support", text},
    {"notes", text},
};

constexpr SheetColumn line_columns[] = {
    {"id", text, {}, {"identifier"}},
    {"number", text, {}, {"telephone number", "phone number", "line"}},
    {"technology", word, {}, {"line type", "type"}},
    {"purpose", word, {}, {"used for"}},
    {"count", count, {}, {"how many", "quantity"}},
    {"count.as_at", text, {}, {"count as at"}},
    {"platform", reference, platforms},
    {"contract", reference, contracts},
    {"site", reference, sites},
    {"provider", reference, suppliers, {"supplier"}},
    {"features", list},
    {"ceased_on", text, {}, {"ceased"}},
    {"notes", text},
};

constexpr SheetColumn licence_columns[] = {
    {"id", text, {}, {"identifier"}},
    {"kind", text},
    {"product", text, {}, {"licence", "name"}},
    {"purchased", count, {}, {"bought"}},
    {"purchased.as_at", text, {}, {"purchased as at"}},
    {"assigned", count},
    {"assigned.as_at", text, {}, {"assigned as at"}},
    {"in_use", count, {}, {"used"}},
    {"in_use.as_at", text, {}, {"in use as at"}},
    {"platform", reference, platforms},
    {"contract", reference, contracts},
    {"site", reference, sites},
    {"notes", text},
};

constexpr SheetColumn number_columns[] = {
    {"id", text, {}, {"identifier"}},
    {"number", text, {}, {"telephone number", "phone number"}},
    {"first", text, {}, {"first number"}},
    {"last", text, {}, {"last number"}},
    {"class", text, {}, {"class of number"}},
    {"count", count, {}, {"how many", "quantity"}},
    {"count.as_at", text, {}, {"count as at"}},
    {"contract", reference, contracts},
    {"provider", reference, suppliers, {"supplier"}},
    {"platform", reference, platforms},
    {"site", reference, sites},
    {"destination", text},
    {"public_facing", yes_or_no, {}, {"open to the public", "public"}},
    {"status", text},
    {"notes", text},
};

constexpr SheetColumn usage_columns[] = {
    {"id", text, {}, {"identifier"}},
    {"measure", text},
    {"per", text},
    {"from", text},
    {"to", text},
    {"count", count, {}, {"how many", "quantity"}},
    {"count.as_at", text, {}, {"count as at"}},
    {"platform", reference, platforms},
    {"contract", reference, contracts},
    {"notes", text},
};

// "Cost_Centre" and "cost-centre" as "cost centre".
std::string heading_key(std::string_view heading) {
    std::string key;
    for (const char c : fold_text(heading)) {
        const bool is_gap = c == '_' || c == '-' || c == '.' || c == ' ' || c == '\n' || c == '\t';
        if (!is_gap) {
            key += c;
        } else if (!key.empty() && key.back() != ' ') {
            key += ' ';
        }
    }
    if (key.ends_with(' ')) key.pop_back();
    return key;
}

std::string_view last_part(std::string_view field) {
    const std::size_t dot = field.rfind('.');
    return dot == std::string_view::npos ? field : field.substr(dot + 1);
}

} // namespace

std::span<const SheetColumn> columns_of(RecordKind kind) {
    switch (kind) {
    case sites:
        return site_columns;
    case people:
        return person_columns;
    case responsibilities:
        return responsibility_columns;
    case suppliers:
        return supplier_columns;
    case contracts:
        return contract_columns;
    case platforms:
        return platform_columns;
    case lines:
        return line_columns;
    case licences:
        return licence_columns;
    case numbers:
        return number_columns;
    case usage:
        return usage_columns;
    }
    return {};
}

const SheetColumn* find_column(RecordKind kind, std::string_view heading) {
    const std::string key = heading_key(heading);
    if (key.empty()) return nullptr;
    const auto columns = columns_of(kind);
    for (const SheetColumn& column : columns) {
        if (heading_key(column.field) == key) return &column;
    }
    for (const SheetColumn& column : columns) {
        for (const std::string_view also : column.also) {
            if (also == key) return &column;
        }
    }
    const SheetColumn* found = nullptr;
    for (const SheetColumn& column : columns) {
        if (heading_key(last_part(column.field)) != key) continue;
        if (found != nullptr) return nullptr;
        found = &column;
    }
    return found;
}

// "Broadband, ADSL" as "adsl" would have it: what people write for one of a fixed set of words.
std::string word_of(std::string_view text) {
    std::string word = fold_text(text);
    std::ranges::replace(word, ' ', '_');
    std::ranges::replace(word, '-', '_');
    if (word == "excluding_vat" || word == "ex_vat" || word == "excluding" || word == "plus_vat")
        return "exclusive";
    if (word == "including_vat" || word == "inc_vat" || word == "including") return "inclusive";
    return word;
}

std::vector<std::string> parts_of(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(";\n"), text.size());
        std::string_view part = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        while (part.starts_with(' '))
            part.remove_prefix(1);
        while (part.ends_with(' '))
            part.remove_suffix(1);
        if (!part.empty()) parts.emplace_back(part);
    }
    return parts;
}

std::string suggest_column(RecordKind kind, std::string_view heading) {
    std::vector<std::string> names;
    for (const SheetColumn& column : columns_of(kind)) {
        names.push_back(heading_key(column.field));
        if (column.field.find('.') != std::string_view::npos)
            names.push_back(heading_key(last_part(column.field)));
        for (const std::string_view also : column.also) {
            if (!also.empty()) names.emplace_back(also);
        }
    }
    const std::vector<std::string_view> known(names.begin(), names.end());
    return suggestion(heading_key(heading), known);
}

} // namespace telestate::document
