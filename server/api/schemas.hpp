#pragma once

// JSON Schemas of parameters and answers, as the API's description shows them. Records are described by the
// estate document's own schema.

#include <string_view>

namespace telestate::api::schemas {

inline constexpr std::string_view text = R"({"type":"string"})";
inline constexpr std::string_view boolean = R"({"type":"boolean"})";
inline constexpr std::string_view day = R"({"type":"string","format":"date"})";
inline constexpr std::string_view limit = R"({"type":"integer","minimum":1,"maximum":1000})";
inline constexpr std::string_view offset = R"({"type":"integer","minimum":0})";
inline constexpr std::string_view status = R"({"enum":["pending","active","overrun","ended"]})";
inline constexpr std::string_view financial_year = R"({"type":"string","pattern":"^[0-9]{4}-[0-9]{2}$"})";
inline constexpr std::string_view grouping =
    R"({"enum":["contract","supplier","service","site","cost_centre"]})";

inline constexpr std::string_view record_kind =
    R"({"enum":["sites","people","responsibilities","suppliers","contracts","platforms","lines","licences","numbers","usage"]})";

inline constexpr std::string_view any_object = R"({"type":"object"})";
inline constexpr std::string_view origin = R"({"enum":["page","api","import","sample","undo"]})";
inline constexpr std::string_view changed_kind =
    R"({"enum":["organisation","sites","people","responsibilities","suppliers","contracts","platforms","lines","licences","numbers","usage"]})";
inline constexpr std::string_view change_action = R"({"enum":["added","changed","deleted"]})";
inline constexpr std::string_view history =
    R"({"type":"object","required":["items","total","offset","limit"],"properties":{"items":{"type":"array","items":{)"
    R"("type":"object","required":["revision","changed_at","changed_by","origin","note","undoes","undone_by","record_count","records"]}},)"
    R"("total":{"type":"integer"},"offset":{"type":"integer"},"limit":{"type":"integer"}}})";
inline constexpr std::string_view search =
    R"({"type":"object","required":["q","items","total"],"properties":{"q":{"type":"string"},"items":{"type":"array","items":{)"
    R"("type":"object","required":["kind","id","title","detail"]}},"total":{"type":"integer"}}})";
inline constexpr std::string_view health =
    R"({"type":"object","required":["status","alerts_last_checked_at"],"properties":{"status":{"type":"string"},)"
    R"("revision":{"type":"integer"},"alerts_last_checked_at":{"type":["string","null"]},"alerts":{"type":"object"},)"
    R"("backups":{"type":"object"}}})";
inline constexpr std::string_view alert_view =
    R"({"enum":["open","unacknowledged","pending","sent","nobody_to_tell","superseded","ended","all"]})";
inline constexpr std::string_view mail_view = R"({"enum":["waiting","sent","all"]})";
inline constexpr std::string_view alerts_preview =
    R"({"type":"object","required":["on","alerts"],"properties":{"on":{"type":"string"},"alerts":{"type":"array","items":{)"
    R"("type":"object","required":["key","subject","milestone","milestone_on","offset_days","recipients","state"],"properties":{)"
    R"("state":{"enum":["due","superseded","missed","nobody_to_tell"]}}}}}})";
inline constexpr std::string_view snooze =
    R"({"type":"object","required":["until"],"properties":{"until":{"type":"string","format":"date"}}})";
inline constexpr std::string_view test_mail =
    R"({"type":"object","required":["to"],"properties":{"to":{"type":"string","format":"email"}}})";
// What a feed is and, but for what is read-only, what one is made from.
#define TELESTATE_CALENDAR_FEED                                                                              \
    R"({"type":"object","properties":{"id":{"type":"integer","readOnly":true},)"                             \
    R"("owner":{"type":["string","null"],"description":"A person's id; of everything where left out"},)"     \
    R"("owner_name":{"type":["string","null"],"readOnly":true},"url":{"type":"string","readOnly":true},)"    \
    R"("path":{"type":"string","readOnly":true},"created_at":{"type":"string","readOnly":true},)"            \
    R"("renewed_at":{"type":["string","null"],"readOnly":true}}})"
inline constexpr std::string_view calendar_feed = TELESTATE_CALENDAR_FEED;
inline constexpr std::string_view calendar_feeds =
    R"({"type":"object","required":["feeds"],"properties":{"feeds":{"type":"array","items":)" TELESTATE_CALENDAR_FEED
    "}}}";
#undef TELESTATE_CALENDAR_FEED
inline constexpr std::string_view renewals =
    R"({"type":"object","required":["on","positions"],"properties":{"on":{"type":"string","format":"date"},)"
    R"("positions":{"type":"array","items":{"$ref":"#/components/schemas/position"}},"total":{"type":"integer"},)"
    R"("offset":{"type":"integer"},"limit":{"type":"integer"}}})";
inline constexpr std::string_view spend = R"({"$ref":"#/components/schemas/spend"})";
inline constexpr std::string_view timeline_order =
    R"({"enum":["decide_by","title","supplier","end","-decide_by","-title","-supplier","-end"]})";
inline constexpr std::string_view timeline =
    R"({"type":"object","required":["on","from","until","total","offset","limit","items"],"properties":{)"
    R"("on":{"type":"string","format":"date"},"from":{"type":"string","format":"date"},"until":{"type":"string","format":"date"},)"
    R"("total":{"type":"integer"},"offset":{"type":"integer"},"limit":{"type":"integer"},"items":{"type":"array","items":{)"
    R"("type":"object","required":["contract","title","supplier","service","status","flags","spans","marks","next_decision","spend"],"properties":{)"
    R"("contract":{"type":"string"},"title":{"type":["string","null"]},"supplier":{"type":["string","null"]},"service":{"type":["string","null"]},)"
    R"("status":{"enum":["pending","active","overrun","ended"]},"flags":{"type":"array","items":{"type":"string"}},)"
    R"("spans":{"type":"array","items":{"type":"object","required":["kind","first","last","term_number","option_number","is_assumed"],)"
    R"("properties":{"kind":{"enum":["term","renewal","option","continuing"]},"first":{"type":"string","format":"date"},)"
    R"("last":{"type":"string","format":"date"},"term_number":{"type":["integer","null"]},"option_number":{"type":["integer","null"]},)"
    R"("is_assumed":{"type":"boolean"}}}},"marks":{"type":"array","items":{"type":"object","required":["kind","on","days_left"],)"
    R"("properties":{"kind":{"enum":["give_notice","exercise_option","replace","use_break","start_by","price_rise","leaves","ended"]},)"
    R"("on":{"type":"string","format":"date"},"days_left":{"type":"integer"}}}},)"
    R"("next_decision":{"oneOf":[{"$ref":"#/components/schemas/next_decision"},{"type":"null"}]},)"
    R"("spend":{"oneOf":[{"$ref":"#/components/schemas/money"},{"type":"null"}]}}}}}})";

inline constexpr std::string_view taken_decision =
    R"({"type":"object","required":["outcome"],"properties":{"outcome":{"enum":["renew","leave","replace","extend"]},)"
    R"("kind":{"enum":["give_notice","exercise_option","replace","use_break"]},"takes_effect":{"type":"string","format":"date"},)"
    R"("leaves_on":{"type":"string","format":"date"},"decided_on":{"type":"string","format":"date"},"length":{"type":"string"},"note":{"type":"string"}}})";

inline constexpr std::string_view estate = R"({"$ref":"/api/v1/estate-document.schema.json"})";

#define TELESTATE_RECORD_SCHEMA(name)                                                                        \
    inline constexpr std::string_view name =                                                                 \
        R"({"$ref":"/api/v1/estate-document.schema.json#/$defs/)" #name R"("})";
TELESTATE_RECORD_SCHEMA(organisation)
TELESTATE_RECORD_SCHEMA(site)
TELESTATE_RECORD_SCHEMA(person)
TELESTATE_RECORD_SCHEMA(responsibility)
TELESTATE_RECORD_SCHEMA(supplier)
TELESTATE_RECORD_SCHEMA(contract)
TELESTATE_RECORD_SCHEMA(platform)
TELESTATE_RECORD_SCHEMA(line)
TELESTATE_RECORD_SCHEMA(licence)
TELESTATE_RECORD_SCHEMA(number_range)
TELESTATE_RECORD_SCHEMA(usage)
#undef TELESTATE_RECORD_SCHEMA

#define TELESTATE_LIST_SCHEMA(list, name)                                                                          \
    inline constexpr std::string_view list =                                                                       \
        R"({"type":"object","required":["items","total","offset","limit"],"properties":{"items":{"type":"array",)" \
        R"("items":{"$ref":"/api/v1/estate-document.schema.json#/$defs/)" #name                                    \
        R"("}},"total":{"type":"integer"},"offset":{"type":"integer"},"limit":{"type":"integer"}}})";
