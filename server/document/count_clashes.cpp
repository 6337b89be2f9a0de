#include "server/document/count_clashes.hpp"

#include "model/record_kind.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace telestate::document {

namespace {

using CountKey = std::tuple<std::string_view, std::string_view, std::string_view, Day>;

CountKey key_of(const Observation& observation) {
    return {observation.kind, observation.record, observation.field, *observation.count.as_at};
}

// What was refused has stayed empty, and clashes with nothing.
bool is_dated(const Observation& observation) {
    return !observation.kind.empty() && !observation.record.empty() && !observation.field.empty() &&
           observation.count.as_at;
}

// The dated observations in the order of their keys, so that they are found without a copy of any.
class ClashFinder {
  public:
    explicit ClashFinder(const std::vector<Observation>& observations) : observations_(observations) {
        for (std::size_t i = 0; i < observations.size(); ++i) {
            if (is_dated(observations[i])) by_key_.push_back(i);
        }
        std::ranges::sort(by_key_, {}, [&](std::size_t i) { return std::pair(key_of(observations_[i]), i); });
    }

    void compare_with_one_another() {
        for (std::size_t i = 1; i < by_key_.size(); ++i) {
            const std::size_t before = by_key_[i - 1];
            if (key_of(observations_[before]) == key_of(observations_[by_key_[i]]))
                add(by_key_[i], "/observations/" + std::to_string(before));
        }
    }

    template <typename Record>
    void compare_with(const std::vector<Record>& records, RecordKind kind, std::string_view field,
                      std::optional<Count> Record::*count) {
        if (by_key_.empty()) return;
        for (std::size_t i = 0; i < records.size(); ++i) {
            const std::optional<Count>& own = records[i].*count;
            if (!own || !own->as_at) continue;
            const CountKey key{name_of(kind), records[i].id, field, *own->as_at};
            const auto found = std::ranges::lower_bound(
                by_key_, key, {}, [&](std::size_t index) { return key_of(observations_[index]); });
            if (found == by_key_.end() || key_of(observations_[*found]) != key) continue;
            add(*found,
                "/" + std::string(name_of(kind)) + "/" + std::to_string(i) + "/" + std::string(field));
        }
    }

    std::vector<FieldError> take() {
        std::ranges::stable_sort(clashes_, {}, &Clash::first);
        std::vector<FieldError> errors;
        for (auto& [index, message] : clashes_)
            errors.push_back({"/observations/" + std::to_string(index), std::move(message)});
        return errors;
    }

  private:
    using Clash = std::pair<std::size_t, std::string>; // an observation, and what is wrong with it

    void add(std::size_t index, const std::string& other) {
        clashes_.emplace_back(index, "says again what " + other + " says, how many there were on " +
                                         format_day(*observations_[index].count.as_at) +
                                         "; keep one of the two");
    }

    const std::vector<Observation>& observations_;
    std::vector<std::size_t> by_key_;
    std::vector<Clash> clashes_;
};

} // namespace

std::vector<FieldError> contradicting_counts(const Estate& estate) {
    ClashFinder finder(estate.observations);
    finder.compare_with_one_another();
    finder.compare_with(estate.lines, RecordKind::lines, "count", &Line::count);
    finder.compare_with(estate.licences, RecordKind::licences, "purchased", &Licence::purchased);
    finder.compare_with(estate.licences, RecordKind::licences, "assigned", &Licence::assigned);
    finder.compare_with(estate.licences, RecordKind::licences, "in_use", &Licence::in_use);
    finder.compare_with(estate.numbers, RecordKind::numbers, "count", &NumberRange::count);
    finder.compare_with(estate.usage, RecordKind::usage, "count", &Usage::count);
    return finder.take();
}

} // namespace telestate::document
