#pragma once

#include "model/record_kind.hpp"

namespace telestate::document {

using telestate::all_record_kinds;
using telestate::name_of;
using telestate::parse_record_kind;
using telestate::RecordKind;
using telestate::singular_of;

} // namespace telestate::document
