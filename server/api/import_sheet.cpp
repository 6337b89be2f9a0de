#include "server/api/import_sheet.hpp"

#include "server/api/list_fields.hpp"
#include "server/api/record_access.hpp"
#include "server/api/today.hpp"
#include "server/document/record_json.hpp"
#include "server/document/text_folding.hpp"

#include <array>

namespace telestate::api {

namespace {

// Recorded names, read of each kind when the first of them is asked for.
class NameIndex {
  public:
    explicit NameIndex(const storage::Reader& reader) : reader_(reader) {}

    std::vector<std::string> find(RecordKind kind, std::string_view text) {
        const Names& names = names_of(kind);
        if (names.of.contains(text)) return {std::string(text)};
        const auto found = names.by_name.find(document::fold_text(text));
        return found == names.by_name.end() ? std::vector<std::string>() : found->second;
    }

    bool is_called(RecordKind kind, std::string_view id, std::string_view text) {
        const Names& names = names_of(kind);
        const auto found = names.of.find(id);
        return id == text ||
               (found != names.of.end() && document::fold_text(found->second) == document::fold_text(text));
    }

  private:
    struct Names {
        storage::IdMap<std::string> of;
        storage::IdMap<std::vector<std::string>> by_name;
    };

    const Names& names_of(RecordKind kind) {
        auto& names = names_.at(static_cast<std::size_t>(kind));
        if (!names) {
            names.emplace();
            names->of = reader_.names_of(kind);
            for (const auto& [id, name] : names->of)
                names->by_name[document::fold_text(name)].push_back(id);
        }
        return *names;
    }

    const storage::Reader& reader_;
    std::array<std::optional<Names>, all_record_kinds.size()> names_;
};

std::string of_sheet(std::string message) {
    constexpr std::string_view document = "the document";
    if (message.starts_with(document)) message.replace(0, document.size(), "the sheet");
    return message;
}

// The record that a row of a sheet is about, in document shape.
std::optional<document::JsonValue> find_recorded(const storage::Reader& reader, RecordKind kind,
                                                 const document::JsonValue& row) {
    const auto text_of = [&](std::string_view name) {
        const document::JsonValue* value = row.find(name);
        return value == nullptr ? std::string() : value->text;
    };
    return with_type_of(
        kind, [&]<typename Record>(std::type_identity<Record>) -> std::optional<document::JsonValue> {
            Record identity;
            if constexpr (std::is_same_v<Record, Responsibility>) {
                identity.service = text_of("service");
                identity.role = text_of("role");
                identity.person = text_of("person");
            } else {
                identity.id = text_of("id");
            }
            const std::optional<Record> found = find_same(reader, identity);
            if (!found) return std::nullopt;
            auto recorded = document::parse_json(document::format_record(*found));
            if (!recorded) throw std::logic_error("a record is written as no JSON");
            return std::move(recorded.value());
        });
}

// Of the columns that tables of the kind have. Those that are fields are known to the sheet.
std::vector<std::string_view> headings_of(RecordKind kind) {
    return with_type_of(kind, []<typename Record>(std::type_identity<Record>) {
        std::vector<std::string_view> headings;
        for (const auto& field : fields_of<typename RowOf<Record>::type>()) {
            if (!field.label.empty()) headings.push_back(field.label);
        }
        return headings;
    });
}

// What was said of the records as said of the sheet.
Result<document::ImportReport> placed(const document::SheetReading& sheet,
                                      Result<document::ImportReport> report) {
    if (!report) {
        Error error = report.error();
        error.message = of_sheet(std::move(error.message));
        for (FieldError& problem : error.fields)
            problem = sheet.place(problem);
        return error;
    }
    for (FieldError& warning : report->warnings)
        warning = sheet.place(warning);
    return report;
}

// Reads the sheet against one moment of the estate, which is let go before anything is written.
Result<document::SheetReading> read_against(const storage::Reader& reader, const Organisation& organisation,
                                            const Services& services, std::string_view bytes,
                                            document::SheetFormat format, RecordKind kind) {
    NameIndex names(reader);
    const document::WrittenContext context{organisation.financial_year_start, organisation.currency,
                                           day_in(organisation.time_zone, services.now())};
    document::SheetBase base;
    base.find_record = [&](const document::JsonValue& row) { return find_recorded(reader, kind, row); };
    base.is_called = [&](RecordKind target, std::string_view id, std::string_view name) {
        return names.is_called(target, id, name);
    };
    base.worked_out = headings_of(kind);
    return document::read_sheet(
        bytes, kind, [&](RecordKind target, std::string_view name) { return names.find(target, name); },
        context, format, base);
}

} // namespace

Result<document::ImportReport> import_sheet(const Services& services, std::string_view bytes,
                                            document::SheetFormat format, RecordKind kind,
                                            ImportOptions options) {
    // What a row leaves unsaid is taken from the record as it was read, so it has to be that still when it is
    // written.
    constexpr int most_attempts = 5;
    for (int attempt = 1;; ++attempt) {
        Organisation organisation;
        std::int64_t revision = 0;
        auto sheet = [&] {
            const storage::Reader reader = services.database.read();
            revision = reader.revision();
            organisation = reader.find_organisation().value_or(Organisation{});
            return read_against(reader, organisation, services, bytes, format, kind);
        }();
        if (!sheet) return sheet.error();
        bool is_overtaken = false;
        ImportOptions checked = options;
        checked.accepts_revision = [&](std::int64_t present) {
            if (options.accepts_revision && !options.accepts_revision(present)) return false;
            is_overtaken = present != revision;
            return !is_overtaken;
        };
        auto report = import_records(services, std::move(sheet->reading), organisation.financial_year_start,
                                     std::move(checked));
        if (is_overtaken && attempt < most_attempts) continue;
        if (is_overtaken)
            return Error{ErrorCode::conflict, "the estate was changed meanwhile; try again", {}};
        return placed(*sheet, std::move(report));
    }
}

} // namespace telestate::api
