#include "server/document/xlsx_package.hpp"

#include <array>
#include <zip.h>

namespace telestate::document {

namespace {

constexpr std::string_view zip_magic = "PK\x03\x04";
constexpr std::string_view empty_zip_magic = "PK\x05\x06";
// Of OLE files: workbooks before 2007, and today's ones that are encrypted.
constexpr std::string_view older_magic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

Error damaged() {
    return {ErrorCode::malformed,
            "the workbook is damaged or was cut short; open it in a spreadsheet and save it again",
            {}};
}

Error too_large(std::string what) { return {ErrorCode::too_large, std::move(what), {}}; }

Error encrypted() {
    return {ErrorCode::unsupported,
            "the workbook is protected with a password; take the password off and save it as .xlsx or CSV",
            {}};
}

// The name of a stream, as the folder within an OLE file holds it: two bytes a letter.
bool holds_stream(std::string_view bytes, std::string_view name) {
    std::string wide;
    for (const char c : name)
        wide += {c, '\0'};
    return bytes.find(wide) != std::string_view::npos;
}

// A part that is open for reading.
class OpenPart {
  public:
    OpenPart(zip* archive, zip_uint64_t index) : file_(zip_fopen_index(archive, index, 0)) {}
    ~OpenPart() {
        if (file_ != nullptr) zip_fclose(file_);
    }
    OpenPart(const OpenPart&) = delete;
    OpenPart& operator=(const OpenPart&) = delete;

    zip_file_t* get() const { return file_; }

  private:
    zip_file_t* file_;
};

} // namespace

bool is_workbook(std::string_view bytes) {
    return bytes.starts_with(zip_magic) || bytes.starts_with(empty_zip_magic) ||
           bytes.starts_with(older_magic);
}

void XlsxPackage::Close::operator()(zip* archive) const { zip_discard(archive); }

Result<XlsxPackage> XlsxPackage::open(std::string_view bytes, const PackageLimits& limits) {
    if (bytes.size() > limits.packed_bytes) {
        return too_large("the workbook is larger than " + std::to_string(limits.packed_bytes / 1024 / 1024) +
                         " MB; save the sheet as CSV");
    }
    if (bytes.starts_with(older_magic)) {
        if (holds_stream(bytes, "EncryptedPackage")) return encrypted();
        return Error{ErrorCode::unsupported,
                     "this is a file of an older spreadsheet (.xls); save it as .xlsx or CSV",
                     {}};
    }
    if (!bytes.starts_with(zip_magic))
        return Error{ErrorCode::unsupported, "this is not a workbook; save it as .xlsx or CSV", {}};
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    if (source == nullptr) return damaged();
    zip_t* archive = zip_open_from_source(source, ZIP_RDONLY, &error);
    if (archive == nullptr) {
        zip_source_free(source);
        return damaged();
    }
    XlsxPackage package(archive, limits);
    if (auto problem = package.find_problem()) return std::move(*problem);
    return package;
}

std::optional<Error> XlsxPackage::find_problem() const {
    if (zip_get_num_entries(archive_.get(), 0) > static_cast<zip_int64_t>(limits_.parts))
        return too_large("the workbook has more than " + std::to_string(limits_.parts) + " parts");
    if (has("[Content_Types].xml") && has("_rels/.rels")) {
        if (!has("xl/workbook.bin")) return std::nullopt;
        return Error{
            ErrorCode::unsupported, "this is a binary workbook (.xlsb); save it as .xlsx or CSV", {}};
    }
    if (has("content.xml") && has("mimetype")) {
        return Error{
            ErrorCode::unsupported, "this is an OpenDocument file (.ods); save it as .xlsx or CSV", {}};
    }
    return Error{ErrorCode::unsupported, "this is not a workbook; save it as .xlsx or CSV", {}};
}

bool XlsxPackage::has(const std::string& name) const {
    return zip_name_locate(archive_.get(), name.c_str(), ZIP_FL_NOCASE) >= 0;
}

std::optional<Error> XlsxPackage::read(const std::string& name, XmlHandler& handler) {
    const zip_int64_t index = zip_name_locate(archive_.get(), name.c_str(), ZIP_FL_NOCASE);
    if (index < 0) return damaged();
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat_index(archive_.get(), static_cast<zip_uint64_t>(index), 0, &stat) != 0) return damaged();
    if (stat.encryption_method != ZIP_EM_NONE) return encrypted();
    if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE) return damaged();
    const OpenPart part(archive_.get(), static_cast<zip_uint64_t>(index));
    if (part.get() == nullptr) return damaged();
    std::array<char, 1U << 16U> room{};
    std::size_t part_bytes = 0;
    // What it says of its size is not trusted: what comes out is counted.
    const auto next_piece = [&]() -> Result<std::string_view> {
        const zip_int64_t count = zip_fread(part.get(), room.data(), room.size());
        if (count < 0) return damaged();
        const auto length = static_cast<std::size_t>(count);
        unpacked_ += length;
        part_bytes += length;
        const bool is_bomb =
            part_bytes >= limits_.ratio_from_bytes && part_bytes / limits_.ratio > stat.comp_size;
        if (unpacked_ > limits_.unpacked_bytes || is_bomb) {
            return too_large("the workbook unpacks to far more than its file holds; save the sheet as CSV");
        }
        return std::string_view(room.data(), length);
    };
    auto error = read_xml(next_piece, handler);
    if (error && error->message.starts_with("its XML"))
        error->message = "the workbook cannot be read, for in " + name + " " + error->message;
    return error;
}

} // namespace telestate::document
