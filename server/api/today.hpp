#pragma once

// Which day it is.

#include "server/api/services.hpp"
#include "server/clock/instant.hpp"

#include <mutex>
#include <string>
#include <string_view>

namespace telestate::api {

using clock::day_in;
using clock::format_instant;
using clock::is_known_time_zone;

// Today in the organisation's zone, remembered until the day or the estate changes, since every request asks
// for it.
class Today {
  public:
    explicit Today(const Services& services) : services_(services) {}
    // `revision` is the estate's at present.
    Day at(std::int64_t revision);

  private:
    const Services& services_;
    std::mutex mutex_;
    std::int64_t revision_ = -1;
    std::string zone_;
    Instant good_until_{};
    Day day_{};
};

} // namespace telestate::api
