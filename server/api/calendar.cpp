#include "server/api/calendar.hpp"

#include "server/api/calendar_events.hpp"
#include "server/api/today.hpp"
#include "server/api/versions.hpp"
#include "server/api/write_request.hpp"
#include "server/document/json_parser.hpp"
#include "server/document/record_reader.hpp"
#include "server/document/record_titles.hpp"
#include "server/storage/calendar_feed_store.hpp"

#include <algorithm>

namespace telestate::api {

namespace {

using storage::CalendarFeed;

std::string path_of(const CalendarFeed& feed) { return "/calendar/" + feed.secret + ".ics"; }

std::string url_of(const CalendarFeed& feed, std::string base) {
    while (base.ends_with('/'))
        base.pop_back();
    return base + path_of(feed);
}

std::optional<std::string> name_of_owner(const storage::Reader& reader, const CalendarFeed& feed) {
    if (!feed.owner) return std::nullopt;
    const auto person = reader.find_person(*feed.owner);
    if (!person) return std::nullopt;
    return document::title_of(*person);
}

void append_feed(document::JsonWriter& json, const CalendarFeed& feed, const storage::Reader& reader,
                 const Services& services) {
    json.begin_object();
    json.member("id", feed.feed);
    json.member_or_null("owner", feed.owner);
    json.member_or_null("owner_name", name_of_owner(reader, feed));
    json.member("url", url_of(feed, services.public_url));
    json.member("path", path_of(feed));
    json.member("created_at", feed.created_at);
    json.member_or_null("renewed_at", feed.renewed_at);
    json.end_object();
}

http::Response feed_response(const CalendarFeed& feed, const storage::Reader& reader,
                             const Services& services, int status) {
    std::string out;
    document::JsonWriter json(out);
    append_feed(json, feed, reader, services);
    return http::json(std::move(out), status);
}

// {"owner": "p1"}, or {} for everything.
Result<std::optional<std::string>> read_owner(std::string_view body) {
    const auto parsed = document::parse_json(body);
    if (!parsed) return parsed.error();
    document::Problems problems;
    const document::Path top;
    document::RecordReader reader(*parsed, top, problems, "a calendar feed");
    std::string owner = reader.reference("owner", "a person");
    reader.finish();
    if (problems.has_errors()) return problems.to_error();
    return owner.empty() ? std::nullopt : std::optional(std::move(owner));
}

http::Response nothing_there() {
    return http::problem(Error{ErrorCode::not_found, "There is nothing at this address.", {}});
}

bool is_of(const Contract& contract, const std::string& person) {
    return contract.owner == person ||
           std::find(contract.deputies.begin(), contract.deputies.end(), person) != contract.deputies.end();
}

void add_everything(CalendarEvents& events, const storage::Reader& reader) {
    reader.for_each_contract(storage::Projection::whole,
                             [&](const Contract& contract) { events.add(contract); });
    reader.for_each_platform([&](const Platform& platform) { events.add(platform); });
    reader.for_each_line([&](const Line& line) { events.add(line); });
}

// Their contracts, and the platforms and lines of those. A line belongs to its own contract, else to its
// platform's.
void add_those_of(CalendarEvents& events, const storage::Reader& reader, const std::string& person) {
    storage::IdSet contracts;
    reader.for_each_contract(storage::Projection::whole, [&](const Contract& contract) {
        if (!is_of(contract, person)) return;
        contracts.insert(contract.id);
        events.add(contract);
    });
    storage::IdSet platforms;
    reader.for_each_platform([&](const Platform& platform) {
        if (!contracts.contains(platform.contract)) return;
        platforms.insert(platform.id);
        events.add(platform);
    });
    reader.for_each_line([&](const Line& line) {
        if (line.contract.empty() ? platforms.contains(line.platform) : contracts.contains(line.contract))
            events.add(line);
    });
}

document::Calendar calendar_of(const CalendarFeed& feed, const EstateView& view, const Services& services) {
    const std::string& organisation = view.organisation().name;
    document::Calendar calendar;
    calendar.name = (organisation.empty() ? "" : organisation + ": ") + "telecoms contracts";
    calendar.description = "Days by which something has to be decided, price rises and ends.";
    CalendarEvents events(view, services.public_url, day_in(view.organisation().time_zone, services.now()));
    if (feed.owner) {
        calendar.name += " of " + name_of_owner(view.reader(), feed).value_or(*feed.owner);
        add_those_of(events, view.reader(), *feed.owner);
    } else {
        add_everything(events, view.reader());
    }
    calendar.events = events.finish();
    return calendar;
}

} // namespace

http::Response get_calendar_feeds(const http::Request& request, const Services& services) {
    Parameters parameters(request);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    const storage::Reader reader = services.database.read();
    std::string out;
    document::JsonWriter json(out);
    json.begin_object();
    json.key("feeds");
    json.begin_list();
    for (const CalendarFeed& feed : reader.list_calendar_feeds())
        append_feed(json, feed, reader, services);
    json.end_list();
    json.end_object();
    http::Response response = http::json(std::move(out));
    response.etag = version_of(response.body_text());
    return response;
}

http::Response post_calendar_feed(const http::Request& request, const Services& services) {
    WriteRequest write(request);
    if (auto problem = write.find_problem()) return std::move(*problem);
    const auto owner = read_owner(request.body);
    if (!owner) return write.refuse(owner.error());
    auto ledger = services.database.write_ledger();
    if (!ledger) return write.refuse(ledger.error());
    if (*owner && !ledger->reader().exists(RecordKind::people, **owner)) {
        return write.refuse({ErrorCode::invalid,
                             "There is 1 problem.",
                             {{"/owner", "there is no person with the id \"" + **owner + "\""}}});
    }
    const auto feed = insert_calendar_feed(*ledger, *owner, format_instant(services.now()));
    if (!feed) return write.refuse(feed.error());
    http::Response response = feed_response(*feed, ledger->reader(), services, 201);
    ledger->commit();
    return response;
}

http::Response post_calendar_renewal(const http::Request& request, const Services& services) {
    WriteRequest write(request);
    if (auto problem = write.find_problem()) return std::move(*problem);
    auto ledger = services.database.write_ledger();
    if (!ledger) return write.refuse(ledger.error());
    const auto feed =
        renew_calendar_feed(*ledger, number_in_address(request), format_instant(services.now()));
    if (!feed) return write.refuse(feed.error());
    http::Response response = feed_response(*feed, ledger->reader(), services, 200);
    ledger->commit();
    return response;
}

http::Response delete_calendar_feed(const http::Request& request, const Services& services) {
    WriteRequest write(request);
    if (auto problem = write.find_problem()) return std::move(*problem);
    auto ledger = services.database.write_ledger();
    if (!ledger) return write.refuse(ledger.error());
    const auto deleted = storage::delete_calendar_feed(*ledger, number_in_address(request));
    if (!deleted) return write.refuse(deleted.error());
    ledger->commit();
    return http::no_content();
}

http::Response get_calendar(const http::Request& request, const Services& services) {
    storage::Reader reader = services.database.read();
    const auto feed = reader.find_calendar_feed(request.path_parameter("secret"));
    if (!feed) return nothing_there();
    const EstateView view(services, std::move(reader));
    http::Response response =
        http::content("text/calendar; charset=utf-8", format_calendar(calendar_of(*feed, view, services)));
    response.etag = version_of(response.body_text());
    response.cache_control = "private, no-cache";
    // Saved from a browser, the file is not to be called by its secret.
    response.set_header("Content-Disposition", "inline; filename=\"telestate.ics\"");
    return response;
}

http::Response no_calendar(const http::Request&, const Services&) { return nothing_there(); }

} // namespace telestate::api
