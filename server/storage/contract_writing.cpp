#include "server/storage/annotation_store.hpp"
#include "server/storage/record_rows.hpp"
#include "server/storage/references.hpp"
#include "server/storage/row_values.hpp"
#include "server/storage/search_entries.hpp"
#include "server/storage/writer.hpp"

namespace telestate::storage {

namespace {

constexpr Sql upsert_contract = R"(
    INSERT INTO contracts
        (id, title, supplier_key, service, site_key, cost_centre, term_kind, term_start, term_length, term_end,
        term_renews_for, term_period, term_notice, term_notice_working_days, term_notice_expires, lead_time, ended_on,
        reference, framework_name, framework_lot, framework_reference, owner_key, account_code, states_alert_days,
        notes)
    VALUES
        (:id, :title, :supplier_key, :service, :site_key, :cost_centre, :term_kind, :term_start, :term_length,
        :term_end, :term_renews_for, :term_period, :term_notice, :term_notice_working_days, :term_notice_expires,
        :lead_time, :ended_on, :reference, :framework_name, :framework_lot, :framework_reference, :owner_key,
        :account_code, :states_alert_days, :notes)
    ON CONFLICT (id) DO UPDATE
    SET title = excluded.title, supplier_key = excluded.supplier_key, service = excluded.service,
        site_key = excluded.site_key, cost_centre = excluded.cost_centre, term_kind = excluded.term_kind,
        term_start = excluded.term_start, term_length = excluded.term_length, term_end = excluded.term_end,
        term_renews_for = excluded.term_renews_for, term_period = excluded.term_period,
        term_notice = excluded.term_notice, term_notice_working_days = excluded.term_notice_working_days,
        term_notice_expires = excluded.term_notice_expires, lead_time = excluded.lead_time,
        ended_on = excluded.ended_on, reference = excluded.reference, framework_name = excluded.framework_name,
        framework_lot = excluded.framework_lot, framework_reference = excluded.framework_reference,
        owner_key = excluded.owner_key, account_code = excluded.account_code,
        states_alert_days = excluded.states_alert_days, notes = excluded.notes
    RETURNING record_key)";

constexpr Sql insert_extension = R"(
    INSERT INTO extensions
        (contract_key, position, length, up_to, notice, notice_working_days, exercised_on, exercised_length)
    VALUES
        (:contract_key, :position, :length, :up_to, :notice, :notice_working_days, :exercised_on, :exercised_length))";

constexpr Sql insert_break = R"(
    INSERT INTO breaks (contract_key, position, on_day, notice, notice_working_days)
    VALUES (:contract_key, :position, :on_day, :notice, :notice_working_days))";

constexpr Sql insert_decision = R"(
    INSERT INTO decisions (contract_key, position, kind, takes_effect, outcome, decided_on, leaves_on, note)
    VALUES (:contract_key, :position, :kind, :takes_effect, :outcome, :decided_on, :leaves_on, :note))";

constexpr Sql insert_charge = R"(
    INSERT INTO charges
        (contract_key, position, id, kind, amount, quantity, unit_price, every, from_on, to_on, on_day, vat_basis,
        vat_rate, cost_centre, site_key, description, account_code, notes)
    VALUES
        (:contract_key, :position, :id, :kind, :amount, :quantity, :unit_price, :every, :from_on, :to_on, :on_day,
        :vat_basis, :vat_rate, :cost_centre, :site_key, :description, :account_code, :notes))";

constexpr Sql insert_price_rise = R"(
    INSERT INTO price_rises (contract_key, charge_position, position, on_day, percent, price, rounding)
    VALUES (:contract_key, :charge_position, :position, :on_day, :percent, :price, :rounding))";

// The price rises go with their charge.
constexpr Sql deletions_of_children[] = {
    "DELETE FROM extensions WHERE contract_key = :contract_key",
    "DELETE FROM breaks WHERE contract_key = :contract_key",
    "DELETE FROM decisions WHERE contract_key = :contract_key",
    "DELETE FROM charges WHERE contract_key = :contract_key",
    "DELETE FROM deputies WHERE contract_key = :contract_key",
    "DELETE FROM alert_days WHERE contract_key = :contract_key",
    "DELETE FROM documents WHERE contract_key = :contract_key",
};

// The keys of what a contract refers to.
struct ContractReferences {
    std::optional<std::int64_t> supplier;
    std::optional<std::int64_t> site;
    std::optional<std::int64_t> owner;
    std::vector<std::int64_t> deputies;
    std::vector<std::optional<std::int64_t>> charge_sites; // in the order of the charges
};

