#pragma once

// What an alert about a contract's milestone says, worked out from the contract.

#include "model/decisions.hpp"
#include "server/alerts/mail_text.hpp"

#include <string_view>
#include <vector>

namespace telestate::alerts {

struct NoticeContext {
    const Rules& rules;
    Day on{};
    std::string_view currency;
    std::string_view identity; // of the estate
};

// One notice for each decision or price rise the milestone stands for; none when it no longer stands for any.
// Everything that is known of the alert itself is taken over from `told`.
std::vector<Notice> notices_of(const Contract& contract, const Notice& told, const NoticeContext& context);

} // namespace telestate::alerts
