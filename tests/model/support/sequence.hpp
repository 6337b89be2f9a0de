#pragma once

// A small generator of its own, so that every run on every machine sees the same cases.

#include <cstddef>
#include <cstdint>
#include <iterator>

namespace telestate::test {

class Sequence {
  public:
    explicit Sequence(std::uint64_t seed = 20211108) : state_(seed) {}

    // 0 to bound - 1.
    std::int64_t below(std::int64_t bound) {
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        return static_cast<std::int64_t>((state_ >> 33U) % static_cast<std::uint64_t>(bound));
    }
    // `least` to `most`, both included.
    std::int64_t between(std::int64_t least, std::int64_t most) { return least + below(most - least + 1); }
    // Once in `count` times.
    bool once_in(std::int64_t count) { return below(count) == 0; }
    // Any element of a list.
    template <typename List>
    const auto& pick(const List& list) {
        return *(std::begin(list) +
                 static_cast<std::ptrdiff_t>(below(static_cast<std::int64_t>(std::size(list)))));
    }

  private:
    std::uint64_t state_;
};

} // namespace telestate::test
