#include "server/api/export.hpp"
#include "server/command/commands.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <ostream>
#include <unistd.h>

namespace telestate::command {

namespace {

// False when the stream took not all of it.
bool write_all(api::ExportStream& stream, std::ostream& out) {
    std::string chunk;
    bool is_more = true;
    while (is_more && out) {
        is_more = stream.next(chunk);
        out.write(chunk.data(), static_cast<std::streamsize>(chunk.size()));
    }
    out.flush();
    return static_cast<bool>(out);
}

Error unwritten(const std::string& what, const std::string& why) {
    return {ErrorCode::conflict, what + " could not be written: " + why, {}};
}

// Whether the file is the database or one of those SQLite and we keep beside it.
bool is_of_database(const std::filesystem::path& file, const std::filesystem::path& database) {
    for (const char* ending : {"", "-wal", "-shm", "-lock"}) {
        std::filesystem::path kept = database;
        kept += ending;
        std::error_code ignored;
        if (std::filesystem::equivalent(file, kept, ignored)) return true;
    }
    return false;
}

// Writes the export beside its place and then moves it there, so that one that was there is not lost
// half-way. Like the database it is for its owner alone.
Result<void> write_file(api::ExportStream& stream, const std::filesystem::path& file) {
    std::error_code error;
    if (std::filesystem::exists(file, error) && !std::filesystem::is_regular_file(file, error)) {
        std::ofstream device(file, std::ios::binary);
        if (!device || !write_all(stream, device)) return unwritten(file.string(), std::strerror(errno));
        return {};
    }
    // A link stays a link: what it leads to is replaced.
    const std::filesystem::path target = std::filesystem::weakly_canonical(file, error);
    std::string partial = (error ? file : target).string() + ".XXXXXX";
    const int made = ::mkstemp(partial.data());
    if (made < 0) return unwritten(file.string(), std::strerror(errno));
    ::close(made);
    std::string why;
    try {
        std::ofstream out(partial, std::ios::binary | std::ios::trunc);
        if (!out || !write_all(stream, out)) why = std::strerror(errno);
        out.close();
        if (why.empty() && !out) why = std::strerror(errno);
        if (why.empty()) {
            std::filesystem::rename(partial, target, error);
            if (error) why = error.message();
        }
    } catch (...) {
        std::filesystem::remove(partial, error);
        throw;
    }
    if (why.empty()) return {};
    std::filesystem::remove(partial, error);
    return unwritten(file.string(), why);
}

} // namespace

int run(const ExportCommand& command, Streams streams) {
    const auto workspace = Workspace::open(command.common, DatabaseUse::existing);
    if (!workspace) return report(workspace.error(), streams.err);
    if (command.out && is_of_database(*command.out, (*workspace)->database().path())) {
        return report(unwritten(command.out->string(), "it is the database itself, or a part of it"),
                      streams.err);
    }
    api::ExportStream stream((*workspace)->services());
    if (!command.out) {
        if (write_all(stream, streams.out)) return done;
        return report(unwritten("the export", std::strerror(errno)), streams.err);
    }
    const Result<void> written = write_file(stream, *command.out);
    return written ? done : report(written.error(), streams.err);
}

} // namespace telestate::command
