#pragma once

// Where in a document a reader is, and what it has found wrong so far.

#include "model/error.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace telestate::document {

// A place in a document, as a chain of steps on the stack. It is written out as an RFC 6901 JSON pointer only
// when something is wrong there. A step refers to the one before it, which must outlive it.
class Path {
  public:
    // The top of the document, whose pointer is empty.
    Path() = default;
    Path(const Path& parent, std::string_view name) : parent_(&parent), name_(name) {}
    Path(const Path& parent, std::size_t index) : parent_(&parent), index_(index), is_index_(true) {}

    // "/contracts/3/term/renews_for".
    std::string pointer() const;

  private:
    const Path* parent_ = nullptr;
    std::string_view name_;
    std::size_t index_ = 0;
    bool is_index_ = false;
};

// One step of a JSON pointer with ~ and / escaped.
std::string escape_pointer_step(std::string_view step);

// Collects everything wrong (errors) or odd (warnings) about a document. It keeps the first `limit` of each
// and counts the rest.
class Problems {
  public:
    explicit Problems(std::size_t limit = 1'000) : limit_(limit) {}

    void add(std::string pointer, std::string message);
    void add(const Path& path, std::string message);
    void warn(std::string pointer, std::string message);
    void warn(const Path& path, std::string message);

    bool has_errors() const { return error_count_ != 0; }
    std::size_t error_count() const { return error_count_; }
    // The errors kept so far.
    const std::vector<FieldError>& errors() const { return errors_; }

    // The errors, and beyond the limit a closing entry that says how many more there are.
    std::vector<FieldError> listed_errors() const;
    // The same as one Error of code `invalid`.
    Error to_error() const;
    // The warnings, with the same closing entry.
    std::vector<FieldError> warnings() const;

  private:
    std::size_t limit_;
    std::vector<FieldError> errors_;
    std::vector<FieldError> warnings_;
    std::size_t error_count_ = 0;
    std::size_t warning_count_ = 0;
};

// "There are 3 problems."
std::string describe_problem_count(std::size_t count);

// `text` in quotes for a message, shortened where it is long and with control characters made visible.
std::string in_quotes(std::string_view text);

// `; did you mean "supplier"?` when one of `known` is close to `word`; empty when none is.
std::string suggestion(std::string_view word, std::span<const std::string_view> known);

} // namespace telestate::document
