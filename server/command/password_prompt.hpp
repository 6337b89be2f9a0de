#pragma once

#include "model/error.hpp"

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>

namespace telestate::command {

// A password from the first line of the file, else typed twice at the terminal, where it is not shown, else
// from the first line of the standard input.
Result<std::string> read_password(const std::optional<std::filesystem::path>& file, const std::string& prompt,
                                  std::ostream& err);

} // namespace telestate::command
