#include "server/storage/record_rows.hpp"
#include "server/storage/references.hpp"
#include "server/storage/search_entries.hpp"
#include "server/storage/writer.hpp"

namespace telestate::storage {

namespace {

constexpr Sql select_responsibilities = R"(
    SELECT responsibilities.record_key, responsibilities.service, responsibilities.role, people.id,
        responsibilities.notes
    FROM responsibilities
    JOIN people ON people.record_key = responsibilities.person_key
    WHERE responsibilities.record_key BETWEEN :first AND :last
    ORDER BY responsibilities.record_key)";

constexpr Sql select_key = R"(
    SELECT responsibilities.record_key
    FROM responsibilities
    JOIN people ON people.record_key = responsibilities.person_key
    WHERE responsibilities.service = :service AND responsibilities.role = :role AND people.id = :person)";

constexpr Sql upsert_responsibility = R"(
    INSERT INTO responsibilities (service, role, person_key, notes)
    VALUES (:service, :role, :person_key, :notes)
    ON CONFLICT (service, role, person_key) DO UPDATE
    SET notes = excluded.notes
    RETURNING record_key)";

void read_columns(const Statement& row, Responsibility& record) {
    read_text(row, 1, record.service);
    read_text(row, 2, record.role);
    read_text(row, 3, record.person);
    read_text(row, 4, record.notes);
}

constexpr RecordSource<Responsibility> source{RecordKind::responsibilities, select_responsibilities,
                                              read_columns};

std::optional<std::int64_t> find_responsibility_key(Connection& connection, std::string_view service,
                                                    std::string_view role, std::string_view person) {
    const StatementLease row = connection.prepare(select_key);
    row->bind(":service", service);
    row->bind(":role", role);
    row->bind(":person", person);
    if (!row->step()) return std::nullopt;
    return row->integer(0);
}

} // namespace

std::optional<Responsibility> Reader::find_responsibility(std::string_view service, std::string_view role,
                                                          std::string_view person) const {
    const auto key = find_responsibility_key(connection(), service, role, person);
    std::optional<Responsibility> found;
    if (key) {
        visit_records<Responsibility>(connection(), source, only(*key),
                                      [&](const Responsibility& record) { found = record; });
    }
    return found;
}

std::vector<Responsibility> Reader::list_responsibilities(Page page) const {
    return list_records(connection(), source, page);
}

void Reader::for_each_responsibility(const Visitor<Responsibility>& visit) const {
    visit_records(connection(), source, KeyRange{}, visit);
}

Result<PutOutcome> Writer::put_responsibility(const Responsibility& record) {
    References references(connection());
    const auto person = references.find(RecordKind::people, record.person, "/person");
    if (!references.are_sound()) return references.error();
    if (!person) {
        return Error{ErrorCode::invalid,
                     "A responsibility is somebody's.",
                     {{"/person", "A responsibility names a person."}}};
    }
    const auto stored = reader().find_responsibility(record.service, record.role, record.person);
    if (stored == record) return PutOutcome::unchanged;
    const StatementLease upsert = connection().prepare(upsert_responsibility);
    upsert->bind(":service", record.service);
    upsert->bind(":role", record.role);
    bind_key(*upsert, ":person_key", person);
    bind_text(*upsert, ":notes", record.notes);
    renew_search_entry(connection(), RecordKind::responsibilities, execute_returning_key(*upsert),
                       stored.has_value());
    return stored ? PutOutcome::changed : PutOutcome::added;
}

Result<void> Writer::delete_responsibility(std::string_view service, std::string_view role,
                                           std::string_view person) {
    const auto key = find_responsibility_key(connection(), service, role, person);
    if (!key) {
        return Error{ErrorCode::not_found,
                     "\"" + std::string(person) + "\" has no responsibility \"" + std::string(role) +
                         "\" for \"" + std::string(service) + "\".",
                     {}};
    }
    remove_search_entry(connection(), RecordKind::responsibilities, *key);
    const StatementLease statement =
        connection().prepare("DELETE FROM responsibilities WHERE record_key = :key");
    statement->bind(":key", *key);
    statement->execute();
    return {};
}

} // namespace telestate::storage
