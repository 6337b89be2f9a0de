#include "server/api/alert_json.hpp"
#include "server/api/alerts.hpp"

#include "server/alerts/planning.hpp"
#include "server/api/today.hpp"
#include "server/api/write_request.hpp"
#include "server/document/json_parser.hpp"
#include "server/document/text_rules.hpp"

namespace telestate::api {

namespace {

// A missed decision may be put off no longer than this.
constexpr std::int64_t longest_snooze = 92;

Error unknown_alert(const http::Request& request) {
    return {ErrorCode::not_found, "there is no alert \"" + request.path_parameter("id") + "\"", {}};
}

Error invalid(std::string pointer, std::string message) {
    return {
        ErrorCode::invalid, "the request cannot be carried out", {{std::move(pointer), std::move(message)}}};
}

// The one text that the body has to hold: {"until": "2026-05-01"}.
Result<std::string> read_text(const http::Request& request, std::string_view name) {
    const auto body = document::parse_json(request.body);
    if (!body) return body.error();
    const document::JsonValue* value = body->find(name);
    const std::string pointer = "/" + std::string(name);
    if (value == nullptr || !value->is_text()) return invalid(pointer, "has to be given as text");
    for (const document::JsonMember& member : body->members) {
        if (member.name != name) return invalid("/" + member.name, "is not known here");
    }
    return value->text;
}

http::Response answer_alert(const Services& services, std::int64_t number) {
    const storage::Reader reader = services.database.read();
    const auto alert = reader.find_alert(number);
    const Day today = services.alerts.today(reader);
    const AddressBook addresses =
        alerts::read_addresses(reader, reader.find_organisation().value_or(Organisation{}));
    SubjectTitles titles(reader);
    std::string out;
    document::JsonWriter json(out);
    append_alert(json, *alert, titles, addresses, decision_kinds_of(services, reader, {*alert}, today),
                 today);
    return http::json(std::move(out));
}

// Changes the alert the address names, in one transaction, and answers with it.
template <typename Change>
http::Response change_alert(const http::Request& request, const Services& services, Change change) {
    WriteRequest write(request);
    if (auto problem = write.find_problem()) return std::move(*problem);
    const std::int64_t number = number_in_address(request);
    auto begun = services.database.write_ledger();
    if (!begun) return write.refuse(begun.error());
    storage::LedgerTransaction ledger = std::move(begun.value());
    const auto alert = ledger.reader().find_alert(number);
    if (!alert) return write.refuse(unknown_alert(request));
    const Day today = services.alerts.today(ledger.reader());
    const Result<void> done = change(ledger, *alert, today, write.actor());
    if (!done) return write.refuse(done.error());
    ledger.commit();
    return answer_alert(services, number);
}

std::optional<std::string_view> name_of_person(const Actor& actor) {
    return actor.name ? std::optional<std::string_view>(*actor.name) : std::nullopt;
}

} // namespace

http::Response post_acknowledgement(const http::Request& request, const Services& services) {
    return change_alert(
        request, services,
        [&](storage::LedgerTransaction& ledger, const storage::KeptAlert& alert, Day today,
            const Actor& actor) -> Result<void> {
            if (alert.state == AlertState::superseded)
                return Error{ErrorCode::conflict, "this alert was superseded by a later one", {}};
            ledger.acknowledge(alert.alert, today, format_instant(services.now()), name_of_person(actor));
            return {};
        });
}

http::Response delete_acknowledgement(const http::Request& request, const Services& services) {
    return change_alert(request, services,
                        [](storage::LedgerTransaction& ledger, const storage::KeptAlert& alert, Day,
                           const Actor&) -> Result<void> {
                            ledger.unacknowledge(alert.alert);
                            return {};
                        });
}

http::Response post_snooze(const http::Request& request, const Services& services) {
    const auto text = read_text(request, "until");
    if (!text) return http::problem(text.error(), request.path);
    const auto until = parse_day(*text);
    if (!until) return http::problem(invalid("/until", "has to be a day such as 2026-05-01"), request.path);
    return change_alert(
        request, services,
        [&](storage::LedgerTransaction& ledger, const storage::KeptAlert& alert, Day today,
            const Actor& actor) -> Result<void> {
            const Day on = alert.key.milestone.on;
            const Day latest = on >= today ? on : add_days(today, longest_snooze);
            if (*until <= today) return invalid("/until", "has to be later than today");
            if (*until > latest) {
                return invalid("/until", on >= today ? "has to be no later than " + format_long_day(latest) +
                                                           ", the day it is about"
                                                     : "has to be no later than " + format_long_day(latest));
            }
            if (alert.state == AlertState::superseded || alert.state == AlertState::ended)
                return Error{ErrorCode::conflict, "nothing more is sent about this", {}};
            const std::string now = format_instant(services.now());
            ledger.acknowledge(alert.alert, today, now, name_of_person(actor));
            ledger.snooze(alert.key.milestone, *until, now);
            return {};
        });
}

http::Response delete_snooze(const http::Request& request, const Services& services) {
    return change_alert(request, services,
                        [&](storage::LedgerTransaction& ledger, const storage::KeptAlert& alert, Day,
                            const Actor&) -> Result<void> {
                            ledger.snooze(alert.key.milestone, std::nullopt, format_instant(services.now()));
                            return {};
                        });
}

http::Response post_alert_run(const http::Request& request, const Services& services) {
    WriteRequest write(request);
    if (auto problem = write.find_problem()) return std::move(*problem);
    services.alerts.doorbell().ask_for_run();
    std::string out;
    document::JsonWriter json(out);
    json.begin_object();
    json.member("started", true);
    json.end_object();
    return http::json(std::move(out), 202);
}

http::Response post_test_mail(const http::Request& request, const Services& services) {
    WriteRequest write(request);
    if (auto problem = write.find_problem()) return std::move(*problem);
    const auto to = read_text(request, "to");
    if (!to) return write.refuse(to.error());
    if (!document::is_email(*to))
        return write.refuse(invalid("/to", "is no mail address such as \"jo.smith@example.nhs.uk\""));
    const auto outcome = services.alerts.send_test_mail(*to);
    if (!outcome) return write.refuse(outcome.error());
    std::string out;
    document::JsonWriter json(out);
    json.begin_object();
    json.member("accepted", outcome->acceptance == mail::Acceptance::accepted);
    json.member("code", std::int64_t{outcome->code});
    json.member("words", outcome->words);
    json.end_object();
    return http::json(std::move(out));
}

} // namespace telestate::api
