#include "server/storage/record_rows.hpp"
#include "server/storage/search_entries.hpp"
#include "server/storage/writer.hpp"

namespace telestate::storage {

namespace {

constexpr Sql select_suppliers = R"(
    SELECT suppliers.record_key, suppliers.id, suppliers.name, suppliers.company_number, suppliers.account_manager_name,
        suppliers.account_manager_email, suppliers.account_manager_phone,
        suppliers.support_name, suppliers.support_email, suppliers.support_phone,
        suppliers.notes
    FROM suppliers
    WHERE suppliers.record_key BETWEEN :first AND :last
    ORDER BY suppliers.record_key)";

constexpr Sql upsert_supplier = R"(
    INSERT INTO suppliers
        (id, name, company_number, account_manager_name, account_manager_email, account_manager_phone,
        support_name, support_email, support_phone, notes)
    VALUES
        (:id, :name, :company_number, :account_manager_name, :account_manager_email,
        :account_manager_phone, :support_name, :support_email, :support_phone, :notes)
    ON CONFLICT (id) DO UPDATE
    SET name = excluded.name, company_number = excluded.company_number,
        account_manager_name = excluded.account_manager_name,
        account_manager_email = excluded.account_manager_email,
        account_manager_phone = excluded.account_manager_phone, support_name = excluded.support_name,
        support_email = excluded.support_email, support_phone = excluded.support_phone,
        notes = excluded.notes
    RETURNING record_key)";

constexpr Sql select_also_known_as = R"(
    SELECT supplier_key, name
    FROM also_known_as
    WHERE supplier_key BETWEEN :first AND :last
    ORDER BY supplier_key, position)";

constexpr Sql insert_also_known_as = R"(
    INSERT INTO also_known_as (supplier_key, position, name)
    VALUES (:supplier_key, :position, :name))";

constexpr Sql delete_also_known_as = "DELETE FROM also_known_as WHERE supplier_key = :supplier_key";

void read_columns(const Statement& row, Supplier& record) {
    read_text(row, 1, record.id);
    read_text(row, 2, record.name);
    read_text(row, 3, record.company_number);
    read_text(row, 4, record.account_manager.name);
    read_text(row, 5, record.account_manager.email);
    read_text(row, 6, record.account_manager.phone);
    read_text(row, 7, record.support.name);
    read_text(row, 8, record.support.email);
    read_text(row, 9, record.support.phone);
    read_text(row, 10, record.annotations.notes);
}

constexpr RecordSource<Supplier> source{RecordKind::suppliers, select_suppliers, read_columns,
                                        select_also_known_as, &Supplier::also_known_as};

void replace_also_known_as(Connection& connection, std::int64_t key, bool was_there,
                           const std::vector<std::string>& also_known_as) {
    if (was_there) {
        const StatementLease statement = connection.prepare(delete_also_known_as);
        statement->bind(":supplier_key", key);
        statement->execute();
    }
    for (std::size_t i = 0; i < also_known_as.size(); ++i) {
        const StatementLease statement = connection.prepare(insert_also_known_as);
        statement->bind(":supplier_key", key);
        statement->bind(":position", static_cast<std::int64_t>(i));
        statement->bind(":name", also_known_as[i]);
        statement->execute();
    }
}

} // namespace

std::optional<Supplier> Reader::find_supplier(std::string_view id) const {
    return find_record(connection(), source, id);
}

std::vector<Supplier> Reader::list_suppliers(Page page) const {
    return list_records(connection(), source, page);
}

void Reader::for_each_supplier(const Visitor<Supplier>& visit) const {
    visit_records(connection(), source, KeyRange{}, visit);
}

Result<PutOutcome> Writer::put_supplier(const Supplier& record) {
    const std::optional<Supplier> stored = reader().find_supplier(record.id);
    if (stored == record) return PutOutcome::unchanged;
    const StatementLease upsert = connection().prepare(upsert_supplier);
    upsert->bind(":id", record.id);
    bind_text(*upsert, ":name", record.name);
    bind_text(*upsert, ":company_number", record.company_number);
    bind_text(*upsert, ":account_manager_name", record.account_manager.name);
    bind_text(*upsert, ":account_manager_email", record.account_manager.email);
    bind_text(*upsert, ":account_manager_phone", record.account_manager.phone);
    bind_text(*upsert, ":support_name", record.support.name);
    bind_text(*upsert, ":support_email", record.support.email);
    bind_text(*upsert, ":support_phone", record.support.phone);
    bind_text(*upsert, ":notes", record.annotations.notes);
    const std::int64_t key = execute_returning_key(*upsert);
    replace_also_known_as(connection(), key, stored.has_value(), record.also_known_as);
    replace_annotations(connection(), RecordKind::suppliers, key, stored.has_value(), record.annotations);
    renew_search_entry(connection(), RecordKind::suppliers, key, stored.has_value());
    return stored ? PutOutcome::changed : PutOutcome::added;
}

} // namespace telestate::storage
