#include "server/command/password_prompt.hpp"

#include <fstream>
#include <iostream>
#include <termios.h>
#include <unistd.h>

namespace telestate::command {

namespace {

// The terminal shows nothing of what is typed for as long as it lives.
class Silence {
  public:
    Silence() {
        if (tcgetattr(STDIN_FILENO, &before_) != 0) return;
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        is_silent_ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
    }
    ~Silence() {
        if (is_silent_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    }
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;

  private:
    termios before_{};
    bool is_silent_ = false;
};

Error no_password() { return {ErrorCode::invalid, "no password was given", {}}; }

Result<std::string> first_line(std::istream& in) {
    std::string line;
    if (!std::getline(in, line)) return no_password();
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) return no_password();
    return line;
}

} // namespace

Result<std::string> read_password(const std::optional<std::filesystem::path>& file, const std::string& prompt,
                                  std::ostream& err) {
    if (file) {
        std::ifstream in(*file);
        if (!in) return Error{ErrorCode::not_found, "the file " + file->string() + " cannot be read", {}};
        return first_line(in);
    }
    if (isatty(STDIN_FILENO) != 1) return first_line(std::cin);
    const Silence silence;
    err << prompt << std::flush;
    auto password = first_line(std::cin);
    err << '\n';
    if (!password) return password;
    err << "Once more: " << std::flush;
    const auto again = first_line(std::cin);
    err << '\n';
    if (!again || *again != *password) return Error{ErrorCode::invalid, "the two are not the same", {}};
    return password;
}

} // namespace telestate::command
