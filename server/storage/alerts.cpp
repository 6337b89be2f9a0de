#include "server/storage/alerts.hpp"

#include <array>

namespace telestate::storage {

std::string_view name_of(RunTrigger trigger) {
    switch (trigger) {
    case RunTrigger::schedule:
        return "schedule";
    case RunTrigger::command:
        return "command";
    case RunTrigger::page:
        return "page";
    }
    return {};
}

std::string_view name_of(Channel channel) { return channel == Channel::mail ? "mail" : "webhook"; }

std::string_view name_of(MailState state) {
    switch (state) {
    case MailState::waiting:
        return "waiting";
    case MailState::in_flight:
        return "in_flight";
    case MailState::sent:
        return "sent";
    case MailState::withdrawn:
        return "withdrawn";
    }
    return {};
}

std::string_view name_of(AlertView view) {
    constexpr std::array<std::string_view, 8> names = {"open",           "unacknowledged", "pending", "sent",
                                                       "nobody_to_tell", "superseded",     "ended",   "all"};
    return names[static_cast<std::size_t>(view)];
}

std::optional<AlertView> parse_alert_view(std::string_view text) {
    for (int i = 0; i <= static_cast<int>(AlertView::all); ++i) {
        if (name_of(static_cast<AlertView>(i)) == text) return static_cast<AlertView>(i);
    }
    return std::nullopt;
}

std::string_view name_of(MailView view) {
    switch (view) {
    case MailView::waiting:
        return "waiting";
    case MailView::sent:
        return "sent";
    case MailView::all:
        return "all";
    }
    return {};
}

std::optional<MailView> parse_mail_view(std::string_view text) {
    for (const MailView view : {MailView::waiting, MailView::sent, MailView::all}) {
        if (name_of(view) == text) return view;
    }
    return std::nullopt;
}

} // namespace telestate::storage