Result<ContractReferences> find_references(Connection& connection, const Contract& contract) {
    References references(connection);
    ContractReferences found;
    found.supplier = references.find(RecordKind::suppliers, contract.supplier, "/supplier");
    found.site = references.find(RecordKind::sites, contract.site, "/site");
    found.owner = references.find(RecordKind::people, contract.owner, "/owner");
    for (std::size_t i = 0; i < contract.deputies.size(); ++i) {
        const auto key =
            references.find(RecordKind::people, contract.deputies[i], "/deputies/" + std::to_string(i));
        found.deputies.push_back(key.value_or(0));
    }
    found.charge_sites.reserve(contract.charges.size());
    for (std::size_t i = 0; i < contract.charges.size(); ++i) {
        const std::string& site = contract.charges[i].site;
        found.charge_sites.push_back(
            site.empty()
                ? std::nullopt
                : references.find(RecordKind::sites, site, "/charges/" + std::to_string(i) + "/site"));
    }
    if (!references.are_sound()) return references.error();
    return found;
}

std::int64_t put_row(Connection& connection, const Contract& contract, const ContractReferences& references) {
    const StatementLease upsert = connection.prepare(upsert_contract);
    const Term& term = contract.term;
    upsert->bind(":id", contract.id);
    bind_text(*upsert, ":title", contract.title);
    bind_key(*upsert, ":supplier_key", references.supplier);
    bind_text(*upsert, ":service", contract.service);
    bind_key(*upsert, ":site_key", references.site);
    bind_text(*upsert, ":cost_centre", contract.cost_centre);
    upsert->bind(":term_kind", name_of(term.kind));
    bind_partial_date(*upsert, ":term_start", term.start);
    bind_period(*upsert, ":term_length", term.length);
    bind_partial_date(*upsert, ":term_end", term.end);
    bind_period(*upsert, ":term_renews_for", term.renews_for);
    bind_period(*upsert, ":term_period", term.period);
    bind_notice(*upsert, ":term_notice", ":term_notice_working_days", term.notice);
    bind_choice(*upsert, ":term_notice_expires", term.notice_expires);
    bind_period(*upsert, ":lead_time", contract.lead_time);
    bind_day(*upsert, ":ended_on", contract.ended_on);
    bind_text(*upsert, ":reference", contract.reference);
    if (contract.framework) {
        upsert->bind(":framework_name", contract.framework->name);
        bind_text(*upsert, ":framework_lot", contract.framework->lot);
        bind_text(*upsert, ":framework_reference", contract.framework->reference);
    }
    bind_key(*upsert, ":owner_key", references.owner);
    bind_text(*upsert, ":account_code", contract.account_code);
    bind_flag(*upsert, ":states_alert_days", contract.alert_days.has_value());
    bind_text(*upsert, ":notes", contract.notes);
    return execute_returning_key(*upsert);
}

// A statement to insert the element of a list at `position`.
StatementLease start_insert(Connection& connection, Sql sql, std::int64_t contract_key,
                            std::size_t position) {
    StatementLease insert = connection.prepare(sql);
    insert->bind(":contract_key", contract_key);
    insert->bind(":position", static_cast<std::int64_t>(position));
    return insert;
}

void insert_term_lists(Connection& connection, std::int64_t key, const Term& term) {
    for (std::size_t i = 0; i < term.extensions.size(); ++i) {
        const StatementLease insert = start_insert(connection, insert_extension, key, i);
        bind_period(*insert, ":length", term.extensions[i].length);
        bind_flag(*insert, ":up_to", term.extensions[i].up_to);
        bind_notice(*insert, ":notice", ":notice_working_days", term.extensions[i].notice);
        bind_day(*insert, ":exercised_on", term.extensions[i].exercised_on);
        bind_period(*insert, ":exercised_length", term.extensions[i].exercised_length);
        insert->execute();
    }
    for (std::size_t i = 0; i < term.breaks.size(); ++i) {
        const StatementLease insert = start_insert(connection, insert_break, key, i);
        bind_day(*insert, ":on_day", term.breaks[i].on);
        bind_notice(*insert, ":notice", ":notice_working_days", term.breaks[i].notice);
        insert->execute();
    }
}

void insert_decisions(Connection& connection, std::int64_t key, const std::vector<Decision>& decisions) {
    for (std::size_t i = 0; i < decisions.size(); ++i) {
        const StatementLease insert = start_insert(connection, insert_decision, key, i);
        insert->bind(":kind", name_of(decisions[i].kind));
        bind_day(*insert, ":takes_effect", decisions[i].takes_effect);
        insert->bind(":outcome", name_of(decisions[i].outcome));
        bind_day(*insert, ":decided_on", decisions[i].decided_on);
        bind_day(*insert, ":leaves_on", decisions[i].leaves_on);
        bind_text(*insert, ":note", decisions[i].note);
        insert->execute();
    }
}

