#include "server/api/routes.hpp"

#include "server/api/accounts.hpp"
#include "server/api/admission.hpp"
#include "server/api/alerts.hpp"
#include "server/api/calendar.hpp"
#include "server/api/deciding.hpp"
#include "server/api/drafts.hpp"
#include "server/api/endpoint.hpp"
#include "server/api/history.hpp"
#include "server/api/history_csv.hpp"
#include "server/api/list_query.hpp"
#include "server/api/record_writes.hpp"
#include "server/api/schemas.hpp"
#include "server/api/search.hpp"
#include "server/api/sessions.hpp"
#include "server/api/today.hpp"
#include "server/api/undoing.hpp"
#include "server/api/views.hpp"
#include "server/http/conditional.hpp"

namespace telestate::api {

namespace {

// The least role that may ask.
constexpr std::string_view viewer = "viewer";
constexpr std::string_view finance = "finance";
constexpr std::string_view editor = "editor";
constexpr std::string_view administrator = "administrator";

constexpr std::string_view json = "application/json";
constexpr std::string_view csv = "text/csv";
constexpr std::string_view calendar = "text/calendar";
constexpr std::size_t import_limit = std::size_t{256} * 1024 * 1024; // what a document may have

const QueryParameter on{"on", "The day the answer is worked out for; today where left out.", schemas::day};
const QueryParameter at_most{"limit", "The most items to answer with.", schemas::limit};
const QueryParameter passing{"offset", "How many items to pass over.", schemas::offset};
const QueryParameter with_status{"status", "Only positions with this status.", schemas::status};
const QueryParameter year{"financial_year", "The present one where left out.", schemas::financial_year};
const QueryParameter by{"by", "What to group by; contract where left out.", schemas::grouping};
const QueryParameter of_supplier{"supplier", "Only contracts with this supplier's id.", schemas::text};
const QueryParameter for_service{"service", "Only contracts for this service.", schemas::text};
const QueryParameter move_to{
    "move_to", "The id of a record of this kind that all referrers shall refer to instead.", schemas::text};
const QueryParameter unlink{"unlink", "Empty the fields of the records that refer to it.", schemas::boolean};
const QueryParameter field{"field", "The count it is of: count, purchased, assigned or in_use.",
                           schemas::text, true};
const QueryParameter as_at{"as_at", "The day the count is of; left out for one without a day.", schemas::day};
const QueryParameter of_kind{"kind", "Only records of this kind.", schemas::changed_kind};
const QueryParameter in_view{"state", "Which alerts; the open ones where left out.", schemas::alert_view};
const QueryParameter in_mail_view{"state", "Which mails; all where left out.", schemas::mail_view};
const QueryParameter of_subject_kind{"kind", "Only alerts about records of this kind.", schemas::record_kind};
const QueryParameter of_id{"id", "Only the record with this id.", schemas::text};
const QueryParameter of_sheet{"kind", "What a sheet's rows are, such as lines.", schemas::record_kind};
const QueryParameter of_recorded{"id", "The recorded one that is edited; a new one where left out.",
                                 schemas::text};
const QueryParameter dry_run{"dry_run", "Say what would be done and change nothing.", schemas::boolean};
const QueryParameter by_person{"person", "Only what this person changed.", schemas::text};
const QueryParameter of_origin{"origin", "Only what came from there.", schemas::origin};
const QueryParameter of_action{"action", "Only records this was done to.", schemas::change_action};
const QueryParameter changed_from{"from", "Only what was changed on this day or later.", schemas::day};
const QueryParameter changed_until{"until", "Only what was changed on this day or earlier.", schemas::day};
const QueryParameter typed{"q", "What to look for; each of its words, or a telephone number in any spacing.",
                           schemas::text};
const QueryParameter window_from{
    "from", "The first day drawn; where left out, the first of the financial year before.", schemas::day};
const QueryParameter window_until{
    "until", "The last day drawn, less than 20 years on; where left out, 6 years on.", schemas::day};
const QueryParameter mentioning{
    "q", "Only contracts with this in their title, id, reference or supplier's name.", schemas::text};
const QueryParameter timeline_order{"sort", "decide_by where left out; with a - before it the other way.",
                                    schemas::timeline_order};

std::vector<QueryParameter> paged(std::vector<QueryParameter> parameters) {
    parameters.push_back(at_most);
    parameters.push_back(passing);
    return parameters;
}

std::vector<QueryParameter> history_parameters() {
    return {of_kind, of_id, by_person, of_origin, of_action, changed_from, changed_until};
}

using enum RecordKind;

} // namespace

// Every address of the API on one screen.
const std::vector<Endpoint>& all_endpoints() {
    namespace schema = schemas;
    // clang-format off
    static const std::vector<Endpoint> endpoints = {
        {"GET", "/api/v1/overview", viewer, "The estate at a glance", {on}, json, schema::any_object, get_overview},
        {"GET", "/api/v1/renewals", viewer, "Every contract's position, soonest decision first", paged(contract_parameters()), json, schema::renewals, get_renewals},
        {"GET", "/api/v1/renewals.csv", finance, "The same as a table", contract_parameters(), csv, schema::text, get_renewals_csv},
        {"GET", "/api/v1/spend", finance, "Spend in a financial year", {year, by, on}, json, schema::spend, get_spend},
        {"GET", "/api/v1/spend.csv", finance, "The same as a table", {year, by, on}, csv, schema::text, get_spend_csv},
        {"GET", "/api/v1/timeline", viewer, "Contracts laid out between two days, with what falls due", {on, window_from, window_until, mentioning, of_supplier, for_service, with_status, timeline_order, at_most, passing}, json, schema::timeline, get_timeline},
        {"GET", "/api/v1/organisation", viewer, "The organisation", {}, json, schema::organisation, get_organisation},
        {"PUT", "/api/v1/organisation", editor, "Replace the organisation under If-Match", {}, json, schema::organisation, nullptr, put_organisation, schema::organisation},
        {"GET", "/api/v1/names", viewer, "Display names by id", {}, json, schema::any_object, get_names},
        {"GET", "/api/v1/sites", viewer, "Sites", list_parameters(sites), json, schema::list_of_sites, list_records<sites>},
        {"GET", "/api/v1/sites.csv", viewer, "Sites, as a table", csv_parameters(sites), csv, schema::text, list_records_csv<sites>},
        {"POST", "/api/v1/sites", editor, "Create a site", {}, json, schema::site, nullptr, post_record<sites>, schema::site},
        {"GET", "/api/v1/sites/{id}", viewer, "One site", {}, json, schema::site, get_record<sites>},
        {"PUT", "/api/v1/sites/{id}", editor, "Replace a site under If-Match, or create it under If-None-Match: *", {}, json, schema::site, nullptr, put_record<sites>, schema::site},
        {"DELETE", "/api/v1/sites/{id}", editor, "Delete a site under If-Match", {move_to, unlink}, {}, {}, nullptr, delete_record<sites>},
        {"GET", "/api/v1/sites/{id}/referrers", viewer, "What refers to a site", {at_most, passing}, json, schema::any_object, get_referrers<sites>},
        {"GET", "/api/v1/people", viewer, "People", list_parameters(people), json, schema::list_of_people, list_records<people>},
        {"GET", "/api/v1/people.csv", viewer, "People, as a table", csv_parameters(people), csv, schema::text, list_records_csv<people>},
        {"POST", "/api/v1/people", editor, "Create a person", {}, json, schema::person, nullptr, post_record<people>, schema::person},
        {"GET", "/api/v1/people/{id}", viewer, "One person", {}, json, schema::person, get_record<people>},
        {"PUT", "/api/v1/people/{id}", editor, "Replace a person under If-Match, or create it under If-None-Match: *", {}, json, schema::person, nullptr, put_record<people>, schema::person},
        {"DELETE", "/api/v1/people/{id}", editor, "Delete a person under If-Match", {move_to, unlink}, {}, {}, nullptr, delete_record<people>},
        {"GET", "/api/v1/people/{id}/referrers", viewer, "What refers to a person", {at_most, passing}, json, schema::any_object, get_referrers<people>},
        {"GET", "/api/v1/responsibilities", viewer, "Who answers for which service", list_parameters(responsibilities), json, schema::list_of_responsibilities, list_records<responsibilities>},
        {"GET", "/api/v1/responsibilities.csv", viewer, "Who answers for which service, as a table", csv_parameters(responsibilities), csv, schema::text, list_records_csv<responsibilities>},
        {"POST", "/api/v1/responsibilities", editor, "Create a responsibility", {}, json, schema::responsibility, nullptr, post_record<responsibilities>, schema::responsibility},
        {"GET", "/api/v1/responsibilities/{service}/{role}/{person}", viewer, "One responsibility", {}, json, schema::responsibility, get_responsibility},
        {"PUT", "/api/v1/responsibilities/{service}/{role}/{person}", editor, "Replace a responsibility under If-Match, or create it under If-None-Match: *", {}, json, schema::responsibility, nullptr, put_responsibility, schema::responsibility},
        {"DELETE", "/api/v1/responsibilities/{service}/{role}/{person}", editor, "Delete a responsibility under If-Match", {}, {}, {}, nullptr, delete_responsibility},
        {"GET", "/api/v1/suppliers", viewer, "Suppliers", list_parameters(suppliers), json, schema::list_of_suppliers, list_records<suppliers>},
        {"GET", "/api/v1/suppliers.csv", finance, "Suppliers, as a table", csv_parameters(suppliers), csv, schema::text, list_records_csv<suppliers>},
        {"POST", "/api/v1/suppliers", editor, "Create a supplier", {}, json, schema::supplier, nullptr, post_record<suppliers>, schema::supplier},
        {"GET", "/api/v1/suppliers/{id}", viewer, "One supplier", {}, json, schema::supplier, get_record<suppliers>},
        {"PUT", "/api/v1/suppliers/{id}", editor, "Replace a supplier under If-Match, or create it under If-None-Match: *", {}, json, schema::supplier, nullptr, put_record<suppliers>, schema::supplier},
        {"DELETE", "/api/v1/suppliers/{id}", editor, "Delete a supplier under If-Match", {move_to, unlink}, {}, {}, nullptr, delete_record<suppliers>},
        {"GET", "/api/v1/suppliers/{id}/referrers", viewer, "What refers to a supplier", {at_most, passing}, json, schema::any_object, get_referrers<suppliers>},
        {"GET", "/api/v1/contracts", viewer, "Contracts", list_parameters(contracts), json, schema::list_of_contracts, list_records<contracts>},
        {"GET", "/api/v1/contracts.csv", finance, "Contracts, as a table", csv_parameters(contracts), csv, schema::text, list_records_csv<contracts>},
        {"POST", "/api/v1/contracts", editor, "Create a contract", {}, json, schema::contract, nullptr, post_record<contracts>, schema::contract},
        {"GET", "/api/v1/contracts/{id}", viewer, "One contract", {}, json, schema::contract, get_record<contracts>},
        {"PUT", "/api/v1/contracts/{id}", editor, "Replace a contract under If-Match, or create it under If-None-Match: *", {}, json, schema::contract, nullptr, put_record<contracts>, schema::contract},
        {"DELETE", "/api/v1/contracts/{id}", editor, "Delete a contract under If-Match", {move_to, unlink}, {}, {}, nullptr, delete_record<contracts>},
        {"GET", "/api/v1/contracts/{id}/referrers", viewer, "What refers to a contract", {at_most, passing}, json, schema::any_object, get_referrers<contracts>},
        {"GET", "/api/v1/contracts/{id}/workings", viewer, "A contract's position and how it was worked out", {on}, json, schema::any_object, get_workings},
        {"POST", "/api/v1/contracts/{id}/decisions", editor, "Record what was decided, under If-Match", {on, dry_run}, json, schema::any_object, nullptr, post_decision, schema::taken_decision},
        {"GET", "/api/v1/platforms", viewer, "Platforms", list_parameters(platforms), json, schema::list_of_platforms, list_records<platforms>},
        {"GET", "/api/v1/platforms.csv", viewer, "Platforms, as a table", csv_parameters(platforms), csv, schema::text, list_records_csv<platforms>},
        {"POST", "/api/v1/platforms", editor, "Create a platform", {}, json, schema::platform, nullptr, post_record<platforms>, schema::platform},
        {"GET", "/api/v1/platforms/{id}", viewer, "One platform", {}, json, schema::platform, get_record<platforms>},
        {"PUT", "/api/v1/platforms/{id}", editor, "Replace a platform under If-Match, or create it under If-None-Match: *", {}, json, schema::platform, nullptr, put_record<platforms>, schema::platform},
        {"DELETE", "/api/v1/platforms/{id}", editor, "Delete a platform under If-Match", {move_to, unlink}, {}, {}, nullptr, delete_record<platforms>},
        {"GET", "/api/v1/platforms/{id}/referrers", viewer, "What refers to a platform", {at_most, passing}, json, schema::any_object, get_referrers<platforms>},
        {"GET", "/api/v1/lines", viewer, "Lines", list_parameters(lines), json, schema::list_of_lines, list_records<lines>},
        {"GET", "/api/v1/lines.csv", viewer, "Lines, as a table", csv_parameters(lines), csv, schema::text, list_records_csv<lines>},
        {"POST", "/api/v1/lines", editor, "Create a line", {}, json, schema::line, nullptr, post_record<lines>, schema::line},
        {"GET", "/api/v1/lines/{id}", viewer, "One line", {}, json, schema::line, get_record<lines>},
        {"PUT", "/api/v1/lines/{id}", editor, "Replace a line under If-Match, or create it under If-None-Match: *", {}, json, schema::line, nullptr, put_record<lines>, schema::line},
        {"DELETE", "/api/v1/lines/{id}", editor, "Delete a line under If-Match", {move_to, unlink}, {}, {}, nullptr, delete_record<lines>},
        {"GET", "/api/v1/lines/{id}/referrers", viewer, "What refers to a line", {at_most, passing}, json, schema::any_object, get_referrers<lines>},
        {"GET", "/api/v1/lines/{id}/observations", viewer, "Every count kept of a line", {}, json, schema::any_object, get_observations<lines>},
        {"DELETE", "/api/v1/lines/{id}/observations", editor, "Forget one of the counts kept of a line", {field, as_at}, {}, {}, nullptr, delete_observation<lines>},
        {"GET", "/api/v1/licences", viewer, "Licences", list_parameters(licences), json, schema::list_of_licences, list_records<licences>},
        {"GET", "/api/v1/licences.csv", viewer, "Licences, as a table", csv_parameters(licences), csv, schema::text, list_records_csv<licences>},
        {"POST", "/api/v1/licences", editor, "Create a licence", {}, json, schema::licence, nullptr, post_record<licences>, schema::licence},
        {"GET", "/api/v1/licences/{id}", viewer, "One licence", {}, json, schema::licence, get_record<licences>},
        {"PUT", "/api/v1/licences/{id}", editor, "Replace a licence under If-Match, or create it under If-None-Match: *", {}, json, schema::licence, nullptr, put_record<licences>, schema::licence},
        {"DELETE", "/api/v1/licences/{id}", editor, "Delete a licence under If-Match", {move_to, unlink}, {}, {}, nullptr, delete_record<licences>},
        {"GET", "/api/v1/licences/{id}/referrers", viewer, "What refers to a licence", {at_most, passing}, json, schema::any_object, get_referrers<licences>},
        {"GET", "/api/v1/licences/{id}/observations", viewer, "Every count kept of a licence", {}, json, schema::any_object, get_observations<licences>},
        {"DELETE", "/api/v1/licences/{id}/observations", editor, "Forget one of the counts kept of a licence", {field, as_at}, {}, {}, nullptr, delete_observation<licences>},
        {"GET", "/api/v1/numbers", viewer, "Telephone numbers and blocks", list_parameters(numbers), json, schema::list_of_numbers, list_records<numbers>},
        {"GET", "/api/v1/numbers.csv", viewer, "Telephone numbers and blocks, as a table", csv_parameters(numbers), csv, schema::text, list_records_csv<numbers>},
        {"POST", "/api/v1/numbers", editor, "Create a number or block", {}, json, schema::number_range, nullptr, post_record<numbers>, schema::number_range},
        {"GET", "/api/v1/numbers/{id}", viewer, "One number or block", {}, json, schema::number_range, get_record<numbers>},
        {"PUT", "/api/v1/numbers/{id}", editor, "Replace a number or block under If-Match, or create it under If-None-Match: *", {}, json, schema::number_range, nullptr, put_record<numbers>, schema::number_range},
        {"DELETE", "/api/v1/numbers/{id}", editor, "Delete a number or block under If-Match", {move_to, unlink}, {}, {}, nullptr, delete_record<numbers>},
        {"GET", "/api/v1/numbers/{id}/referrers", viewer, "What refers to a number or block", {at_most, passing}, json, schema::any_object, get_referrers<numbers>},
        {"GET", "/api/v1/numbers/{id}/observations", viewer, "Every count kept of a number or block", {}, json, schema::any_object, get_observations<numbers>},
        {"DELETE", "/api/v1/numbers/{id}/observations", editor, "Forget one of the counts kept of a number or block", {field, as_at}, {}, {}, nullptr, delete_observation<numbers>},
        {"GET", "/api/v1/usage", viewer, "Usage", list_parameters(usage), json, schema::list_of_usage, list_records<usage>},
        {"GET", "/api/v1/usage.csv", viewer, "Usage, as a table", csv_parameters(usage), csv, schema::text, list_records_csv<usage>},
        {"POST", "/api/v1/usage", editor, "Create a usage record", {}, json, schema::usage, nullptr, post_record<usage>, schema::usage},
        {"GET", "/api/v1/usage/{id}", viewer, "One usage record", {}, json, schema::usage, get_record<usage>},
        {"PUT", "/api/v1/usage/{id}", editor, "Replace a usage record under If-Match, or create it under If-None-Match: *", {}, json, schema::usage, nullptr, put_record<usage>, schema::usage},
        {"DELETE", "/api/v1/usage/{id}", editor, "Delete a usage record under If-Match", {move_to, unlink}, {}, {}, nullptr, delete_record<usage>},
        {"GET", "/api/v1/usage/{id}/referrers", viewer, "What refers to a usage record", {at_most, passing}, json, schema::any_object, get_referrers<usage>},
        {"GET", "/api/v1/usage/{id}/observations", viewer, "Every count kept of a usage record", {}, json, schema::any_object, get_observations<usage>},
        {"DELETE", "/api/v1/usage/{id}/observations", editor, "Forget one of the counts kept of a usage record", {field, as_at}, {}, {}, nullptr, delete_observation<usage>},
        {"GET", "/api/v1/search", viewer, "Search records of every kind", {typed, at_most}, json, schema::search, get_search},
        {"GET", "/api/v1/export", finance, "The whole estate as an estate document", {}, json, schema::estate, nullptr, get_export},
        {"POST", "/api/v1/drafts/{kind}", editor, "How a record as it was typed is understood, and what would follow; changes nothing", {of_recorded, on}, json, schema::any_object, nullptr, post_draft, schema::any_object},
        {"POST", "/api/v1/import", editor, "Take in an estate document, or a sheet of one kind as CSV or XLSX, all or nothing", {dry_run, of_sheet}, json, schema::any_object, nullptr, post_import, schema::estate, import_limit, true},
        {"GET", "/api/v1/setup", viewer, "Whether anything is recorded, and whether it is the sample", {}, json, schema::any_object, get_setup},
        {"POST", "/api/v1/sample", editor, "Fill an empty database with the sample estate", {}, json, schema::any_object, nullptr, post_sample},
        {"DELETE", "/api/v1/sample", editor, "Delete what the sample estate brought", {}, {}, {}, nullptr, delete_sample},
        {"GET", "/api/v1/history", finance, "What was changed, newest first", paged(history_parameters()), json, schema::history, get_history},
        {"GET", "/api/v1/history.csv", finance, "The same as a table, a row for each field", history_parameters(), csv, schema::text, nullptr, get_history_csv},
        {"GET", "/api/v1/history/{revision}", finance, "One revision with its records", {at_most, passing}, json, schema::any_object, get_revision},
        {"POST", "/api/v1/history/{revision}/undo", editor, "Take back a revision, or what it did to one record", {dry_run, of_kind, of_id}, json, schema::any_object, nullptr, post_undo},
        {"GET", "/api/v1/alerts/preview", viewer, "What would be sent on a day, and to whom; changes nothing", {on}, json, schema::alerts_preview, nullptr, get_alerts_preview},
        {"GET", "/api/v1/alerts/status", viewer, "When alerts were last checked, what waits and why", {}, json, schema::any_object, nullptr, get_alerts_status},
        {"GET", "/api/v1/alerts", viewer, "What was raised, to whom it went and what waits", paged({in_view, of_subject_kind, of_id}), json, schema::any_object, nullptr, get_alerts},
        {"GET", "/api/v1/alerts/mails", finance, "Mails and calls, newest first", paged({in_mail_view}), json, schema::any_object, nullptr, get_mails},
        {"GET", "/api/v1/alerts/mails/{id}", finance, "One mail with its text", {}, json, schema::any_object, nullptr, get_mail},
        {"GET", "/api/v1/alerts/mails/{id}/html", finance, "One mail as it looks, without scripts", {}, "text/html", schema::text, nullptr, get_mail_html},
        {"GET", "/api/v1/alerts/mails/{id}/message", finance, "One mail as it was sent", {}, "message/rfc822", schema::text, nullptr, get_mail_message},
        {"POST", "/api/v1/alerts/runs", editor, "Check alerts now and try again all that waits", {}, json, schema::any_object, nullptr, post_alert_run},
        {"POST", "/api/v1/alerts/test-mail", administrator, "Send a test mail and say what the mail server answered", {}, json, schema::any_object, nullptr, post_test_mail, schema::test_mail},
        {"GET", "/api/v1/alerts/{id}", viewer, "One alert", {}, json, schema::any_object, nullptr, get_alert},
        {"POST", "/api/v1/alerts/{id}/acknowledgement", editor, "Acknowledge what was raised so far about the same day", {}, json, schema::any_object, nullptr, post_acknowledgement},
        {"DELETE", "/api/v1/alerts/{id}/acknowledgement", editor, "Take an acknowledgement back", {}, json, schema::any_object, nullptr, delete_acknowledgement},
        {"POST", "/api/v1/alerts/{id}/snooze", editor, "Send nothing more about the same day until another day", {}, json, schema::any_object, nullptr, post_snooze, schema::snooze},
        {"DELETE", "/api/v1/alerts/{id}/snooze", editor, "End a snooze", {}, json, schema::any_object, nullptr, delete_snooze},
        {"GET", "/api/v1/calendar/feeds", finance, "The calendars to subscribe to, with their addresses", {}, json, schema::calendar_feeds, nullptr, get_calendar_feeds},
        {"POST", "/api/v1/calendar/feeds", editor, "Make a calendar to subscribe to, of everything or of what one person owns", {}, json, schema::calendar_feed, nullptr, post_calendar_feed, schema::calendar_feed},
        {"POST", "/api/v1/calendar/feeds/{id}/renewal", editor, "Give a calendar a new secret address; the old one ends", {}, json, schema::calendar_feed, nullptr, post_calendar_renewal},
        {"DELETE", "/api/v1/calendar/feeds/{id}", editor, "Delete a calendar's address", {}, {}, {}, nullptr, delete_calendar_feed},
        {"GET", "/calendar/{secret}.ics", access_anyone, "What is coming up, as a calendar", {}, calendar, schema::text, nullptr, get_calendar},
        {"GET", "/api/v1/session", access_anyone, "Who is signed in, and what they may do", {}, json, schema::any_object, nullptr, get_session},
        {"POST", "/api/v1/session", access_anyone, "Sign in with a password, and a code of the second factor where it is on", {}, json, schema::any_object, nullptr, post_session, schema::any_object, 0, false, true},
        {"DELETE", "/api/v1/session", access_anyone, "Sign out", {}, {}, {}, nullptr, delete_session},
        {"POST", "/api/v1/set-up", access_anyone, "Make the first administrator, with the code shown at the start", {}, json, schema::any_object, nullptr, post_set_up, schema::any_object, 0, false, true},
        {"POST", "/api/v1/invitations/accept", access_anyone, "Choose a password with an invitation's code", {}, json, schema::any_object, nullptr, post_acceptance, schema::any_object, 0, false, true},
        {"GET", "/api/v1/account", viewer, "One's own account and where it is signed in", {}, json, schema::any_object, nullptr, get_own_account},
        {"PUT", "/api/v1/account", viewer, "Change one's own name", {}, json, schema::any_object, nullptr, put_own_account, schema::any_object},
        {"PUT", "/api/v1/account/password", viewer, "Change one's own password; ends all other sessions", {}, {}, {}, nullptr, put_own_password, schema::any_object, 0, false, true},
        {"POST", "/api/v1/account/second-factor", viewer, "Begin to switch the second factor on", {}, json, schema::any_object, nullptr, post_second_factor, schema::any_object, 0, false, true},
        {"PUT", "/api/v1/account/second-factor", viewer, "Switch it on with a code; answers with recovery codes", {}, json, schema::any_object, nullptr, put_second_factor, schema::any_object},
        {"DELETE", "/api/v1/account/second-factor", viewer, "Switch the second factor off", {}, {}, {}, nullptr, delete_second_factor, schema::any_object, 0, false, true},
        {"POST", "/api/v1/account/recovery-codes", viewer, "New recovery codes in place of the old", {}, json, schema::any_object, nullptr, post_recovery_codes, schema::any_object, 0, false, true},
        {"DELETE", "/api/v1/account/sessions", viewer, "End all of one's sessions but this one", {}, {}, {}, nullptr, delete_own_sessions},
        {"DELETE", "/api/v1/account/sessions/{id}", viewer, "End one of one's sessions", {}, {}, {}, nullptr, delete_own_session},
        {"GET", "/api/v1/tokens", viewer, "API tokens: one's own, or all of them for administrators", {}, json, schema::any_object, nullptr, get_tokens},
        {"POST", "/api/v1/tokens", viewer, "Make an API token, which is shown this once", {}, json, schema::any_object, nullptr, post_token, schema::any_object},
        {"DELETE", "/api/v1/tokens/{id}", viewer, "Revoke an API token", {}, {}, {}, nullptr, delete_token},
        {"GET", "/api/v1/accounts", administrator, "Who may sign in", {}, json, schema::any_object, nullptr, get_accounts},
        {"POST", "/api/v1/accounts", administrator, "Invite somebody", {}, json, schema::any_object, nullptr, post_account, schema::any_object},
        {"GET", "/api/v1/accounts/events", administrator, "What was done to accounts, newest first", paged({}), json, schema::any_object, nullptr, get_account_events},
        {"PUT", "/api/v1/accounts/{id}", administrator, "Change an account's name, address or role, or disable it", {}, json, schema::any_object, nullptr, put_account, schema::any_object},
        {"DELETE", "/api/v1/accounts/{id}", administrator, "Delete an account", {}, {}, {}, nullptr, delete_account},
        {"POST", "/api/v1/accounts/{id}/invitation", administrator, "A new invitation, for a forgotten password", {}, json, schema::any_object, nullptr, post_invitation},
        {"GET", "/api/v1/estate-document.schema.json", access_anyone, "The JSON Schema of the estate document", {}, "application/schema+json", schema::any_object, nullptr, get_schema},
        {"GET", "/api/v1/openapi.json", access_anyone, "This description", {}, json, schema::any_object, nullptr, get_openapi},
        {"GET", "/metrics", viewer, "Figures about the running program, for Prometheus", {}, "text/plain", schema::text, nullptr, get_metrics},
        {"GET", "/healthz", access_anyone, "Whether the database answers, and when alerts were last checked", {}, json, schema::health, nullptr, get_health},
    };
    // clang-format on
    return endpoints;
}

} // namespace telestate::api
