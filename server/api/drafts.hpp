#pragma once

// What somebody types, how it is understood, and what would follow from it, before anything is kept.

#include "server/api/endpoint.hpp"

namespace telestate::api {

// POST /drafts/{kind}: the body is a record in document shape in which dates, periods, money, counts and the
// like may be texts as people write them. Answers with the record as it would be kept (null while there are
// errors), how each field was understood, and all that is wrong or odd; of contracts also with their
// position, their spend and the next decision, beside those of the recorded contract named by `id`. Changes
// nothing.
http::Response post_draft(const http::Request& request, const Services& services);

} // namespace telestate::api
