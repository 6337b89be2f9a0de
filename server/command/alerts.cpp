#include "server/api/alerts.hpp"
#include "server/command/commands.hpp"
#include "server/command/text_table.hpp"
#include "server/document/json_writer.hpp"

#include <ostream>

namespace telestate::command {

namespace {

// Somebody else's run has a mail server to wait for.
constexpr auto patience = std::chrono::minutes(5);

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts)
        all += (all.empty() ? "" : ", ") + text;
    return all;
}

void print_preview(const AlertPlan& plan, std::ostream& out) {
    TextTable table({{"State"},
                     {"Day"},
                     {"Milestone"},
                     {"Subject"},
                     {"Days before", Align::right},
                     {"To", Align::left, 80}});
    bool is_empty = true;
    for (const AlertChange& change : plan.alerts) {
        const std::vector<std::string> recipients = change.recipients();
        const bool is_quiet =
            change.state == AlertState::ended ||
            (!change.is_new && recipients.empty() && change.state != AlertState::nobody_to_tell);
        if (is_quiet) continue;
        const Milestone& milestone = change.key.milestone;
        is_empty = false;
        table.add_row({std::string(name_of(change.state)), format_day(milestone.on),
                       std::string(name_of(milestone.kind)), milestone.subject,
                       std::to_string(change.key.offset_days), joined(recipients)});
    }
    out << (is_empty ? "Nothing would be sent.\n" : table.text());
}

} // namespace

int run(const AlertsPreviewCommand& command, Streams streams) {
    const auto workspace = Workspace::open(command.common, DatabaseUse::existing);
    if (!workspace) return report(workspace.error(), streams.err);
    const storage::Reader reader = (*workspace)->database().read();
    const Day on = command.on.value_or((*workspace)->today());
    const AlertPlan plan = (*workspace)->alerts().preview(reader, on);
    if (!command.is_json) {
        print_preview(plan, streams.out);
        return done;
    }
    std::string out;
    document::JsonWriter json(out);
    api::append_alerts_preview(json, reader, plan);
    streams.out << out << '\n';
    return done;
}

int run(const AlertsSendCommand& command, Streams streams) {
    const auto workspace = Workspace::open(command.common, DatabaseUse::existing);
    if (!workspace) return report(workspace.error(), streams.err);
    const Day on = command.on.value_or((*workspace)->today());
    try {
        const auto sent = (*workspace)->alerts().run(on, storage::RunTrigger::command, patience);
        if (!sent) return report(sent.error(), streams.err);
        streams.out << format_day(sent->on) << ": " << sent->news_count << " new, " << sent->sent_count
                    << " sent, " << sent->waiting_count << " waiting, " << sent->nobody_to_tell_count
                    << " with nobody to tell\n";
        if (sent->waiting_count == 0) return done;
        streams.err << "some could not be sent and will be tried again: "
                    << printable(sent->error.value_or("no reason is known")) << '\n';
        return failed;
    } catch (const std::exception& failure) {
        // What was written down is kept, and the next run goes on from there.
        return report({ErrorCode::conflict, std::string("alerts could not be sent: ") + failure.what(), {}},
                      streams.err);
    }
}

} // namespace telestate::command
