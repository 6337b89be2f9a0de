#include "server/api/overview_sections.hpp"
#include "server/document/position_json.hpp"

#include <limits>

namespace telestate::api::overview {

namespace {

using document::JsonWriter;

constexpr std::size_t actions_shown = 10;

Shown show(const Contract& contract, const Position& position) {
    return {contract.id,    contract.title, contract.supplier, contract.service,
            contract.owner, position,       std::nullopt,      std::nullopt};
}

void append_members(JsonWriter& json, const Shown& shown) {
    document::append_position_members(json, {shown.id, shown.title, shown.supplier, shown.service},
                                      shown.position);
    json.key("owner");
    if (shown.owner.empty()) {
        json.null();
    } else {
        json.text(shown.owner);
    }
}

void append_missed(JsonWriter& json, const MissedDecision& missed) {
    json.begin_object();
    json.member("kind", name_of(missed.kind));
    json.member("decide_by", missed.decide_by);
    json.member("days_ago", missed.days_ago);
    json.member_or_null("now_runs_until", missed.now_runs_until);
    json.member_or_null("out_of_contract_since", missed.out_of_contract_since);
    json.member_or_null("cost", missed.cost);
    json.end_object();
}

// The items of a list, each with what `append_more` adds to its position.
template <typename AppendMore>
void append_items(JsonWriter& json, std::string_view name, const FirstFew<Shown>& items,
                  AppendMore append_more) {
    json.key(name);
    json.begin_list();
    items.for_each([&](const Shown& shown) {
        json.begin_object();
        append_members(json, shown);
        append_more(shown);
        json.end_object();
    });
    json.end_list();
}

// Sums what is known; nothing stays nothing.
void add_known(std::optional<Money>& sum, const std::optional<Money>& amount) {
    if (amount) sum = sum.value_or(Money{}) + *amount;
}

} // namespace

ActionSection::ActionSection(Day on)
    : until_(add_months(on, 12)), decisions_(actions_shown), missed_(actions_shown), overrun_(actions_shown),
      rolling_(actions_shown) {}

void ActionSection::add(const SeenContract& seen, const Position& position) {
    if (position.status == Status::ended) return;
    const Contract& contract = seen.contract();
    const auto shown_with_cost = [&](const std::optional<Money>& cost) {
        Shown shown = show(contract, position);
        shown.cost = cost;
        return shown;
    };
    if (position.next_decision && position.next_decision->decide_by <= until_) {
        add_known(at_stake_, position.next_decision->cost_at_stake);
        // What has not begun comes after what runs.
        const SortKey key{position.next_decision->decide_by.time_since_epoch().count(),
                          position.status == Status::pending ? 1 : 0, contract.id};
        decisions_.add(key, [&] { return show(contract, position); });
    }
    if (const auto missed = missed_decision_of(seen)) {
        missed_.add({missed->days_ago, 0, contract.id}, [&] {
            Shown shown = show(contract, position);
            shown.missed = missed;
            return shown;
        });
    }
    if (position.status == Status::overrun)
        overrun_.add({0, 0, contract.id}, [&] { return shown_with_cost(cost_since_end(seen)); });
    if (position.flags.has(Flag::rolling)) {
        const std::optional<Money> yearly = cost_of_next_year(seen);
        add_known(yearly_, yearly);
        // Those without charges come last.
        const std::int64_t rank = yearly ? -yearly->pence() : std::numeric_limits<std::int64_t>::max();
        rolling_.add({rank, 0, contract.id}, [&] { return shown_with_cost(yearly); });
    }
}

void ActionSection::append(JsonWriter& json) const {
    json.key("decisions");
    json.begin_object();
    json.member("until", until_);
    json.member("count", decisions_.count());
    json.member_or_null("at_stake", at_stake_);
    append_items(json, "items", decisions_, [](const Shown&) {});
    json.end_object();

    json.key("missed");
    json.begin_object();
    json.member("count", missed_.count());
    append_items(json, "items", missed_, [&](const Shown& shown) {
        json.key("missed");
        append_missed(json, *shown.missed);
    });
    json.end_object();

    append_items(json, "overrun", overrun_,
                 [&](const Shown& shown) { json.member_or_null("cost_since_end", shown.cost); });
    json.member("overrun_count", overrun_.count());

    json.key("rolling");
    json.begin_object();
    json.member("count", rolling_.count());
    json.member_or_null("yearly", yearly_);
    append_items(json, "items", rolling_,
                 [&](const Shown& shown) { json.member_or_null("yearly", shown.cost); });
    json.end_object();
    json.member("rolling_count", rolling_.count());
}

} // namespace telestate::api::overview
