#pragma once

// The whole estate as a document, a piece at a time.

#include "server/api/services.hpp"
#include "server/document/estate_writer.hpp"
#include "server/storage/reader.hpp"

#include <string>

namespace telestate::api {

// One moment of the estate on its way out: never more than a page of records is held.
class ExportStream {
  public:
    explicit ExportStream(const Services& services);
    ExportStream(storage::Reader reader, std::string_view exported_at);
    ExportStream(const ExportStream&) = delete;
    ExportStream& operator=(const ExportStream&) = delete;

    // Puts the next piece into `chunk`, which is emptied first; false when it was the last.
    bool next(std::string& chunk);

  private:
    // Both return whether there is more to write.
    bool write_page();
    bool turn_page(std::int64_t count);

    storage::Reader reader_;
    std::string pending_;
    document::EstateWriter writer_;
    std::size_t list_ = 0;
    std::int64_t offset_ = 0;
};

} // namespace telestate::api
