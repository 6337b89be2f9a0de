// Only under ThreadSanitizer, which sees no mutex being locked by pthread_mutex_clocklock, what
// std::timed_mutex calls: it would report each unlocking as one of a mutex that nobody holds, and miss what
// the lock puts in order. This one waits by trying again, which it does see.

#include <cerrno>
#include <ctime>
#include <pthread.h>

extern "C" int pthread_mutex_clocklock(pthread_mutex_t* mutex, clockid_t clock,
                                       const timespec* until) noexcept {
    while (true) {
        const int result = pthread_mutex_trylock(mutex);
        if (result != EBUSY) return result;
        timespec now{};
        clock_gettime(clock, &now);
        if (now.tv_sec > until->tv_sec || (now.tv_sec == until->tv_sec && now.tv_nsec >= until->tv_nsec))
            return ETIMEDOUT;
        const timespec pause{0, 200'000};
        nanosleep(&pause, nullptr);
    }
}
