#pragma once

// Prepared statements, bound by name and read column by column without copies. Inside storage only.

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace telestate::storage {

// The text of a statement, written in the source: never put together at run time.
class Sql {
  public:
    consteval Sql(const char* text) : text_(text) {}
    const char* text() const { return text_; }

  private:
    const char* text_;
};

// Errors of SQLite come out as SQLite::Exception.
class Statement {
  public:
    Statement(sqlite3* database, Sql sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    // Parameters are named as in the statement, ":id". Texts are copied.
    void bind(const char* name, std::int64_t value);
    void bind(const char* name, std::string_view text);
    void bind_null(const char* name);

    // Goes to the next row; false after the last one.
    bool step();
    // Runs a statement that gives no rows.
    void execute();
    // Ready to run again; the bindings stay.
    void reset();
    void clear_bindings();

    // Columns count from 0. A text stays valid until the next step; NULL reads as an empty one and as 0.
    bool is_null(int column) const;
    std::int64_t integer(int column) const;
    double real(int column) const; // a rank: no amount is ever kept as one
    std::string_view text(int column) const;

  private:
    int index_of(const char* name) const;

    sqlite3* database_;
    sqlite3_stmt* statement_ = nullptr;
    // Room for the short texts that are bound, so that SQLite need not allocate for each.
    std::array<char, 512> room_;
    std::size_t room_used_ = 0;
};

// A statement for as long as it is needed; then it goes back to its connection for the next use.
class StatementLease {
  public:
    using Shelf = std::vector<std::unique_ptr<Statement>>;
    StatementLease(std::unique_ptr<Statement> statement, Shelf& shelf)
        : statement_(std::move(statement)), shelf_(&shelf) {}
    StatementLease(StatementLease&&) noexcept = default;
    StatementLease& operator=(StatementLease&&) = delete;
    ~StatementLease();

    Statement* operator->() const { return statement_.get(); }
    Statement& operator*() const { return *statement_; }

  private:
    std::unique_ptr<Statement> statement_;
    Shelf* shelf_;
};

} // namespace telestate::storage
