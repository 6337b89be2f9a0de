#pragma once

// What answers an attempt to show who one is.

#include "model/error.hpp"

#include <cstdint>
#include <string>

namespace telestate::auth {

struct Refusal {
    Error error;
    std::int64_t retry_after = 0;     // seconds to wait before the next attempt; 0: none
    bool wants_second_factor = false; // the password is right, and a code is wanted beside it
};

template <typename T>
using Checked = boost::system::result<T, Refusal>;

[[noreturn]] inline void throw_exception_from_error(const Refusal& refusal, const boost::source_location&) {
    throw std::logic_error("a refusal was taken for a value: " + refusal.error.message);
}

// Where somebody is who shows a password or a code.
struct Caller {
    std::string address;      // IP address; empty on the command line
    std::string agent;        // the browser, as it names itself
    std::string device_token; // what the browser was given when somebody signed in before; empty: nothing
};

} // namespace telestate::auth
