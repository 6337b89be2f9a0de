#include "server/api/import_sheet.hpp"
#include "server/command/commands.hpp"
#include "server/command/text_table.hpp"
#include "server/document/field_error_json.hpp"
#include "server/document/json_parser.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <ostream>
#include <pwd.h>
#include <system_error>
#include <unistd.h>

namespace telestate::command {

namespace {

constexpr std::size_t changes_shown = 200;

// Who runs the program, for the history; nothing where the system does not say.
std::optional<std::string> user_name() {
    std::array<char, 4096> room{};
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwuid_r(::getuid(), &entry, room.data(), room.size(), &found) != 0 || found == nullptr)
        return std::nullopt;
    return std::string(found->pw_name);
}

// The file whole; one byte past the limit is enough to know that it is too large.
Result<std::string> read_document(const std::string& file) {
    const std::size_t most = document::JsonLimits{}.bytes + 1;
    std::ifstream opened;
    std::istream* in = &std::cin;
    if (file != "-") {
        opened.open(file, std::ios::binary);
        if (!opened || std::filesystem::is_directory(file)) {
            return Error{ErrorCode::not_found, "the file " + file + " cannot be read", {}};
        }
        in = &opened;
    }
    std::string text;
    std::string piece(std::size_t{1} << 20U, '\0');
    while (*in && text.size() < most) {
        in->read(piece.data(), static_cast<std::streamsize>(piece.size()));
        text.append(piece, 0, static_cast<std::size_t>(in->gcount()));
    }
    if (in->bad()) return Error{ErrorCode::not_found, "the file " + file + " cannot be read", {}};
    return text;
}

// A folder of its own for as long as it is needed.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "telestate-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) {
            throw std::system_error(errno, std::generic_category(), "cannot make a temporary folder");
        }
        path_ = name;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

// {"message","errors"}: what went wrong for programs that read the results.
std::string json_of(const Error& error) {
    std::string out;
    document::JsonWriter json(out);
    json.begin_object();
    json.member("message", error.message);
    document::append_field_errors(json, "errors", error.fields);
    json.end_object();
    return out;
}

std::string plural(std::int64_t count, const std::string& noun) {
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

void show(const document::ImportReport& report, std::ostream& out) {
    std::size_t shown = 0;
    for (const document::ImportedRecord& record : report.records) {
        if (record.action == document::ImportAction::unchanged) continue;
        if (++shown > changes_shown) break;
        out << (record.action == document::ImportAction::added ? "+ " : "~ ") << record.kind;
        if (!record.id.empty()) out << ' ' << record.id;
        out << '\n';
        for (const document::Change& change : record.changes) {
            out << "    " << printable(change.field) << ": " << printable(change.before.value_or("(absent)"))
                << " → " << printable(change.after.value_or("(absent)")) << '\n';
        }
    }
    const auto touched = static_cast<std::size_t>(report.added_count + report.changed_count);
    if (touched > changes_shown)
        out << "… and " << plural(static_cast<std::int64_t>(touched - changes_shown), "more record") << '\n';
    out << (report.is_dry_run ? "Would add " : "Added ") << plural(report.added_count, "record")
        << (report.is_dry_run ? ", would change " : ", changed ") << report.changed_count << "; "
        << report.unchanged_count << " the same, " << report.left_alone_count
        << " not in what was imported and left alone.\n";
    if (report.is_dry_run) out << "This was a dry run: nothing was changed.\n";
}

} // namespace

int run(const ImportCommand& command, Streams streams) {
    const auto fail = [&](const Error& error) {
        if (command.is_json) streams.out << json_of(error) << '\n';
        return report(error, streams.err);
    };
    const Result<std::string> text = read_document(command.file);
    if (!text) return fail(text.error());
    if (!command.kind && document::sheet_format_of(*text) == document::SheetFormat::xlsx) {
        return fail({ErrorCode::unsupported,
                     "this is a workbook, and --kind has to say what its sheet holds: --kind lines, for one",
                     {}});
    }
    // A dry run leaves no database behind where there was none, and brings none up to date.
    std::optional<TemporaryFolder> folder;
    CommonOptions common = command.common;
    if (command.is_dry_run) {
        const auto configuration = settle_configuration(common, process_environment());
        if (!configuration) return fail(configuration.error());
        std::error_code error;
        if (!std::filesystem::exists(configuration->database.path, error)) {
            folder.emplace();
            common.database = folder->path() / "dry-run.sqlite";
        }
    }
    const bool is_to_be_made = !command.is_dry_run || folder;
    const auto workspace =
        Workspace::open(common, is_to_be_made ? DatabaseUse::make_ready : DatabaseUse::existing);
    if (!workspace) return fail(workspace.error());
    api::ImportOptions options;
    options.is_dry_run = command.is_dry_run;
    options.actor.name = user_name();
    if (command.file != "-") options.note = std::filesystem::path(command.file).filename().string();
    const api::Services& services = (*workspace)->services();
    const auto imported = command.kind ? api::import_sheet(services, *text, document::sheet_format_of(*text),
                                                           *command.kind, std::move(options))
                                       : api::import_estate(services, *text, std::move(options));
    if (!imported) return fail(imported.error());
    for (const FieldError& warning : imported->warnings) {
        streams.err << "warning: " << printable(warning.pointer) << ": " << printable(warning.message)
                    << '\n';
    }
    if (command.is_json) {
        std::string out;
        document::JsonWriter json(out);
        document::append_import_report(json, *imported);
        streams.out << out << '\n';
    } else {
        show(*imported, streams.out);
    }
    return done;
}

} // namespace telestate::command
