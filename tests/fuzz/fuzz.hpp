#pragma once

// Functions that take any bytes whatever and must come to no harm, written once for two programs:
// libFuzzer's, one for each target (CMake option TELESTATE_FUZZ), and one that gives all of them their
// corpora, in every run of the tests.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace telestate::fuzz {

// What has to hold whatever the bytes were. Ends the program, which is how a fuzzer is told.
inline void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

using Target = void (*)(std::string_view bytes);

struct Registration {
    Registration(const char* name, Target target);
};

} // namespace telestate::fuzz

#ifdef TELESTATE_LIBFUZZER
#define FUZZ_TARGET(name)                                                                                    \
    static void run(std::string_view bytes);                                                                 \
    extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {                      \
        run({reinterpret_cast<const char*>(data), size});                                                    \
        return 0;                                                                                            \
    }                                                                                                        \
    static void run(std::string_view bytes)
#else
#define FUZZ_TARGET(name)                                                                                    \
    static void run(std::string_view bytes);                                                                 \
    static const telestate::fuzz::Registration registration(name, run);                                      \
    static void run(std::string_view bytes)
#endif
