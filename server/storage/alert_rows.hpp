#pragma once

// What statements about alerts share. Inside storage only.

#include "model/alert_ledger.hpp"
#include "server/storage/statement.hpp"

namespace telestate::storage {

// From four columns side by side, `first` being that of the subject's kind.
Milestone read_milestone(const Statement& row, int first);
// Binds :subject_kind, :subject, :milestone and :milestone_on.
void bind_milestone(Statement& statement, const Milestone& milestone);

std::optional<std::string> read_optional_text(const Statement& row, int column);

} // namespace telestate::storage
