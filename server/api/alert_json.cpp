#include "server/api/alert_json.hpp"

#include "model/decisions.hpp"

namespace telestate::api {

namespace {

std::optional<std::string> day_text(const std::optional<Day>& day) {
    if (!day) return std::nullopt;
    return format_day(*day);
}

std::optional<std::string> name_in(const AddressBook& addresses, const std::string& address) {
    std::string name = addresses.name_of(address);
    if (name.empty()) return std::nullopt;
    return name;
}

} // namespace

std::string SubjectTitles::of(const Milestone& milestone) {
    auto names = names_.find(milestone.subject_kind);
    if (names == names_.end()) {
        names = names_.emplace(milestone.subject_kind, reader_.names_of(milestone.subject_kind)).first;
        if (milestone.subject_kind == RecordKind::lines) {
            reader_.for_each_line([&](const Line& line) {
                if (!line.number.empty()) names->second.emplace(line.id, line.number);
            });
        }
    }
    const auto name = names->second.find(milestone.subject);
    return name == names->second.end() ? milestone.subject : name->second;
}

DecisionKinds decision_kinds_of(const Services& services, const storage::Reader& reader,
                                const std::vector<storage::KeptAlert>& alerts, Day today) {
    storage::ContractQuery query;
    query.projection = storage::Projection::computed;
    for (const storage::KeptAlert& alert : alerts) {
        const MilestoneKind kind = alert.key.milestone.kind;
        if (kind != MilestoneKind::decide_by && kind != MilestoneKind::start_by) continue;
        if (!query.ids) query.ids.emplace();
        query.ids->push_back(alert.key.milestone.subject);
    }
    DecisionKinds kinds;
    if (!query.ids) return kinds;
    const Organisation organisation = reader.find_organisation().value_or(Organisation{});
    const Rules rules{organisation.financial_year_start, services.holidays.of(organisation.bank_holidays),
                      services.pstn_switch_off};
    reader.for_each_contract(query, [&](const Contract& contract) {
        const SeenContract seen(contract, rules, today);
        for (const Candidate& candidate : seen.open_candidates()) {
            kinds.try_emplace({contract.id, candidate.decide_by}, candidate.kind);
            if (const auto start_by = seen.start_by_of(candidate))
                kinds.try_emplace({contract.id, *start_by}, candidate.kind);
        }
        // Of a missed one, what should have been decided.
        for (const storage::KeptAlert& alert : alerts) {
            const Milestone& milestone = alert.key.milestone;
            if (milestone.subject != contract.id || !alert.key.is_missed()) continue;
            for (const Candidate& candidate : passed_decisions(seen, milestone.on)) {
                if (candidate.decide_by == milestone.on)
                    kinds.try_emplace({contract.id, milestone.on}, candidate.kind);
            }
        }
    });
    return kinds;
}

void append_alert(document::JsonWriter& json, const storage::KeptAlert& alert, SubjectTitles& titles,
                  const AddressBook& addresses, const DecisionKinds& kinds, Day today) {
    const Milestone& milestone = alert.key.milestone;
    json.begin_object();
    json.member("id", alert.alert);
    json.member("key", format_alert_key(alert.key));
    json.member("subject", milestone.subject);
    json.member("subject_kind", telestate::name_of(milestone.subject_kind));
    json.member("title", titles.of(milestone));
    json.member("milestone", name_of(milestone.kind));
    json.member("milestone_on", format_day(milestone.on));
    json.member("days_left", days_between(today, milestone.on));
    json.member("offset_days", alert.key.offset_days);
    json.member("state", telestate::name_of(alert.state));
    json.member("raised_on", format_day(alert.raised_on));
    json.member_or_null("acknowledged_at", alert.acknowledged_at);
    json.member_or_null("acknowledged_by", alert.acknowledged_by);
    json.member_or_null("snoozed_until", day_text(alert.snoozed_until));
    json.member_or_null("escalated_on", day_text(alert.escalated_on));
    const auto kind = kinds.find({milestone.subject, milestone.on});
    json.member_or_null("decision_kind", kind == kinds.end() || milestone.kind == MilestoneKind::price_rise
                                             ? std::nullopt
                                             : std::optional(std::string(telestate::name_of(kind->second))));
    json.key("deliveries");
    json.begin_list();
    for (const storage::KeptDelivery& delivery : alert.deliveries) {
        json.begin_object();
        json.member("address", delivery.address);
        json.member_or_null("name", name_in(addresses, delivery.address));
        json.member("is_sent", delivery.is_sent);
        json.member_or_null("sent_at", delivery.sent_at);
        json.member("is_escalation", delivery.is_escalation);
        if (delivery.mail) {
            json.member("mail", *delivery.mail);
        } else {
            json.null_member("mail");
        }
        json.member_or_null("error", delivery.error);
        json.member_or_null("next_attempt_at", delivery.next_attempt_at);
        json.end_object();
    }
    json.end_list();
    json.end_object();
}

void append_mail_members(document::JsonWriter& json, const storage::Mail& mail) {
    json.member("id", mail.mail);
    json.member("run", mail.run);
    json.member("channel", storage::name_of(mail.channel));
    json.member("address", mail.address);
    json.member("subject", mail.subject);
    json.member("state", storage::name_of(mail.state));
    json.member("attempt_count", mail.attempt_count);
    json.member("created_at", mail.created_at);
    json.member_or_null("last_attempt_at", mail.last_attempt_at);
    json.member_or_null("next_attempt_at", mail.next_attempt_at);
    json.member_or_null("sent_at", mail.sent_at);
    json.member("message_id", mail.message_id);
    json.member_or_null("reply", mail.reply);
    json.member_or_null("error", mail.error);
    json.member("alert_count", mail.alert_count);
}

} // namespace telestate::api
