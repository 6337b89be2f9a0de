#pragma once

// Figures about the running program in Prometheus's text form (version 0.0.4).

#include "server/api/services.hpp"
#include "server/http/server.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <tuple>

namespace telestate {

class Metrics {
  public:
    // One request that was answered. Called from several threads at once.
    void count(const http::AccessRecord& record);

    // All of it as text. No figure is of the estate's money, and no label holds an address or a name.
    std::string text(const api::Services& services, std::size_t connection_count) const;

  private:
    // Seconds, ends inclusive, as the histogram's labels say them.
    static constexpr std::array<double, 9> ends{0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0};

    mutable std::mutex mutex_;
    std::map<std::tuple<std::string, std::string, int>, std::uint64_t>
        requests_;                                           // by method, route and status
    std::array<std::uint64_t, ends.size() + 1> durations_{}; // the last is of longer ones
    std::uint64_t duration_micros_ = 0;
    std::uint64_t sent_bytes_ = 0;
};

} // namespace telestate
