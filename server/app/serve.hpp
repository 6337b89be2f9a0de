#pragma once

#include "server/command/program.hpp"

namespace telestate {

// Serves until SIGTERM or SIGINT, which end it cleanly; SIGHUP has it read its certificate again. The URL
// goes to the standard output once it listens, the log to the standard error.
int serve(const command::ServeCommand& command, command::Streams streams);

} // namespace telestate
