#include "server/api/counts_as_at.hpp"

namespace telestate::api {

CountsAsAt::CountsAsAt(const storage::Reader& reader, RecordKind kind, Day on) : on_(on) {
    reader.for_each_older_observation([&](const Observation& observation) {
        if (observation.kind != name_of(kind)) return;
        const Count& count = observation.count;
        if (count.as_at && *count.as_at > on_) return;
        const auto [best, is_new] = earlier_.try_emplace(observation.record + "/" + observation.field, count);
        if (is_new) return;
        // Of those without a day the one written last counts, and any with a day comes before them.
        const bool is_better =
            count.as_at ? !best->second.as_at || *best->second.as_at <= *count.as_at : !best->second.as_at;
        if (is_better) best->second = count;
    });
}

void CountsAsAt::apply(const std::string& id, const char* field, std::optional<Count>& count) const {
    if (!count || !count->as_at || *count->as_at <= on_) return;
    const auto earlier = earlier_.find(id + "/" + field);
    if (earlier == earlier_.end()) {
        count.reset();
    } else {
        count = earlier->second;
    }
}

} // namespace telestate::api
