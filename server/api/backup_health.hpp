#pragma once

#include "server/api/services.hpp"
#include "server/document/json_writer.hpp"

namespace telestate::api {

// The members of /healthz about backups, in an object the caller has open. Why one failed is in the log and
// not here: anybody may ask for this.
void append_backup_health(document::JsonWriter& json, const Services& services);

} // namespace telestate::api