void insert_price_rises(Connection& connection, std::int64_t key, std::size_t charge_position,
                        const std::vector<PriceRise>& rises) {
    for (std::size_t i = 0; i < rises.size(); ++i) {
        const StatementLease insert = start_insert(connection, insert_price_rise, key, i);
        insert->bind(":charge_position", static_cast<std::int64_t>(charge_position));
        bind_day(*insert, ":on_day", rises[i].on);
        bind_decimal(*insert, ":percent", rises[i].percent);
        bind_decimal(*insert, ":price", rises[i].price);
        bind_choice(*insert, ":rounding", rises[i].rounding);
        insert->execute();
    }
}

void insert_charges(Connection& connection, std::int64_t key, const std::vector<Charge>& charges,
                    const ContractReferences& references) {
    for (std::size_t i = 0; i < charges.size(); ++i) {
        const Charge& charge = charges[i];
        const StatementLease insert = start_insert(connection, insert_charge, key, i);
        bind_text(*insert, ":id", charge.id);
        insert->bind(":kind", name_of(charge.kind));
        bind_decimal(*insert, ":amount", charge.amount);
        bind_decimal(*insert, ":quantity", charge.quantity);
        bind_decimal(*insert, ":unit_price", charge.unit_price);
        bind_period(*insert, ":every", charge.every);
        bind_day(*insert, ":from_on", charge.from);
        bind_day(*insert, ":to_on", charge.to);
        bind_day(*insert, ":on_day", charge.on);
        if (charge.vat) {
            insert->bind(":vat_basis", name_of(charge.vat->basis));
            bind_decimal(*insert, ":vat_rate", charge.vat->rate);
        }
        bind_text(*insert, ":cost_centre", charge.cost_centre);
        bind_key(*insert, ":site_key", references.charge_sites[i]);
        bind_text(*insert, ":description", charge.description);
        bind_text(*insert, ":account_code", charge.account_code);
        bind_text(*insert, ":notes", charge.notes);
        insert->execute();
        insert_price_rises(connection, key, i, charge.price_rises);
        insert_annotations(connection, "charges", key, static_cast<std::int64_t>(i), charge.silences,
                           charge.releases);
    }
}

void insert_other_lists(Connection& connection, std::int64_t key, const Contract& contract,
                        const ContractReferences& references) {
    for (std::size_t i = 0; i < references.deputies.size(); ++i) {
        const StatementLease insert =
            start_insert(connection,
                         "INSERT INTO deputies (contract_key, position, person_key)\n"
                         "VALUES (:contract_key, :position, :person_key)",
                         key, i);
        insert->bind(":person_key", references.deputies[i]);
        insert->execute();
    }
    for (std::size_t i = 0; contract.alert_days && i < contract.alert_days->size(); ++i) {
        const StatementLease insert = start_insert(connection,
                                                   "INSERT INTO alert_days (contract_key, position, days)\n"
                                                   "VALUES (:contract_key, :position, :days)",
                                                   key, i);
        insert->bind(":days", std::int64_t{(*contract.alert_days)[i]});
        insert->execute();
    }
    for (std::size_t i = 0; i < contract.documents.size(); ++i) {
        const StatementLease insert =
            start_insert(connection,
                         "INSERT INTO documents (contract_key, position, title, url)\n"
                         "VALUES (:contract_key, :position, :title, :url)",
                         key, i);
        bind_text(*insert, ":title", contract.documents[i].title);
        bind_text(*insert, ":url", contract.documents[i].url);
        insert->execute();
    }
}

void delete_children(Connection& connection, std::int64_t key) {
    for (const Sql sql : deletions_of_children) {
        const StatementLease statement = connection.prepare(sql);
        statement->bind(":contract_key", key);
        statement->execute();
    }
    delete_annotations(connection, "contracts", key);
    delete_annotations(connection, "charges", key);
}

} // namespace

Result<PutOutcome> Writer::put_contract(const Contract& contract) {
    const Result<ContractReferences> references = find_references(connection(), contract);
    if (!references) return references.error();
    const std::optional<Contract> stored = reader().find_contract(contract.id);
    if (stored == contract) return PutOutcome::unchanged;
    const std::int64_t key = put_row(connection(), contract, *references);
    if (stored) delete_children(connection(), key);
    insert_term_lists(connection(), key, contract.term);
    insert_decisions(connection(), key, contract.decisions);
    insert_charges(connection(), key, contract.charges, *references);
    insert_other_lists(connection(), key, contract, *references);
    insert_annotations(connection(), "contracts", key, 0, contract.silences, contract.releases);
    renew_search_entry(connection(), RecordKind::contracts, key, stored.has_value());
    return stored ? PutOutcome::changed : PutOutcome::added;
}

} // namespace telestate::storage
