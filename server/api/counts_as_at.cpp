#include "server/api/counts_as_at.hpp"

namespace telestate::api {

CountsAsAt::CountsAsAt(const storage::Reader& reader, RecordKind kind, Day on) {
    reader.for_each_count_as_at(kind, on,
                                [&](const std::string& id, std::string_view field, const Count& count) {
                                    known_.emplace(id + "/" + std::string(field), count);
                                });
}

void CountsAsAt::apply(const std::string& id, const char* field, std::optional<Count>& count) const {
    const auto known = known_.find(id + "/" + field);
    if (known == known_.end()) {
        count.reset();
    } else {
        count = known->second;
    }
}

} // namespace telestate::api
