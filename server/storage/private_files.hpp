#pragma once

// Whose the files beside a database are, who may read them, and that they are on the disk. Inside storage
// only.

#include <filesystem>

namespace telestate::storage {

// A command run by root must not leave a file that the service, which owns the database, cannot open: gives
// an open file to the owner of the database, or of its directory where there is none yet. SQLite does the
// same for its log. Does nothing for other users. Throws std::system_error.
void give_to_owner_of(const std::filesystem::path& database, int file);

// Takes all rights of the group and of others from the database and the files beside it. What somebody else
// owns stays as it is: `check` tells of it.
void make_private(const std::filesystem::path& database);

// Return when everything is on the disk. Throw std::system_error.
void sync_file(const std::filesystem::path& file);
void sync_directory_of(const std::filesystem::path& file);

// A file's descriptor, closed with it.
class OpenFile {
  public:
    explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile();
    int operator*() const { return descriptor_; }
    explicit operator bool() const { return descriptor_ >= 0; }

  private:
    int descriptor_;
};

// The file itself where the name is a link to it: its log and its locks stand beside it, whatever it is
// called.
std::filesystem::path without_links(const std::filesystem::path& file);

// "estate.db" and "-wal" make "estate.db-wal".
std::filesystem::path beside(const std::filesystem::path& file, const char* suffix);

} // namespace telestate::storage
