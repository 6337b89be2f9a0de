#include "server/api/list_query.hpp"

#include "server/api/list_fields.hpp"
#include "server/api/record_access.hpp"
#include "server/api/schemas.hpp"
#include "server/document/json_writer.hpp"

#include <algorithm>
#include <deque>

namespace telestate::api {

namespace {

constexpr std::string_view contract_filters[] = {"supplier", "service", "status"};

template <typename Names>
std::string list_of(const Names& names) {
    std::string text = "one of ";
    for (const std::string_view name : names) {
        if (text.size() > 7) text += ", ";
        text += name;
    }
    return text;
}

template <typename Row>
void read_filter(Parameters& parameters, const Field<Row>& field, ListQuery& query) {
    std::optional<std::string> value;
    if (field.words.empty()) {
        value = parameters.text(field.name);
    } else {
        const auto known = [&](std::string_view text) -> std::optional<std::string> {
            if (std::ranges::find(field.words, text) == field.words.end()) return std::nullopt;
            return std::string(text);
        };
        value = parameters.choice(field.name, known, list_of(field.words));
    }
    if (value) query.filters.emplace_back(field.name, std::move(*value));
}

template <typename Row>
ListQuery read_query(Parameters& parameters, Day today, std::span<const std::string_view> only) {
    ListQuery query;
    query.on = parameters.day("on", today);
    // From today on, what a record shows is what is known.
    query.is_as_at = query.on < today;
    query.q = parameters.text("q");
    const auto fields = fields_of<Row>();
    std::vector<std::string_view> names;
    for (const Field<Row>& field : fields) {
        names.push_back(field.name);
        if (!field.is_filter) continue;
        if (only.empty() || std::ranges::find(only, field.name) != only.end())
            read_filter(parameters, field, query);
    }
    const auto parse_sort = [&](std::string_view text) -> std::optional<std::string> {
        const std::string_view name = text.substr(text.starts_with('-') ? 1 : 0);
        if (std::ranges::find(names, name) == names.end()) return std::nullopt;
        return std::string(text);
    };
    if (auto sort = parameters.choice("sort", parse_sort, list_of(names) + ", with a - for the other way")) {
        query.is_descending = sort->starts_with('-');
        query.sort = sort->substr(query.is_descending ? 1 : 0);
    }
    return query;
}

// {"enum":[...]} of the words, kept for as long as the program runs, like every schema.
template <typename Words>
std::string_view schema_of(const Words& words) {
    static std::deque<std::string> schemas;
    std::string& schema = schemas.emplace_back();
    document::JsonWriter json(schema);
    json.begin_object();
    json.key("enum");
    json.begin_list();
    for (const auto& word : words)
        json.text(word);
    json.end_list();
    json.end_object();
    return schema;
}

template <typename Row>
std::vector<QueryParameter> describe_parameters(std::span<const std::string_view> only) {
    std::vector<QueryParameter> parameters;
    parameters.push_back(
        {"q", "Only what has every one of these words in a text of its row.", schemas::text});
    std::vector<std::string> sorts;
    for (const Field<Row>& field : fields_of<Row>()) {
        sorts.emplace_back(field.name);
        sorts.push_back("-" + std::string(field.name));
        if (!field.is_filter || (!only.empty() && std::ranges::find(only, field.name) == only.end()))
            continue;
        parameters.push_back({field.name, "Only what has this here; an id where it names another record.",
                              field.words.empty() ? schemas::text : schema_of(field.words)});
    }
    parameters.push_back(
        {"sort", "A field to sort by, with a - for the other way; else in stored order.", schema_of(sorts)});
    parameters.push_back({"on", "The day figures and counts are given for.", schemas::day});
    return parameters;
}

} // namespace

ListQuery read_list_query(Parameters& parameters, RecordKind kind, Day today) {
    return with_type_of(kind, [&](auto type) {
        using Record = typename decltype(type)::type;
        return read_query<typename RowOf<Record>::type>(parameters, today, {});
    });
}

void read_page(Parameters& parameters, ListQuery& query) {
    query.limit = parameters.integer("limit", 1, most_rows).value_or(query.limit);
    query.offset = parameters.integer("offset", 0, 1'000'000'000).value_or(0);
    query.wants_facets = parameters.boolean("facets");
}

ListQuery read_contract_query(Parameters& parameters, Day today) {
    return read_query<ContractRow>(parameters, today, contract_filters);
}

std::vector<QueryParameter> csv_parameters(RecordKind kind) {
    return with_type_of(kind, [&](auto type) {
        return describe_parameters<typename RowOf<typename decltype(type)::type>::type>({});
    });
}

std::vector<QueryParameter> list_parameters(RecordKind kind) {
    std::vector<QueryParameter> parameters = csv_parameters(kind);
    parameters.push_back({"limit", "The most items to answer with.", schemas::limit});
    parameters.push_back({"offset", "How many items to pass over.", schemas::offset});
    parameters.push_back({"facets", "Say also of a long list what it can be narrowed by.", schemas::boolean});
    return parameters;
}

std::vector<QueryParameter> contract_parameters() {
    return describe_parameters<ContractRow>(contract_filters);
}

} // namespace telestate::api
