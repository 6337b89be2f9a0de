#include "server/document/references.hpp"

#include <array>
#include <unordered_set>

namespace telestate::document {

namespace {

// Gathers a record's references under a pointer.
class Gatherer {
  public:
    Gatherer(std::vector<Reference>& found, std::string pointer)
        : found_(found), pointer_(std::move(pointer)) {}

    // An empty id is an absent field.
    void add(std::string_view field, RecordKind target, const std::string& id) {
        if (!id.empty()) found_.push_back({pointer_ + "/" + std::string(field), target, id});
    }

    void gather(const Site&) {}
    void gather(const Person&) {}
    void gather(const Supplier&) {}
    void gather(const Responsibility& responsibility) {
        add("person", RecordKind::people, responsibility.person);
    }

    void gather(const Contract& contract) {
        add("supplier", RecordKind::suppliers, contract.supplier);
        add("site", RecordKind::sites, contract.site);
        for (std::size_t i = 0; i < contract.charges.size(); ++i)
            add("charges/" + std::to_string(i) + "/site", RecordKind::sites, contract.charges[i].site);
        add("owner", RecordKind::people, contract.owner);
        for (std::size_t i = 0; i < contract.deputies.size(); ++i)
            add("deputies/" + std::to_string(i), RecordKind::people, contract.deputies[i]);
    }

    void gather(const Platform& platform) {
        add("maker", RecordKind::suppliers, platform.maker);
        add("contract", RecordKind::contracts, platform.contract);
        add("site", RecordKind::sites, platform.site);
    }

    void gather(const Line& line) {
        gather_place(line);
        add("provider", RecordKind::suppliers, line.provider);
    }
    void gather(const Licence& licence) { gather_place(licence); }
    void gather(const NumberRange& range) {
        gather_place(range);
        add("provider", RecordKind::suppliers, range.provider);
    }

    void gather(const Usage& usage) {
        add("platform", RecordKind::platforms, usage.platform);
        add("contract", RecordKind::contracts, usage.contract);
    }

    void gather(const Observation& observation) {
        if (const auto kind = parse_record_kind(observation.kind)) add("record", *kind, observation.record);
    }

  private:
    template <typename Record>
    void gather_place(const Record& record) {
        add("platform", RecordKind::platforms, record.platform);
        add("contract", RecordKind::contracts, record.contract);
        add("site", RecordKind::sites, record.site);
    }

    std::vector<Reference>& found_;
    std::string pointer_;
};

template <typename Record>
std::vector<Reference> references_within(const Record& record) {
    std::vector<Reference> found;
    Gatherer(found, "").gather(record);
    return found;
}

// Calls `visit` with the pointer of every record of an estate that may refer to others, and the record.
template <typename Visit>
void for_each_record(const Estate& estate, Visit visit) {
    const auto visit_all = [&](std::string_view list, const auto& records) {
        for (std::size_t i = 0; i < records.size(); ++i) {
            std::string pointer = "/";
            pointer += list;
            pointer += '/';
            pointer += std::to_string(i);
            visit(std::move(pointer), records[i]);
        }
    };
    visit_all("responsibilities", estate.responsibilities);
    visit_all("contracts", estate.contracts);
    visit_all("platforms", estate.platforms);
    visit_all("lines", estate.lines);
    visit_all("licences", estate.licences);
    visit_all("numbers", estate.numbers);
    visit_all("usage", estate.usage);
    visit_all("observations", estate.observations);
}

// The ids an estate itself holds, by kind.
class IdIndex {
  public:
    explicit IdIndex(const Estate& estate) {
        add(RecordKind::sites, estate.sites);
        add(RecordKind::people, estate.people);
        add(RecordKind::suppliers, estate.suppliers);
        add(RecordKind::contracts, estate.contracts);
        add(RecordKind::platforms, estate.platforms);
        add(RecordKind::lines, estate.lines);
        add(RecordKind::licences, estate.licences);
        add(RecordKind::numbers, estate.numbers);
        add(RecordKind::usage, estate.usage);
    }

    bool holds(RecordKind kind, std::string_view id) const {
        return ids_[static_cast<std::size_t>(kind)].contains(id);
    }

  private:
    template <typename Record>
    void add(RecordKind kind, const std::vector<Record>& records) {
        auto& ids = ids_[static_cast<std::size_t>(kind)];
        ids.reserve(records.size());
        for (const Record& record : records)
            ids.insert(record.id);
    }

    std::array<std::unordered_set<std::string_view>, all_record_kinds.size()> ids_;
};

} // namespace

std::vector<Reference> references_of(const Site& site) { return references_within(site); }
std::vector<Reference> references_of(const Person& person) { return references_within(person); }
std::vector<Reference> references_of(const Responsibility& responsibility) {
    return references_within(responsibility);
}
std::vector<Reference> references_of(const Supplier& supplier) { return references_within(supplier); }
std::vector<Reference> references_of(const Contract& contract) { return references_within(contract); }
std::vector<Reference> references_of(const Platform& platform) { return references_within(platform); }
std::vector<Reference> references_of(const Line& line) { return references_within(line); }
std::vector<Reference> references_of(const Licence& licence) { return references_within(licence); }
std::vector<Reference> references_of(const NumberRange& range) { return references_within(range); }
std::vector<Reference> references_of(const Usage& usage) { return references_within(usage); }

std::vector<Reference> references_of(const Estate& estate) {
    std::vector<Reference> found;
    for_each_record(estate, [&](std::string pointer, const auto& record) {
        Gatherer(found, std::move(pointer)).gather(record);
    });
    return found;
}

std::vector<FieldError> dangling_references(const Estate& estate, const IsKnown& is_known) {
    const IdIndex own(estate);
    std::vector<FieldError> dangling;
    // One record's references at a time: an estate of 100,000 contracts has several hundred thousand.
    std::vector<Reference> found;
    for_each_record(estate, [&](std::string pointer, const auto& record) {
        found.clear();
        Gatherer(found, std::move(pointer)).gather(record);
        for (const Reference& reference : found) {
            if (own.holds(reference.target, reference.id) || is_known(reference.target, reference.id))
                continue;
            dangling.push_back(describe_dangling(reference));
        }
    });
    return dangling;
}

FieldError describe_dangling(const Reference& reference) {
    return {reference.pointer,
            "no " + std::string(singular_of(reference.target)) + " has the id \"" + reference.id + "\""};
}

} // namespace telestate::document
