#pragma once

// Whether the file is sound. Inside storage only.

#include "server/storage/connection.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace telestate::storage {

// A connection to check the file with. It changes nothing, and yet is opened for writing where that is
// allowed: of a file opened for reading alone, SQLite passes over the CHECKs of tables.
std::unique_ptr<Connection> open_for_check(const std::filesystem::path& file);

// One sentence for each problem; empty for a sound file. Reads all of it. The connection is in no
// transaction, and is only to be closed when there are problems.
std::vector<std::string> list_integrity_problems(Connection& connection);

} // namespace telestate::storage
