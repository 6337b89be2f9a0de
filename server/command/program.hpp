#pragma once

// The command line: what is asked for, and who does it.

#include "server/command/commands.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace telestate::command {

struct ServeCommand {
    CommonOptions common;
    std::optional<std::string> address; // before the configuration's
    std::optional<std::uint16_t> port;
};
using Serve = std::function<int(const ServeCommand&, Streams)>;

// Runs the command that the arguments (without the program's name) ask for. Returns the exit status:
// `wrong_usage` where they ask for nothing that there is.
int run_program(std::vector<std::string> arguments, const Serve& serve, Streams streams);

} // namespace telestate::command
