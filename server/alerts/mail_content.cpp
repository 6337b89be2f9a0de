#include "server/alerts/mail_content.hpp"

#include "model/exposure.hpp"
#include "model/switch_off.hpp"
#include "server/alerts/contract_notices.hpp"
#include "server/document/calendar_uid.hpp"
#include "server/document/record_titles.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <utility>

namespace telestate::alerts {

namespace {

using NoticesOf = storage::IdMap<std::vector<Notice>>;

// The alerts of one kind of record, told once for each milestone.
class ToldMilestones {
  public:
    ToldMilestones(const GatherContext& context, const std::vector<MailAlert>& alerts) : context_(context) {
        for (const MailAlert& alert : alerts)
            add(alert);
    }

    const NoticesOf& of(RecordKind kind) { return by_kind_[kind]; }

  private:
    void add(const MailAlert& alert) {
        const Milestone& milestone = alert.key.milestone;
        std::vector<Notice>& notices = by_kind_[milestone.subject_kind][milestone.subject];
        auto notice = std::find_if(notices.begin(), notices.end(),
                                   [&](const Notice& other) { return other.milestone == milestone; });
        if (notice == notices.end()) {
            Notice made;
            made.milestone = milestone;
            made.days_left = days_between(context_.on, milestone.on);
            made.is_escalation = alert.is_escalation;
            notice = notices.insert(notices.end(), std::move(made));
        }
        if (alert.key.is_missed()) notice->is_missed = true;
        if (!alert.is_escalation) notice->is_escalation = false;
        if (alert.first_told_on)
            notice->first_told_on =
                std::min(notice->first_told_on.value_or(*alert.first_told_on), *alert.first_told_on);
        for (const std::string& address : alert.told) {
            const std::string known = context_.addresses.name_of(address);
            const std::string& name = known.empty() ? address : known;
            if (std::find(notice->told.begin(), notice->told.end(), name) == notice->told.end())
                notice->told.push_back(name);
        }
    }

    const GatherContext& context_;
    std::map<RecordKind, NoticesOf> by_kind_;
};

bool comes_before(const Notice& a, const Notice& b) { return a.milestone.on < b.milestone.on; }

// Fills one mail.
class MailGathering {
  public:
    MailGathering(const storage::Reader& reader, const GatherContext& context,
                  const std::vector<MailAlert>& alerts)
        : reader_(reader), context_(context), told_(context, alerts) {}

    MailContent gather() {
        settle_estate();
        add_contracts();
        add_platforms();
        add_lines();
        return std::move(content_);
    }

  private:
    void settle_estate();
    void add_contracts();
    void add_contract(const Contract& contract, const std::vector<Notice>& told);
    void add_overrun(const Contract& contract);
    void add_platforms();
    void add_lines();
    std::string url(const std::string& path) const {
        return base_url_.empty() ? std::string() : base_url_ + path;
    }
    std::string supplier_of(const Contract& contract) const { return name_in(suppliers_, contract.supplier); }
    static std::string name_in(const storage::IdMap<std::string>& names, const std::string& id) {
        const auto found = names.find(id);
        return found == names.end() ? id : found->second;
    }

    // An event changes as often as its record; the feed counts the same way.
    void mark(Notice& notice, storage::RecordVersion version) const {
        notice.calendar.sequence = std::max<std::int64_t>(version.change_count - 1, 0);
        notice.calendar.changed_at = version.changed_at.empty() ? changed_at_ : std::move(version.changed_at);
    }
    static storage::RecordVersion version_in(const storage::IdMap<storage::RecordVersion>& versions,
                                             const std::string& id) {
        const auto found = versions.find(id);
        return found == versions.end() ? storage::RecordVersion{} : found->second;
    }

