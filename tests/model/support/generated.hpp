#pragma once

// Contracts and charges of every kind, made up from a sequence: always such as may be kept.

#include "model/contract.hpp"

#include "tests/model/support/sequence.hpp"

namespace telestate::test {

// A day from 2015 to 2035, where the bank holidays are known; often an awkward one (the end of a month, a
// leap day).
Day any_day(Sequence& sequence);
// A period of days, weeks, months or years, never of no time.
Period any_period(Sequence& sequence);
// Calendar days, months or working days; at times none at all.
Notice any_notice(Sequence& sequence);
// Exact, or a month, a quarter, a year or a financial year.
PartialDate any_partial_date(Sequence& sequence);
Charge any_recurring_charge(Sequence& sequence);
Charge any_charge(Sequence& sequence);

// A term as it was agreed, without decisions or charges.
Term any_term(Sequence& sequence, TermKind kind);
// A contract of any kind with charges, and at times with decisions and a recorded end.
Contract any_contract(Sequence& sequence);
// The same without anything that was decided, exercised or ended.
Contract any_untouched_contract(Sequence& sequence);

} // namespace telestate::test
