#include "server/api/export.hpp"
#include "server/command/commands.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <ostream>

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

Error unwritten(const std::string& what) {
    return {ErrorCode::conflict, what + " could not be written: " + std::strerror(errno), {}};
}

} // namespace

int run(const ExportCommand& command, Streams streams) {
    const auto workspace = Workspace::open(command.common, DatabaseUse::existing);
    if (!workspace) return report(workspace.error(), streams.err);
    api::ExportStream stream((*workspace)->services());
    if (!command.out) {
        return write_all(stream, streams.out) ? done : report(unwritten("the export"), streams.err);
    }
    // Written beside its place and then moved there, so that an export that was there is not lost half-way.
    std::filesystem::path partial = *command.out;
    partial += ".partial";
    std::ofstream file(partial, std::ios::binary | std::ios::trunc);
    const bool is_written = file && write_all(stream, file);
    file.close();
    std::error_code error;
    if (is_written && file) std::filesystem::rename(partial, *command.out, error);
    if (!is_written || !file || error) {
        const Error failure = unwritten(command.out->string());
        std::filesystem::remove(partial, error);
        return report(failure, streams.err);
    }
    return done;
}

} // namespace telestate::command
