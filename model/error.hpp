#pragma once

// The errors telestate expects: bad input, something absent, a conflict. They travel as values; what nobody
// expects (a broken disk, a bug) is an exception.

#include <boost/system/result.hpp>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace telestate {

enum class ErrorCode {
    malformed,       // the text is not of its format at all (JSON that does not parse)
    invalid,         // it parses, but a field breaks a rule
    not_found,       // no such record
    conflict,        // it clashes with what is recorded
    stale,           // the caller's copy is older than the record
    too_large,       // beyond a stated limit
    unsupported,     // a format or media type we do not take
    forbidden,       // not allowed for this caller
    busy,            // somebody else is at it; the same may go well in a moment
    unauthenticated, // who asks was not shown, or not rightly
    too_often,       // tried so often that the next try has to wait
};

// One field at fault. `pointer` is a JSON pointer (RFC 6901) into the document, or a column or option name.
struct FieldError {
    std::string pointer;
    std::string message;

    friend bool operator==(const FieldError&, const FieldError&) = default;
};

struct Error {
    ErrorCode code = ErrorCode::invalid;
    std::string message;
    std::vector<FieldError> fields;
};

template <typename T>
using Result = boost::system::result<T, Error>;

// Lets Result<T>::value() throw when a caller takes a value that is not there: a bug, never an answer to a
// user.
[[noreturn]] inline void throw_exception_from_error(const Error& error, const boost::source_location&) {
    throw std::logic_error("an error was taken for a value: " + error.message);
}

} // namespace telestate
