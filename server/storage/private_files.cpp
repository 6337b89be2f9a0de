#include "server/storage/private_files.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace telestate::storage {

namespace {

[[noreturn]] void fail(const std::string& what, const std::filesystem::path& file) {
    throw std::system_error(errno, std::generic_category(), what + " " + file.string());
}

void sync(const std::filesystem::path& path, int flags) {
    const OpenFile file(::open(path.c_str(), flags | O_RDONLY | O_CLOEXEC));
    if (!file) fail("cannot open", path);
    // Some file systems cannot write a directory back by itself, and say so.
    if (::fsync(*file) != 0 && errno != EINVAL) fail("cannot write to the disk:", path);
}

} // namespace

void give_to_owner_of(const std::filesystem::path& database, int file) {
    if (::geteuid() != 0) return;
    struct stat owned {};
    struct stat given {};
    if (::stat(database.c_str(), &owned) != 0 &&
        ::stat(std::filesystem::absolute(database).parent_path().c_str(), &owned) != 0)
        return;
    if (::fstat(file, &given) != 0) return;
    if (owned.st_uid == given.st_uid && owned.st_gid == given.st_gid) return;
    if (::fchown(file, owned.st_uid, owned.st_gid) != 0) fail("cannot give away a file beside", database);
}

void make_private(const std::filesystem::path& database) {
    for (const char* suffix : {"", "-wal", "-shm", "-journal", "-lock", "-alerts-lock"}) {
        const std::filesystem::path file = beside(database, suffix);
        struct stat state {};
        if (::stat(file.c_str(), &state) != 0 || !S_ISREG(state.st_mode)) continue;
        if ((state.st_mode & (S_IRWXG | S_IRWXO)) == 0) continue;
        (void)::chmod(file.c_str(), state.st_mode & S_IRWXU);
    }
}

void sync_file(const std::filesystem::path& file) { sync(file, 0); }

void sync_directory_of(const std::filesystem::path& file) {
    sync(std::filesystem::absolute(file).parent_path(), O_DIRECTORY);
}

OpenFile::~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::filesystem::path without_links(const std::filesystem::path& file) {
    std::error_code error;
    if (!std::filesystem::is_symlink(file, error)) return file;
    const std::filesystem::path found = std::filesystem::weakly_canonical(file, error);
    return error ? file : found;
}

std::filesystem::path beside(const std::filesystem::path& file, const char* suffix) {
    std::filesystem::path name = file;
    name += suffix;
    return name;
}

} // namespace telestate::storage