TELESTATE_LIST_SCHEMA(list_of_sites, site)
TELESTATE_LIST_SCHEMA(list_of_people, person)
TELESTATE_LIST_SCHEMA(list_of_responsibilities, responsibility)
TELESTATE_LIST_SCHEMA(list_of_suppliers, supplier)
TELESTATE_LIST_SCHEMA(list_of_contracts, contract)
TELESTATE_LIST_SCHEMA(list_of_platforms, platform)
TELESTATE_LIST_SCHEMA(list_of_lines, line)
TELESTATE_LIST_SCHEMA(list_of_licences, licence)
TELESTATE_LIST_SCHEMA(list_of_numbers, number_range)
TELESTATE_LIST_SCHEMA(list_of_usage, usage)
#undef TELESTATE_LIST_SCHEMA

// Named schemas the others refer to: a JSON object of them.
inline constexpr std::string_view components = R"json({
"interval": {"type":"object","required":["first","last"],"properties":{"first":{"type":"string","format":"date"},"last":{"type":"string","format":"date"}}},
"money": {"type":"string","pattern":"^-?[0-9]+\\.[0-9]{2}$"},
"next_decision": {"type":"object","required":["kind","decide_by","days_left","takes_effect","start_by","runs_until","cost_at_stake"],"properties":{
  "kind":{"enum":["give_notice","exercise_option","replace","use_break"]},"decide_by":{"type":"string","format":"date"},"days_left":{"type":"integer"},
  "takes_effect":{"type":"string","format":"date"},"start_by":{"type":["string","null"],"format":"date"},"runs_until":{"type":["string","null"],"format":"date"},
  "cost_at_stake":{"oneOf":[{"$ref":"#/components/schemas/money"},{"type":"null"}]}}},
