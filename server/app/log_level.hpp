#pragma once

namespace telestate {

enum class LogLevel { debug, info, warning, error };

} // namespace telestate