    const storage::Reader& reader_;
    const GatherContext& context_;
    ToldMilestones told_;
    std::string base_url_;
    std::string identity_;
    std::string changed_at_; // for what the history knows nothing of
    storage::IdMap<storage::RecordVersion> contract_versions_;
    storage::IdMap<std::string> suppliers_;
    storage::IdMap<std::string> people_;
    MailContent content_;
};

void MailGathering::settle_estate() {
    base_url_ = context_.public_url;
    while (base_url_.ends_with('/'))
        base_url_.pop_back();
    identity_ = reader_.identity();
    content_.on = context_.on;
    if (const auto organisation = reader_.find_organisation()) {
        content_.organisation = organisation->name;
        content_.currency = organisation->currency;
    } else {
        content_.currency = Organisation{}.currency;
    }
    content_.recipient_name = context_.addresses.name_of(context_.recipient);
    content_.alerts_url = url("/alerts");
    content_.calendar_url = url("/alerts#calendar");
    content_.organisation_url = url("/organisation");
    changed_at_ = reader_.find_changed_at().value_or("1970-01-01T00:00:00Z");
}

void MailGathering::add_contract(const Contract& contract, const std::vector<Notice>& told) {
    ContractSection section;
    const NoticeContext context{context_.rules, context_.on, content_.currency, identity_};
    for (const Notice& notice : told) {
        std::vector<Notice> notices = notices_of(contract, notice, context);
        std::move(notices.begin(), notices.end(), std::back_inserter(section.notices));
    }
    if (section.notices.empty()) return;
    for (Notice& notice : section.notices)
        mark(notice, version_in(contract_versions_, contract.id));
    std::stable_sort(section.notices.begin(), section.notices.end(), comes_before);
    section.id = contract.id;
    section.title = document::title_of(contract);
    section.reference = contract.reference;
    section.supplier = supplier_of(contract);
    section.owner = name_in(people_, contract.owner);
    section.url = url("/contracts/" + contract.id);
    content_.contracts.push_back(std::move(section));
}

void MailGathering::add_overrun(const Contract& contract) {
    const SeenContract seen(contract, context_.rules, context_.on);
    if (seen.status() != Status::overrun) return;
    OverrunLine line;
    line.title = document::title_of(contract);
    line.supplier = supplier_of(contract);
    line.since = add_days(seen.term_end()->last, 1);
    line.url = url("/contracts/" + contract.id);
    try {
        line.cost = cost_since_end(seen);
    } catch (const MoneyOverflow&) {
        // What cannot be added up is left out.
    }
    content_.overruns.push_back(std::move(line));
}

void MailGathering::add_contracts() {
    const NoticesOf& told = told_.of(RecordKind::contracts);
    storage::IdSet in_overrun;
    for (const AlertPlan::Overrun& overrun : context_.overruns) {
        if (is_among(overrun.recipients, context_.recipient)) in_overrun.insert(overrun.contract);
    }
    storage::ContractQuery query;
    query.ids.emplace(in_overrun.begin(), in_overrun.end());
    for (const auto& [id, notices] : told) {
        if (!in_overrun.contains(id)) query.ids->push_back(id);
    }
    if (query.ids->empty()) return;
    suppliers_ = reader_.names_of(RecordKind::suppliers);
    people_ = reader_.names_of(RecordKind::people);
    if (!told.empty()) contract_versions_ = reader_.versions_of(RecordKind::contracts);
    reader_.for_each_contract(query, [&](const Contract& contract) {
        if (const auto found = told.find(contract.id); found != told.end())
            add_contract(contract, found->second);
        if (in_overrun.contains(contract.id)) add_overrun(contract);
    });
    std::stable_sort(content_.contracts.begin(), content_.contracts.end(),
                     [](const ContractSection& a, const ContractSection& b) {
                         return comes_before(a.notices.front(), b.notices.front());
                     });
}

void MailGathering::add_platforms() {
    const NoticesOf& told = told_.of(RecordKind::platforms);
    if (told.empty()) return;
    const auto versions = reader_.versions_of(RecordKind::platforms);
    reader_.for_each_platform([&](const Platform& platform) {
        const auto found = told.find(platform.id);
        if (found == told.end()) return;
        for (const Notice& milestone : found->second) {
            if (platform.end_of_support != milestone.milestone.on) continue;
            PlatformSection section{platform.id, document::title_of(platform), platform.product,
                                    url("/inventory/platforms/" + platform.id), milestone};
            if (!platform.version.empty())
                section.product += (section.product.empty() ? "" : " ") + platform.version;
            section.notice.calendar.uid =
                document::calendar_uid(identity_, platform.id, MilestoneKind::end_of_support);
            mark(section.notice, version_in(versions, platform.id));
            content_.platforms.push_back(std::move(section));
        }
    });
    std::stable_sort(
        content_.platforms.begin(), content_.platforms.end(),
        [](const PlatformSection& a, const PlatformSection& b) { return comes_before(a.notice, b.notice); });
}

// "ISDN30": the names of all that ride on the network are abbreviations.
std::string name_for_people(LineTechnology technology) {
    std::string name(name_of(technology));
    for (char& c : name)
        c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return name;
}

void MailGathering::add_lines() {
    const NoticesOf& told = told_.of(RecordKind::lines);
    if (told.empty()) return;
    struct Stopping {
        Notice notice;
        SwitchOffTally tally;
    };
    std::map<Day, Stopping> by_day;
    reader_.for_each_line([&](const Line& line) {
        const auto found = told.find(line.id);
        if (found == told.end()) return;
        for (const Notice& notice : found->second) {
            const auto [day, is_first] = by_day.try_emplace(notice.milestone.on);
            if (!day->second.tally.add(line, notice.milestone.on)) {
                if (is_first) by_day.erase(day);
                continue;
            }
            if (is_first) day->second.notice = notice;
        }
    });
    // The lines are one event together, as in the feed.
    storage::RecordVersion version;
    for (const auto& [id, line] : reader_.versions_of(RecordKind::lines)) {
        version.change_count += line.change_count;
        version.changed_at = std::max(version.changed_at, line.changed_at);
    }
    for (auto& [day, stopping] : by_day) {
        SwitchOffSection section;
        section.notice = std::move(stopping.notice);
        section.notice.calendar.uid =
            document::calendar_uid(identity_, "lines", MilestoneKind::pstn_switch_off);
        mark(section.notice, version);
        section.line_count = stopping.tally.totals().line_count;
        section.record_count = stopping.tally.totals().record_count;
        for (const LinesOfTechnology& row : stopping.tally.by_technology())
            section.by_technology.push_back(describe_count({row.line_count, {}, {}, {}, {}}) + " " +
                                            name_for_people(row.technology));
        section.url = url("/inventory/lines?at_risk=true");
        content_.switch_offs.push_back(std::move(section));
    }
}

} // namespace

MailContent gather_mail(const storage::Reader& reader, const GatherContext& context,
                        const std::vector<MailAlert>& alerts) {
    return MailGathering(reader, context, alerts).gather();
}

} // namespace telestate::alerts
