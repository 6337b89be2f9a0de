#include "server/storage/backup.hpp"
#include "server/clock/instant.hpp"
#include "server/command/commands.hpp"

#include <ostream>

namespace telestate::command {

namespace {

std::string in_mebibytes(std::uintmax_t bytes) {
    constexpr std::uintmax_t tenth = 1024 * 1024 / 10;
    const std::uintmax_t tenths = (bytes + tenth - 1) / tenth;
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " MiB";
}

} // namespace

// Neither looks at more of the settings than where the database is: they have to work when little else does.
int run(const BackupCommand& command, Streams streams) {
    const auto configuration = settle_configuration(command.common, process_environment());
    if (!configuration) return report(configuration.error(), streams.err);
    const std::filesystem::path& database = configuration->database.path;
    const auto made = storage::backup_database(database, command.file);
    if (!made) return report(made.error(), streams.err);
    streams.out << database.string() << " was copied to " << command.file.string() << ": revision "
                << made->revision << ", " << in_mebibytes(made->size) << ", checked and sound\n";
    return done;
}

int run(const RestoreCommand& command, Streams streams) {
    const auto configuration = settle_configuration(command.common, process_environment());
    if (!configuration) return report(configuration.error(), streams.err);
    const std::filesystem::path& database = configuration->database.path;
    storage::RestoreOptions options;
    options.now = clock::format_instant(std::chrono::system_clock::now());
    const auto restored = storage::restore_database(command.file, database, options);
    if (!restored) return report(restored.error(), streams.err);
    streams.out << command.file.string() << " was restored to " << database.string() << ": revision "
                << restored->restored.revision << ", checked and sound\n";
    if (restored->migrated_count > 0) {
        streams.out << "It was of an older telestate and was brought up to date: " << restored->migrated_count
                    << (restored->migrated_count == 1 ? " migration\n" : " migrations\n");
    }
    if (restored->kept)
        streams.out << "What was there before is kept at " << restored->kept->string() << '\n';
    return done;
}

} // namespace telestate::command
