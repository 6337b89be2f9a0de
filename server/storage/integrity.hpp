#pragma once

// Whether the file is sound. Inside storage only.

#include "server/storage/connection.hpp"

#include <string>
#include <vector>

namespace telestate::storage {

// One sentence for each problem; empty for a sound file. Reads all of it. The connection is in no
// transaction, and is only to be closed when there are problems.
std::vector<std::string> list_integrity_problems(Connection& connection);

} // namespace telestate::storage
