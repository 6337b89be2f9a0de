// The yardstick of the benchmarks: a bare SQLite scan, every column of every row of the tables named, and no
// more.
//
//     scan DATABASE TABLE...

#include <sqlite3.h>

#include <cstdint>
#include <cstdio>
#include <string>

int main(int argc, char** argv) {
    sqlite3* database = nullptr;
    if (argc < 3 || sqlite3_open_v2(argv[1], &database, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK) return 2;
    std::uint64_t rows = 0;
    std::uint64_t bytes = 0;
    for (int i = 2; i < argc; ++i) {
        const std::string sql = "SELECT * FROM " + std::string(argv[i]);
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
            std::fprintf(stderr, "%s\n", sqlite3_errmsg(database));
            return 1;
        }
        const int columns = sqlite3_column_count(statement);
        while (sqlite3_step(statement) == SQLITE_ROW) {
            ++rows;
            for (int column = 0; column < columns; ++column) {
                if (sqlite3_column_text(statement, column) == nullptr) continue;
                bytes += static_cast<std::uint64_t>(sqlite3_column_bytes(statement, column));
            }
        }
        sqlite3_finalize(statement);
    }
    sqlite3_close(database);
    std::printf("%llu rows, %llu bytes\n", static_cast<unsigned long long>(rows),
                static_cast<unsigned long long>(bytes));
    return 0;
}
