#include "server/api/overview_sections.hpp"

#include <limits>

namespace telestate::api::overview {

namespace {

using document::JsonWriter;

constexpr std::size_t licences_shown = 20;

std::string_view title_of(const Licence& licence) {
    if (!licence.product.empty()) return licence.product;
    return licence.kind.empty() ? licence.id : licence.kind;
}

bool is_exact(const std::optional<Count>& count) { return !count || count->qualifier == Qualifier::exact; }

// What a licence names no contract for belongs to its platform's.
class PlatformContracts {
  public:
    explicit PlatformContracts(const storage::Reader& reader) : reader_(reader) {}
    const std::string& contract_of(const Licence& licence) {
        if (!licence.contract.empty() || licence.platform.empty()) return licence.contract;
        const auto [found, is_new] = contracts_.try_emplace(licence.platform);
        if (is_new) {
            if (const auto platform = reader_.find_platform(licence.platform))
                found->second = platform->contract;
        }
        return found->second;
    }

  private:
    const storage::Reader& reader_;
    storage::IdMap<std::string> contracts_;
};

} // namespace

LicenceSection::LicenceSection(const storage::Reader& reader, Interval year) : year_(year) {
    PlatformContracts platforms(reader);
    reader.for_each_licence([&](const Licence& licence) {
        if (!licence.purchased) return;
        Row& row = rows_.emplace_back(Row{licence, cost_of_unused(licence, nullptr, false, year)});
        row.licence.annotations = {};
        if (unused_of(licence).value_or(0) == 0) return;
        const std::string& contract = platforms.contract_of(licence);
        if (!contract.empty()) rows_of_contract_[contract].push_back(rows_.size() - 1);
    });
    if (!rows_of_contract_.empty()) only_use_ = reader.contracts_of_one_licence_only();
}

void LicenceSection::add(const SeenContract& seen) {
    if (rows_of_contract_.empty()) return;
    const auto found = rows_of_contract_.find(seen.contract().id);
    if (found == rows_of_contract_.end()) return;
    const bool is_only_use = only_use_.contains(seen.contract().id);
    for (const std::size_t index : found->second)
        rows_[index].unused = cost_of_unused(rows_[index].licence, &seen, is_only_use, year_);
}

void LicenceSection::append(JsonWriter& json) const {
    FirstFew<const Row*> shown(licences_shown);
    std::optional<Money> unused_cost;
    std::int64_t with_unused_count = 0;
    for (const Row& row : rows_) {
        const std::optional<Money>& cost = row.unused.cost;
        if (cost) unused_cost = unused_cost.value_or(Money{}) + *cost;
        const std::int64_t unused = unused_of(row.licence).value_or(-1);
        if (unused > 0) ++with_unused_count;
        // What is idle at a known cost first, then what is idle, then what is all used, then what nobody
        // counted.
        const std::int64_t rank =
            cost && unused > 0 ? -cost->pence() : std::numeric_limits<std::int64_t>::max();
        shown.add({rank, -unused, row.licence.id}, [&] { return &row; });
    }
    json.key("licences");
    json.begin_object();
    json.member("count", shown.count());
    json.member("with_unused_count", with_unused_count);
    json.key("items");
    json.begin_list();
    shown.for_each([&](const Row* row) {
        const Licence& licence = row->licence;
        const std::optional<Count>& used = used_of(licence);
        json.begin_object();
        json.member("licence", licence.id);
        json.member("title", title_of(licence));
        json.member("purchased", licence.purchased->value);
        json.member_or_null("used", used ? std::optional(used->value) : std::nullopt);
        json.member_or_null("unused", unused_of(licence));
        json.member("is_exact", is_exact(licence.purchased) && is_exact(used));
        json.member_or_null("cost_of_unused", row->unused.cost);
        json.member("basis", row->unused.basis);
        json.end_object();
    });
    json.end_list();
    json.member_or_null("unused_cost", unused_cost);
    json.end_object();
}

} // namespace telestate::api::overview
