#include "server/command/program.hpp"

#include "model/letter_case.hpp"
#include "server/command/account_options.hpp"
#include "server/command/version.hpp"
#include "server/document/estate_schema.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <ostream>

namespace telestate::command {

namespace {

const std::string day_form = "a day such as 2026-03-31";

// Options are read as texts and checked here, so that the message is ours and names the option.
CLI::Validator checked(const std::string& form, const std::function<bool(const std::string&)>& is_good) {
    return CLI::Validator(
        [form, is_good](std::string& text) {
            return is_good(text) ? std::string() : "\"" + text + "\" is not " + form;
        },
        form);
}

// An empty name is most often a variable that was not set.
CLI::Validator given() {
    return CLI::Validator(
        [](std::string& text) { return text.empty() ? std::string("is empty") : std::string(); }, "FILE");
}

struct Options {
    CommonOptions common;
    std::string database;
    std::string config;
    std::string file;
    std::string out;
    std::string on;
    std::string year;
    std::string by = "contract";
    std::string format = "json";
    std::string kind;
    std::string address;
    std::uint16_t port = 0;
    bool is_dry_run = false;
    bool is_json = false;
};

CLI::App* add_command(CLI::App& program, Options& options, const std::string& name,
                      const std::string& description) {
    CLI::App* command = program.add_subcommand(name, description);
    command->add_option("--database", options.database, "The database file (else the configuration's)")
        ->check(given());
    command->add_option("--config", options.config, "The configuration file")->check(given());
    return command;
}

void add_on(CLI::App& command, Options& options) {
    command.add_option("--on", options.on, "The day to work figures out for; today where left out")
        ->check(checked(day_form, [](const std::string& text) { return parse_day(text).has_value(); }));
}

void add_json(CLI::App& command, Options& options) {
    command.add_flag("--json", options.is_json, "JSON instead of text for people");
}

bool is_sheet(const std::string& file) {
    const std::string extension = lower_case(std::filesystem::path(file).extension().string());
    return extension == ".csv" || extension == ".xlsx";
}

template <typename Text>
auto optional_of(const std::string& text) -> std::optional<Text> {
    if (text.empty()) return std::nullopt;
    return Text(text);
}

} // namespace

int run_program(std::vector<std::string> arguments, const Serve& serve, Streams streams) {
    CLI::App program(
        "telestate keeps a telecoms estate and says what must be decided, by when, and what it costs.",
        "telestate");
    program.set_version_flag("--version", std::string(version));
    program.set_help_all_flag("--help-all", "The help of every command");
    program.require_subcommand(1);
    program.failure_message(CLI::FailureMessage::simple);
    Options options;

    CLI::App* serve_command = add_command(program, options, "serve", "Serve the dashboard and the API");
    CLI::Option* address =
        serve_command->add_option("--address", options.address, "The address to listen on");
    CLI::Option* port =
        serve_command->add_option("--port", options.port, "The port to listen on; 0 picks a free one");

    CLI::App* import_command = add_command(
        program, options, "import", "Take in an estate document or a sheet (CSV, XLSX), all or nothing");
    import_command->add_option("file", options.file, "The document; - reads the standard input")->required();
    import_command
        ->add_option("--kind", options.kind, "The kind of record that the rows of a sheet are, such as lines")
        ->check(checked("a kind of record such as lines",
                        [](const std::string& text) { return parse_record_kind(text).has_value(); }));
    import_command->add_flag("--dry-run", options.is_dry_run, "Say what would be done and change nothing");
    add_json(*import_command, options);

    CLI::App* export_command =
        add_command(program, options, "export", "Write the whole estate as an estate document");
    export_command->add_option("--format", options.format, "json")->check(CLI::IsMember({"json"}));
    export_command->add_option("--out", options.out, "The file to write; else the standard output")
        ->check(given());

    CLI::App* renewals_command =
        add_command(program, options, "renewals", "Every contract's position, soonest decision first");
    add_on(*renewals_command, options);
    add_json(*renewals_command, options);

    CLI::App* spend_command = add_command(program, options, "spend", "Spend in a financial year");
    spend_command
        ->add_option("--financial-year", options.year, "Such as 2021-22; the present one where left out")
        ->check(checked("a financial year such as 2021-22",
                        [](const std::string& text) { return parse_financial_year(text).has_value(); }));
    spend_command->add_option("--by", options.by, "contract, supplier, service, site or cost_centre")
        ->check(checked("contract, supplier, service, site or cost_centre",
                        [](const std::string& text) { return parse_grouping(text).has_value(); }));
    add_on(*spend_command, options);
    add_json(*spend_command, options);

    CLI::App* alerts_command =
        program.add_subcommand("alerts", "Renewal alerts: what would be sent, and sending it");
    alerts_command->require_subcommand(1);
    CLI::App* preview_command =
        add_command(*alerts_command, options, "preview", "What would be sent, and to whom; changes nothing");
    add_on(*preview_command, options);
    add_json(*preview_command, options);
    CLI::App* send_command =
        add_command(*alerts_command, options, "send",
                    "Send what is due, and try again all that waits; fails while any does");
    add_on(*send_command, options);

    CLI::App* backup_command =
        add_command(program, options, "backup", "Copy the database to a new file, also while it is served");
    backup_command->add_option("file", options.file, "The file to make")->required()->check(given());
    CLI::App* restore_command = add_command(
        program, options, "restore", "Put a backup in the place of the database, which is kept beside it");
    restore_command->add_option("file", options.file, "The backup")->required()->check(given());

    AccountOptions account_options(program);

    CLI::App* check_command = add_command(program, options, "check", "Say whether everything is in order");
    add_json(*check_command, options);

    CLI::App* schema_command =
        add_command(program, options, "schema", "Print the JSON Schema of the estate document");

    const bool names_a_command = !arguments.empty() && !arguments.front().starts_with('-');
    if (names_a_command &&
        program.get_subcommands([&](CLI::App* command) { return command->get_name() == arguments.front(); })
            .empty()) {
        streams.err << "telestate: there is no command \"" << arguments.front()
                    << "\"; telestate --help lists those there are\n";
        return wrong_usage;
    }
    try {
        // CLI11 takes them from the back.
        std::reverse(arguments.begin(), arguments.end());
        program.parse(std::move(arguments));
    } catch (const CLI::ParseError& error) {
        return program.exit(error, streams.out, streams.err) == 0 ? done : wrong_usage;
    }
    options.common = {optional_of<std::filesystem::path>(options.database),
                      optional_of<std::filesystem::path>(options.config)};

    if (serve_command->parsed()) {
        ServeCommand command{options.common, {}, {}};
        if (address->count() != 0) command.address = options.address;
        if (port->count() != 0) command.port = options.port;
        return serve(command, streams);
    }
    if (import_command->parsed()) {
        const auto kind = parse_record_kind(options.kind);
        if (!kind && is_sheet(options.file)) {
            streams.err << "telestate: " << options.file
                        << " is a sheet, and --kind has to say of what: --kind lines, for one\n";
            return wrong_usage;
        }
        return run(ImportCommand{options.common, options.file, options.is_dry_run, options.is_json, kind},
                   streams);
    }
    if (export_command->parsed()) {
        return run(
            ExportCommand{options.common, options.format, optional_of<std::filesystem::path>(options.out)},
            streams);
    }
    if (renewals_command->parsed()) {
        return run(RenewalsCommand{options.common, parse_day(options.on), options.is_json}, streams);
    }
    if (spend_command->parsed()) {
        return run(SpendCommand{options.common, parse_financial_year(options.year),
                                parse_grouping(options.by).value_or(Grouping::contract),
                                parse_day(options.on), options.is_json},
                   streams);
    }
    if (preview_command->parsed()) {
        return run(AlertsPreviewCommand{options.common, parse_day(options.on), options.is_json}, streams);
    }
    if (send_command->parsed()) return run(AlertsSendCommand{options.common, parse_day(options.on)}, streams);
    if (backup_command->parsed()) return run(BackupCommand{options.common, options.file}, streams);
    if (restore_command->parsed()) return run(RestoreCommand{options.common, options.file}, streams);
    if (const auto asked = account_options.asked_for())
        return std::visit([&](const auto& command) { return run(command, streams); }, *asked);
    if (schema_command->parsed()) {
        streams.out << document::estate_schema();
        return done;
    }
    return run(CheckCommand{options.common, options.is_json}, streams);
}

} // namespace telestate::command
