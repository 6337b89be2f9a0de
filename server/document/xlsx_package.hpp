#pragma once

// The parts of a workbook's file, which is a ZIP archive of XML.

#include "server/document/xml_events.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

struct zip;

namespace telestate::document {

struct PackageLimits {
    std::size_t packed_bytes = std::size_t{64} * 1024 * 1024;
    std::size_t unpacked_bytes = std::size_t{512} * 1024 * 1024; // of all parts that are read, together
    std::size_t ratio = 200;                                     // unpacked to packed, for a part that is
    std::size_t ratio_from_bytes = std::size_t{4} * 1024 * 1024; // at least as large as this
    std::size_t parts = 10'000;
};

class XlsxPackage {
  public:
    // `bytes` have to stay. Whatever is no workbook of the newer form is refused in words that say what to do
    // instead: older and encrypted ones, OpenDocument, and what is no workbook at all.
    static Result<XlsxPackage> open(std::string_view bytes, const PackageLimits& limits);

    bool has(const std::string& name) const;
    // Reads a part piece by piece. Messages of errors are sentences about the workbook.
    std::optional<Error> read(const std::string& name, XmlHandler& handler);

  private:
    struct Close {
        void operator()(zip* archive) const;
    };
    XlsxPackage(zip* archive, const PackageLimits& limits) : archive_(archive), limits_(limits) {}
    std::optional<Error> find_problem() const;

    std::unique_ptr<zip, Close> archive_;
    PackageLimits limits_;
    std::size_t unpacked_ = 0;
};

// Whether these are the first bytes of a workbook of any kind, older ones too.
bool is_workbook(std::string_view bytes);

} // namespace telestate::document
