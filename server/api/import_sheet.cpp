#include "server/api/import_sheet.hpp"

#include "server/api/today.hpp"
#include "server/document/sheet.hpp"
#include "server/document/text_folding.hpp"

#include <array>

namespace telestate::api {

namespace {

// Recorded names, read of each kind when the first of them is asked for.
class NameIndex {
  public:
    explicit NameIndex(const storage::Reader& reader) : reader_(reader) {}

    std::vector<std::string> find(RecordKind kind, std::string_view text) {
        auto& names = names_.at(static_cast<std::size_t>(kind));
        if (!names) {
            names.emplace();
            for (const auto& [id, name] : reader_.names_of(kind)) {
                names->ids.insert(id);
                names->by_name[document::fold_text(name)].push_back(id);
            }
        }
        if (names->ids.contains(text)) return {std::string(text)};
        const auto found = names->by_name.find(document::fold_text(text));
        return found == names->by_name.end() ? std::vector<std::string>() : found->second;
    }

  private:
    struct Names {
        storage::IdSet ids;
        storage::IdMap<std::vector<std::string>> by_name;
    };
    const storage::Reader& reader_;
    std::array<std::optional<Names>, all_record_kinds.size()> names_;
};

std::string of_sheet(std::string message) {
    constexpr std::string_view document = "the document";
    if (message.starts_with(document)) message.replace(0, document.size(), "the sheet");
    return message;
}

// Reads the sheet against one moment of the estate, which is let go before anything is written.
Result<document::SheetReading> read_against(const storage::Reader& reader, const Organisation& organisation,
                                            const Services& services, std::string_view text,
                                            RecordKind kind) {
    NameIndex names(reader);
    const document::WrittenContext context{organisation.financial_year_start, organisation.currency,
                                           day_in(organisation.time_zone, services.now())};
    return document::read_sheet(
        text, kind, [&](RecordKind target, std::string_view name) { return names.find(target, name); },
        context);
}

} // namespace

Result<document::ImportReport> import_sheet(const Services& services, std::string_view text, RecordKind kind,
                                            ImportOptions options) {
    Organisation organisation;
    auto sheet = [&] {
        const storage::Reader reader = services.database.read();
        organisation = reader.find_organisation().value_or(Organisation{});
        return read_against(reader, organisation, services, text, kind);
    }();
    if (!sheet) return sheet.error();
    auto report = import_records(services, std::move(sheet->reading), organisation.financial_year_start,
                                 std::move(options));
    if (!report) {
        Error error = report.error();
        error.message = of_sheet(std::move(error.message));
        for (FieldError& problem : error.fields)
            problem = sheet->place(problem);
        return error;
    }
    for (FieldError& warning : report->warnings)
        warning = sheet->place(warning);
    return report;
}

} // namespace telestate::api
