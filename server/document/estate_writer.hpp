#pragma once

// Writes an estate document, one record to a line, so that two exports compare line by line.

#include "model/estate.hpp"
#include "server/document/record_json.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace telestate::document {

// Streams a document through a sink in pieces of some 64 KiB. Records come in the order of all_record_kinds,
// any number of each kind, and the observations last; a record that comes too late for its list is a
// logic_error.
class EstateWriter {
  public:
    using Sink = std::function<void(std::string_view)>;

    // `exported_at` is a UTC instant such as "2026-11-22T09:00:00Z".
    EstateWriter(Sink sink, std::string_view exported_at);

    // At most once, before any record.
    void write(const Organisation& organisation);

    template <typename Record>
    requires requires { RecordTraits<Record>::kind; }
    void write(const Record& record) {
        begin_record(RecordTraits<Record>::kind);
        JsonWriter json(buffer_, JsonSpacing::spaced);
        RecordTraits<Record>::append(json, record);
        flush_if_full();
    }

    void write(const Observation& observation);

    // Writes the lists that had no record as empty ones, closes the document and hands over what is left.
    void finish();

  private:
    void begin_record(RecordKind kind);
    void open_lists_up_to(std::size_t count);
    void close_list();
    void begin_line();
    void flush_if_full();

    Sink sink_;
    std::string buffer_;
    std::size_t list_count_ = 0; // lists opened so far
    bool is_list_empty_ = true;
    bool has_observations_ = false;
};

// The whole estate through a sink, or as one text.
void write_estate(const Estate& estate, std::string_view exported_at, const EstateWriter::Sink& sink);
std::string format_estate(const Estate& estate, std::string_view exported_at);

} // namespace telestate::document
