#include "server/api/timeline.hpp"

#include "model/spend.hpp"
#include "server/document/position_json.hpp"
#include "server/document/text_folding.hpp"

#include <algorithm>

namespace telestate::api {

namespace {

using document::JsonWriter;

constexpr std::int64_t most_items = 1'000;

std::optional<Status> parse_status(std::string_view text) {
    for (const Status status : {Status::pending, Status::active, Status::overrun, Status::ended}) {
        if (name_of(status) == text) return status;
    }
    return std::nullopt;
}

// A contract that is asked for, and what it is sorted by.
struct Entry {
    bool is_absent = false;
    std::int64_t number = 0;
    std::string text;
    std::string id;
};

class Selection {
  public:
    Selection(const EstateView& view, const TimelineQuery& query) : query_(query) {
        if (query.q) wanted_ = document::fold_text(*query.q);
        if (query.q || query.order == TimelineOrder::supplier)
            suppliers_ = view.reader().names_of(RecordKind::suppliers);
    }

    bool has(const Contract& contract, const Position& position) const {
        if (query_.status && position.status != *query_.status) return false;
        if (!query_.q) return true;
        return mentions(contract.title) || mentions(contract.id) || mentions(contract.reference) ||
               mentions(supplier_of(contract));
    }

    Entry entry_of(const Contract& contract, const Position& position) const {
        switch (query_.order) {
        case TimelineOrder::decide_by:
            if (position.next_decision) return of_day(contract, position.next_decision->decide_by);
            break;
        case TimelineOrder::end:
            if (position.term_end) return of_day(contract, position.term_end->last);
            break;
        case TimelineOrder::title:
            return of_text(contract, contract.title.empty() ? contract.id : contract.title);
        case TimelineOrder::supplier:
            if (!contract.supplier.empty()) return of_text(contract, supplier_of(contract));
            break;
        }
        return {true, 0, {}, contract.id};
    }

  private:
    bool mentions(std::string_view text) const {
        return document::fold_text(text).find(wanted_) != std::string::npos;
    }
    std::string_view supplier_of(const Contract& contract) const {
        const auto name = suppliers_.find(contract.supplier);
        return name == suppliers_.end() ? std::string_view(contract.supplier) : name->second;
    }
    static Entry of_day(const Contract& contract, Day day) {
        return {false, day.time_since_epoch().count(), {}, contract.id};
    }
    static Entry of_text(const Contract& contract, std::string_view text) {
        return {false, 0, document::sort_key_of(text), contract.id};
    }

    const TimelineQuery& query_;
    std::string wanted_; // folded
    storage::IdMap<std::string> suppliers_;
};

void sort_entries(std::vector<Entry>& entries, bool is_descending) {
    std::sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) {
        if (a.is_absent != b.is_absent) return b.is_absent;
        const Entry& first = is_descending ? b : a;
        const Entry& second = is_descending ? a : b;
        if (first.number != second.number) return first.number < second.number;
        if (first.text != second.text) return first.text < second.text;
        return a.id < b.id;
    });
}

void append_timeline(JsonWriter& json, const Timeline& timeline) {
    json.key("spans");
    json.begin_list();
    for (const Span& span : timeline.spans) {
        json.begin_object();
        json.member("kind", name_of(span.kind));
        json.member("first", span.days.first);
        json.member("last", span.days.last);
        json.member_or_null("term_number", span.term_number);
        json.member_or_null("option_number", span.option_number);
        json.member("is_assumed", span.is_assumed);
        json.end_object();
    }
    json.end_list();
    json.key("marks");
    json.begin_list();
    for (const Mark& mark : timeline.marks) {
        json.begin_object();
        json.member("kind", name_of(mark.kind));
        json.member("on", mark.on);
        json.member("days_left", mark.days_left);
        json.end_object();
    }
    json.end_list();
}

void append_item(JsonWriter& json, const SeenContract& seen, const Position& position, Interval window,
                 Interval year) {
    const Contract& contract = seen.contract();
    json.begin_object();
    json.member("contract", contract.id);
    json.text_or_null("title", contract.title);
    json.text_or_null("supplier", contract.supplier);
    json.text_or_null("service", contract.service);
    json.member("status", name_of(position.status));
    json.key("flags");
    json.begin_list();
    for (const Flag flag : position.flags.list())
        json.text(name_of(flag));
    json.end_list();
    append_timeline(json, timeline_of(seen, window));
    json.key("next_decision");
    if (position.next_decision) {
        document::append_next_decision(json, *position.next_decision);
    } else {
        json.null();
    }
    json.key("spend");
    if (is_cost_known(contract)) {
        json.money(spend_of(seen, year).total);
    } else {
        json.null();
    }
    json.end_object();
}

