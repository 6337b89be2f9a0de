#include "server/api/endpoint.hpp"

#include "model/letter_case.hpp"
#include "server/api/admission.hpp"
#include "server/api/schemas.hpp"
#include "server/document/json_writer.hpp"

#include <map>

namespace telestate::api {

namespace {

using document::JsonWriter;

void append_parameter(JsonWriter& json, std::string_view in, std::string_view name,
                      std::string_view description, std::string_view schema, bool is_required) {
    json.begin_object();
    json.member("name", name);
    json.member("in", in);
    if (!description.empty()) json.member("description", description);
    json.member("required", is_required);
    json.key("schema");
    json.raw(schema);
    json.end_object();
}

// The names of the {name} segments of a pattern.
std::vector<std::string_view> path_parameters(std::string_view pattern) {
    std::vector<std::string_view> names;
    for (std::size_t open = pattern.find('{'); open != std::string_view::npos;
         open = pattern.find('{', open + 1)) {
        names.push_back(pattern.substr(open + 1, pattern.find('}', open) - open - 1));
    }
    return names;
}

void append_media(JsonWriter& json, std::string_view media_type, std::string_view schema) {
    json.foreign_key(media_type);
    json.begin_object();
    json.key("schema");
    json.raw(schema);
    json.end_object();
}

void append_content(JsonWriter& json, std::string_view media_type, std::string_view schema,
                    bool takes_sheets = false) {
    json.key("content");
    json.begin_object();
    append_media(json, media_type, schema);
    if (takes_sheets) {
        append_media(json, csv_media_type, schemas::text);
        append_media(json, xlsx_media_type, "{}"); // bytes
    }
    json.end_object();
}

// What a request that went well is answered with.
std::string_view success_of(const Endpoint& endpoint) {
    if (endpoint.media_type.empty()) return "204";
    // What is posted to a list of records becomes one of them.
    const bool is_creation = endpoint.method == "POST" &&
                             endpoint.response_schema == endpoint.request_schema &&
                             !endpoint.request_schema.empty();
    return is_creation ? "201" : "200";
}

void append_operation(JsonWriter& json, const Endpoint& endpoint) {
    json.begin_object();
    json.member("summary", endpoint.summary);
    if (endpoint.access == access_anyone) {
        json.key("security");
        json.raw("[]");
    } else {
        json.member("description", "From the role \"" + std::string(endpoint.access) + "\" on.");
        json.member("x-least-role", endpoint.access);
    }
    json.key("parameters");
    json.begin_list();
    for (const std::string_view name : path_parameters(endpoint.pattern)) {
        append_parameter(json, "path", name, {}, schemas::text, true);
    }
    for (const QueryParameter& parameter : endpoint.parameters) {
        append_parameter(json, "query", parameter.name, parameter.description, parameter.schema,
                         parameter.is_required);
    }
    json.end_list();
    if (!endpoint.request_schema.empty()) {
        json.key("requestBody");
        json.begin_object();
        json.member("required", true);
        append_content(json, "application/json", endpoint.request_schema, endpoint.takes_sheets);
        json.end_object();
    }
    json.key("responses");
    json.begin_object();
    json.foreign_key(success_of(endpoint));
    json.begin_object();
    json.member("description", endpoint.summary);
    if (!endpoint.media_type.empty()) append_content(json, endpoint.media_type, endpoint.response_schema);
    json.end_object();
    if (endpoint.view != nullptr) {
        json.key("304");
        json.begin_object();
        json.member("description", "Not changed since the copy named by If-None-Match");
        json.end_object();
    }
    json.key("default");
    json.begin_object();
    json.member("description", "What is wrong");
    append_content(json, "application/problem+json", R"({"$ref":"#/components/schemas/problem"})");
    json.end_object();
    json.end_object();
    json.end_object();
}

} // namespace

std::string openapi_json(const std::vector<Endpoint>& endpoints) {
    // A path stands once with all its methods.
    std::vector<std::string_view> paths;
    std::map<std::string_view, std::vector<const Endpoint*>> by_path;
    for (const Endpoint& endpoint : endpoints) {
        auto& operations = by_path[endpoint.pattern];
        if (operations.empty()) paths.push_back(endpoint.pattern);
        operations.push_back(&endpoint);
    }
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.member("openapi", "3.1.0");
    json.key("info");
    json.begin_object();
    json.member("title", "telestate");
    json.member("summary", "Telecoms estate inventory and renewal tracker");
    json.member("version", "1");
    json.end_object();
    json.key("security");
    json.raw(R"([{"token":[]},{"session":[]}])");
    json.key("paths");
    json.begin_object();
    for (const std::string_view path : paths) {
        json.foreign_key(path);
        json.begin_object();
        for (const Endpoint* endpoint : by_path[path]) {
            json.foreign_key(lower_case(endpoint->method));
            append_operation(json, *endpoint);
        }
        json.end_object();
    }
    json.end_object();
    json.key("components");
    json.begin_object();
    json.key("schemas");
    json.raw(schemas::components);
    json.key("securitySchemes");
    json.raw(
        R"({"token":{"type":"http","scheme":"bearer","description":"An API token."},)"
        R"("session":{"type":"apiKey","in":"cookie","name":"telestate","description":"A session, as signing in )"
        R"(sets it; behind TLS the cookie is __Host-telestate."}})");
    json.end_object();
    json.end_object();
    return out;
}

} // namespace telestate::api
