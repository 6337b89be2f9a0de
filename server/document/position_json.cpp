#include "server/document/position_json.hpp"

namespace telestate::document {

namespace {

void append_interval_or_null(JsonWriter& json, std::string_view name,
                             const std::optional<Interval>& interval) {
    json.key(name);
    if (interval) {
        append_interval(json, *interval);
    } else {
        json.null();
    }
}

} // namespace

void append_position(JsonWriter& json, const ContractLabel& label, const Position& position) {
    json.begin_object();
    append_position_members(json, label, position);
    json.end_object();
}

void append_position_members(JsonWriter& json, const ContractLabel& label, const Position& position) {
    json.member("contract", label.id);
    json.text_or_null("title", label.title);
    json.text_or_null("supplier", label.supplier);
    json.text_or_null("service", label.service);
    json.member("status", name_of(position.status));
    json.member_or_null("term_number", position.term_number);
    append_interval_or_null(json, "term_end", position.term_end);
    append_interval_or_null(json, "last_possible_end", position.last_possible_end);
    json.member("committed_until", position.committed_until);
    json.key("next_decision");
    if (position.next_decision) {
        append_next_decision(json, *position.next_decision);
    } else {
        json.null();
    }
    json.key("flags");
    json.begin_list();
    // Asked one by one rather than through list(): most contracts have few flags, and none needs a vector
    // here.
    if (!position.flags.is_empty()) {
        for (unsigned i = 0; i < flag_count; ++i) {
            const auto flag = static_cast<Flag>(i);
            if (position.flags.has(flag)) json.text(name_of(flag));
        }
    }
    json.end_list();
}

void append_next_decision(JsonWriter& json, const NextDecision& decision) {
    json.begin_object();
    json.member("kind", name_of(decision.kind));
    json.member("decide_by", decision.decide_by);
    json.member("days_left", decision.days_left);
    json.member("takes_effect", decision.takes_effect);
    json.member_or_null("start_by", decision.start_by);
    json.member_or_null("runs_until", decision.runs_until);
    json.member_or_null("cost_at_stake", decision.cost_at_stake);
    json.end_object();
}

void append_interval(JsonWriter& json, Interval interval) {
    json.begin_object();
    json.member("first", interval.first);
    json.member("last", interval.last);
    json.end_object();
}

void begin_renewals(JsonWriter& json, Day on) {
    json.begin_object();
    json.member("on", on);
    json.key("positions");
    json.begin_list();
}

void end_renewals(JsonWriter& json, const std::optional<Page>& page) {
    json.end_list();
    if (page) {
        json.member("total", page->total);
        json.member("offset", page->offset);
        json.member("limit", page->limit);
    }
    json.end_object();
}

} // namespace telestate::document