// The items of the entries, in their order, as JSON objects. The contracts come in the order they are stored
// in.
std::vector<std::string> items_of(const EstateView& view, const TimelineQuery& query,
                                  std::vector<std::string> ids) {
    storage::IdMap<std::size_t> places;
    for (std::size_t i = 0; i < ids.size(); ++i)
        places.emplace(ids[i], i);
    std::vector<std::string> items(ids.size());
    storage::ContractQuery named;
    named.projection = storage::Projection::computed;
    named.ids = std::move(ids);
    const FinancialYearStart start = view.rules().year_start;
    const Interval year = days_of(financial_year_of(query.on, start), start);
    view.for_each_position(named, query.on, [&](const Contract& contract, const Position& position) {
        JsonWriter json(items.at(places.find(contract.id)->second));
        try {
            append_item(json, SeenContract(contract, view.rules(), query.on), position, query.window, year);
        } catch (const MoneyOverflow&) {
            throw MoneyOverflow(contract.id);
        }
    });
    return items;
}

// What is given holds; the rest of the window goes by it.
Interval read_window(Parameters& parameters, FinancialYearStart start, Day on) {
    constexpr std::string_view expected = "a day such as 2026-03-31";
    const auto from = parameters.choice("from", parse_day, expected);
    const auto until = parameters.choice("until", parse_day, expected);
    constexpr int months = 12 * years_shown;
    Interval window;
    window.first = add_months(days_of(financial_year_of(on, start), start).first, -12);
    if (from) {
        window.first = *from;
    } else if (until && *until < window.first) {
        window.first = add_days(add_months(*until, -months), 1);
    }
    window.last = until ? *until : add_days(add_months(window.first, months), -1);
    if (window.last < window.first) {
        parameters.refuse("until", "no earlier than \"from\"");
    } else if (window.last >= add_months(window.first, 12 * most_years_shown)) {
        parameters.refuse("until", "less than " + std::to_string(most_years_shown) + " years after \"from\"");
    }
    return window;
}

} // namespace

std::optional<TimelineOrder> parse_timeline_order(std::string_view name) {
    if (name == "decide_by") return TimelineOrder::decide_by;
    if (name == "title") return TimelineOrder::title;
    if (name == "supplier") return TimelineOrder::supplier;
    if (name == "end") return TimelineOrder::end;
    return std::nullopt;
}

TimelineQuery read_timeline_query(Parameters& parameters, const EstateView& view, Day today) {
    TimelineQuery query;
    query.on = parameters.day("on", today);
    query.window = read_window(parameters, view.rules().year_start, query.on);
    query.q = parameters.text("q");
    query.supplier = parameters.text("supplier");
    query.service = parameters.text("service");
    query.status = parameters.choice("status", parse_status, "pending, active, overrun or ended");
    const auto parse_sort = [&](std::string_view text) -> std::optional<TimelineOrder> {
        query.is_descending = text.starts_with('-');
        return parse_timeline_order(text.substr(query.is_descending ? 1 : 0));
    };
    query.order = parameters
                      .choice("sort", parse_sort,
                              "decide_by, title, supplier or end, with a - before it for the other way")
                      .value_or(TimelineOrder::decide_by);
    query.limit = parameters.integer("limit", 1, most_items).value_or(query.limit);
    query.offset = parameters.integer("offset", 0, 1'000'000'000).value_or(0);
    return query;
}

std::string timeline_json(const EstateView& view, const TimelineQuery& query) {
    const Selection selection(view, query);
    storage::ContractQuery all;
    all.projection = storage::Projection::computed;
    all.supplier = query.supplier;
    all.service = query.service;
    std::vector<Entry> entries;
    view.for_each_position(all, query.on, [&](const Contract& contract, const Position& position) {
        if (selection.has(contract, position)) entries.push_back(selection.entry_of(contract, position));
    });
    sort_entries(entries, query.is_descending);

    // Only what is shown is drawn: the page is read a second time rather than the whole estate kept.
    const std::size_t first = std::min(static_cast<std::size_t>(query.offset), entries.size());
    const std::size_t count = std::min(static_cast<std::size_t>(query.limit), entries.size() - first);
    std::vector<std::string> ids;
    ids.reserve(count);
    for (std::size_t i = first; i < first + count; ++i)
        ids.push_back(std::move(entries[i].id));

    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.member("on", query.on);
    json.member("from", query.window.first);
    json.member("until", query.window.last);
    json.member("total", entries.size());
    json.member("offset", query.offset);
    json.member("limit", query.limit);
    json.key("items");
    json.begin_list();
    for (const std::string& item : items_of(view, query, std::move(ids)))
        json.raw(item);
    json.end_list();
    json.end_object();
    return out;
}

} // namespace telestate::api