"position": {"type":"object","required":["contract","title","supplier","service","status","term_number","term_end","last_possible_end","committed_until","next_decision","flags"],"properties":{
  "contract":{"type":"string"},"title":{"type":["string","null"]},"supplier":{"type":["string","null"]},"service":{"type":["string","null"]},
  "status":{"enum":["pending","active","overrun","ended"]},"term_number":{"type":["integer","null"]},
  "term_end":{"oneOf":[{"$ref":"#/components/schemas/interval"},{"type":"null"}]},"last_possible_end":{"oneOf":[{"$ref":"#/components/schemas/interval"},{"type":"null"}]},
  "committed_until":{"type":"string","format":"date"},"next_decision":{"oneOf":[{"$ref":"#/components/schemas/next_decision"},{"type":"null"}]},
  "flags":{"type":"array","items":{"type":"string"}}}},
"average": {"oneOf":[{"type":"null"},{"type":"object","required":["value","years"],"properties":{"value":{"$ref":"#/components/schemas/money"},"years":{"type":"array","items":{"type":"string"}}}}]},
"sums": {"type":"object","required":["committed","continuing","total","net","vat","gross","unknown_vat_basis"],"properties":{
  "committed":{"$ref":"#/components/schemas/money"},"continuing":{"$ref":"#/components/schemas/money"},"total":{"$ref":"#/components/schemas/money"},"net":{"$ref":"#/components/schemas/money"},
  "vat":{"$ref":"#/components/schemas/money"},"gross":{"$ref":"#/components/schemas/money"},"unknown_vat_basis":{"$ref":"#/components/schemas/money"}}},
"spend": {"type":"object","required":["financial_year","on","by","currency","rows","totals","left_out","average"],"properties":{
  "financial_year":{"type":"string"},"on":{"type":"string","format":"date"},"by":{"type":"string"},"currency":{"type":"string"},
  "rows":{"type":"array","items":{"allOf":[{"$ref":"#/components/schemas/sums"},{"type":"object","required":["key","title"],"properties":{"key":{"type":["string","null"]},"title":{"type":"string"}}}]}},
  "totals":{"$ref":"#/components/schemas/sums"},"left_out":{"type":"array","items":{"type":"object","required":["contract","reason"]}},"average":{"$ref":"#/components/schemas/average"}}},
"problem": {"type":"object","description":"RFC 9457","required":["type","title","status"],"properties":{"type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},"detail":{"type":"string"},
  "errors":{"type":"array","items":{"type":"object","required":["pointer","detail"],"properties":{"pointer":{"type":"string"},"detail":{"type":"string"}}}}}}
})json";

} // namespace telestate::api::schemas
