#pragma once

// What `check` finds. Each function looks at one thing and says what it saw.

#include "server/command/workspace.hpp"

#include <string>
#include <vector>

namespace telestate::command {

struct Finding {
    std::string name;
    bool is_ok = false;
    std::string detail;
};

// An error in one line.
std::string describe(const Error& error);

// Of the database, open; and of what is in it, which needs the settings as well. Where one thing cannot be
// looked at the rest still is.
std::vector<Finding> check_database(storage::Database& database);
std::vector<Finding> check_estate(Workspace& workspace);

// Of what is around it, none of which needs a database that can be opened.
Finding check_server(const Configuration& configuration);
Finding check_certificate(const Configuration& configuration, clock::Instant now);
std::vector<Finding> check_files(const Configuration& configuration);
std::vector<Finding> check_disk(const Configuration& configuration);
Finding check_mail(const Configuration& configuration);
Finding check_clock(clock::Instant now);
// From the folder alone; `check_estate` says more where it can.
Finding check_backups(const Configuration& configuration, clock::Instant now);

} // namespace telestate::command
