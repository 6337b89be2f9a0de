#pragma once

// Parts that several kinds of record are written with.

#include "model/inventory.hpp"
#include "model/organisation.hpp"
#include "server/document/json_writer.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telestate::document {

// The members "notes", "silences" and "release" of an object the caller has open; absent ones are left out.
void append_annotations(JsonWriter& json, const std::string& notes, const std::vector<FieldSilence>& silences,
                        const std::vector<Release>& releases);
inline void append_annotations(JsonWriter& json, const Annotations& annotations) {
    append_annotations(json, annotations.notes, annotations.silences, annotations.releases);
}

// A member that is a list of texts, left out when it is empty.
void append_texts(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts);

// The member "alert_days", left out only when it is absent: an empty one says something.
void append_alert_days(JsonWriter& json, const std::optional<std::vector<int>>& alert_days);

} // namespace telestate::document
