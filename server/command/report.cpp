#include "server/command/commands.hpp"
#include "server/command/text_table.hpp"

#include <ostream>

namespace telestate::command {

int report(const Error& error, std::ostream& err) {
    err << "telestate: " << printable(error.message) << '\n';
    for (const FieldError& field : error.fields) {
        err << "  " << (field.pointer.empty() ? "(the document)" : printable(field.pointer)) << ": "
            << printable(field.message) << '\n';
    }
    return failed;
}

} // namespace telestate::command
