#pragma once

// The options of `telestate user` and `telestate token`.

#include "server/command/commands.hpp"

#include <memory>
#include <optional>
#include <variant>

namespace CLI {
class App;
} // namespace CLI

namespace telestate::command {

class AccountOptions {
  public:
    // Declares the commands. The program has to outlive it.
    explicit AccountOptions(CLI::App& program);
    ~AccountOptions();
    AccountOptions(const AccountOptions&) = delete;
    AccountOptions& operator=(const AccountOptions&) = delete;

    // What was asked for, once the program has parsed its arguments; nothing where that was another command.
    std::optional<std::variant<UserCommand, TokenCommand>> asked_for() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace telestate::command
