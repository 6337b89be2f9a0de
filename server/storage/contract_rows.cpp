#include "server/storage/contract_rows.hpp"

#include "server/storage/row_values.hpp"

namespace telestate::storage {

namespace {

// The whole contract begins with the same columns as the computed one.
constexpr Sql select_computed_contracts = R"(
    SELECT record_key, id, title, supplier_key, service, site_key, cost_centre, term_kind, term_start, term_length,
        term_end, term_renews_for, term_period, term_notice, term_notice_working_days, term_notice_expires, lead_time,
        ended_on, reference, owner_key, states_alert_days
    FROM contracts
    WHERE record_key BETWEEN :first AND :last
    ORDER BY record_key)";

constexpr Sql select_whole_contracts = R"(
    SELECT record_key, id, title, supplier_key, service, site_key, cost_centre, term_kind, term_start, term_length,
        term_end, term_renews_for, term_period, term_notice, term_notice_working_days, term_notice_expires, lead_time,
        ended_on, reference, owner_key, states_alert_days, framework_name, framework_lot, framework_reference,
        account_code, notes
    FROM contracts
    WHERE record_key BETWEEN :first AND :last
    ORDER BY record_key)";

constexpr Sql select_computed_charges = R"(
    SELECT contract_key, position, id, kind, amount, quantity, unit_price, every, from_on, to_on, on_day, vat_basis,
        vat_rate, cost_centre, site_key
    FROM charges
    WHERE contract_key BETWEEN :first AND :last
    ORDER BY contract_key, position)";

constexpr Sql select_whole_charges = R"(
    SELECT contract_key, position, id, kind, amount, quantity, unit_price, every, from_on, to_on, on_day, vat_basis,
        vat_rate, cost_centre, site_key, description, account_code, notes
    FROM charges
    WHERE contract_key BETWEEN :first AND :last
    ORDER BY contract_key, position)";

constexpr Sql select_extensions = R"(
    SELECT contract_key, length, up_to, notice, notice_working_days, exercised_on, exercised_length
    FROM extensions
    WHERE contract_key BETWEEN :first AND :last
    ORDER BY contract_key, position)";

constexpr Sql select_breaks = R"(
    SELECT contract_key, on_day, notice, notice_working_days
    FROM breaks
    WHERE contract_key BETWEEN :first AND :last
    ORDER BY contract_key, position)";

constexpr Sql select_decisions = R"(
    SELECT contract_key, kind, takes_effect, outcome, decided_on, leaves_on, note
    FROM decisions
    WHERE contract_key BETWEEN :first AND :last
    ORDER BY contract_key, position)";

constexpr Sql select_price_rises = R"(
    SELECT contract_key, charge_position, on_day, percent, price, rounding
    FROM price_rises
    WHERE contract_key BETWEEN :first AND :last
    ORDER BY contract_key, charge_position, position)";

constexpr Sql select_deputies = R"(
    SELECT contract_key, person_key
    FROM deputies
    WHERE contract_key BETWEEN :first AND :last
    ORDER BY contract_key, position)";

constexpr Sql select_alert_days = R"(
    SELECT contract_key, days
    FROM alert_days
    WHERE contract_key BETWEEN :first AND :last
    ORDER BY contract_key, position)";

constexpr Sql select_documents = R"(
    SELECT contract_key, title, url
    FROM documents
    WHERE contract_key BETWEEN :first AND :last
    ORDER BY contract_key, position)";

// The id behind a key column, or an empty text.
void read_id(Connection& connection, IdTable& ids, RecordKind kind, const Statement& row, int column,
             std::string& id) {
    // Keys start at 1, and NULL reads as 0.
    const std::int64_t key = row.integer(column);
    if (key == 0) {
        id.clear();
    } else {
        id = ids.id_of(connection, kind, key);
    }
}

} // namespace

ContractRows::Alerted::Alerted(Connection& connection)
    : deputies(connection, select_deputies), alert_days(connection, select_alert_days) {}

ContractRows::Rest::Rest(Connection& connection)
    : documents(connection, select_documents), releases(connection, "contracts"),
      charge_releases(connection, "charges") {}

void ContractRows::Rest::seek(KeyRange keys) {
    documents.seek(keys);
    releases.seek(keys);
    charge_releases.seek(keys);
}

ContractRows::ContractRows(Connection& connection, Projection projection)
    : connection_(connection), supplier_ids_(connection.ids(RecordKind::suppliers)),
      site_ids_(connection.ids(RecordKind::sites)), people_ids_(connection.ids(RecordKind::people)),
      contracts_(connection.prepare(projection == Projection::whole ? select_whole_contracts
                                                                    : select_computed_contracts)),
      extensions_(connection, select_extensions), breaks_(connection, select_breaks),
      decisions_(connection, select_decisions),
      charges_(connection, projection == Projection::whole ? select_whole_charges : select_computed_charges),
      price_rises_(connection, select_price_rises), silences_(connection, "contracts"),
      charge_silences_(connection, "charges") {
    if (projection != Projection::computed) alerted_.emplace(connection);
    if (projection == Projection::whole) rest_.emplace(connection);
}

void ContractRows::seek(KeyRange keys) {
    contracts_->reset();
    contracts_->bind(":first", keys.first);
    contracts_->bind(":last", keys.last);
    extensions_.seek(keys);
    breaks_.seek(keys);
    decisions_.seek(keys);
    charges_.seek(keys);
    price_rises_.seek(keys);
    silences_.seek(keys);
    charge_silences_.seek(keys);
    if (alerted_) {
        alerted_->deputies.seek(keys);
        alerted_->alert_days.seek(keys);
    }
    if (rest_) rest_->seek(keys);
}

const Contract* ContractRows::next() {
    if (!contracts_->step()) return nullptr;
    key_ = contracts_->integer(0);
    read_columns();
    read_term_lists();
    read_decisions();
    read_charges();
    silences_.read(key_, 0, contract_.silences);
    if (alerted_) read_alerted();
    if (rest_) read_rest();
    return &contract_;
}

void ContractRows::read_columns() {
    const Statement& row = *contracts_;
    read_text(row, 1, contract_.id);
    read_text(row, 2, contract_.title);
    read_id(connection_, supplier_ids_, RecordKind::suppliers, row, 3, contract_.supplier);
    read_text(row, 4, contract_.service);
    read_id(connection_, site_ids_, RecordKind::sites, row, 5, contract_.site);
    read_text(row, 6, contract_.cost_centre);
    Term& term = contract_.term;
    term.kind = read_required(row, 7, parse_term_kind);
    term.start = read_partial_date(row, 8);
    term.length = read_period(row, 9);
    term.end = read_partial_date(row, 10);
    term.renews_for = read_period(row, 11);
    term.period = read_period(row, 12);
    term.notice = read_notice(row, 13);
    term.notice_expires = read_value(row, 15, parse_notice_expires);
    contract_.lead_time = read_period(row, 16);
    contract_.ended_on = read_day(row, 17);
    read_text(row, 18, contract_.reference);
    read_id(connection_, people_ids_, RecordKind::people, row, 19, contract_.owner);
}

void ContractRows::read_term_lists() {
    read_list(extensions_, key_, contract_.term.extensions, [](const Statement& row, Extension& extension) {
        extension.length = read_required(row, 1, parse_period);
        extension.up_to = read_flag(row, 2);
        extension.notice = read_notice(row, 3);
        extension.exercised_on = read_day(row, 5);
        extension.exercised_length = read_period(row, 6);
    });
    read_list(breaks_, key_, contract_.term.breaks, [](const Statement& row, Break& option) {
        option.on = read_required(row, 1, parse_day);
        option.notice = read_notice(row, 2);
    });
}

void ContractRows::read_decisions() {
    const bool is_whole = rest_.has_value();
    read_list(decisions_, key_, contract_.decisions, [is_whole](const Statement& row, Decision& decision) {
        decision.kind = read_required(row, 1, parse_decision_kind);
        decision.takes_effect = read_required(row, 2, parse_day);
        decision.outcome = read_required(row, 3, parse_outcome);
        decision.decided_on = read_required(row, 4, parse_day);
        decision.leaves_on = read_day(row, 5);
        if (is_whole) read_text(row, 6, decision.note);
    });
}

void ContractRows::read_charges() {
    read_list(charges_, key_, contract_.charges,
              [this](const Statement& row, Charge& charge) { read_charge(row, charge); });
}

void ContractRows::read_charge(const Statement& row, Charge& charge) {
    const std::int64_t position = row.integer(1);
    read_text(row, 2, charge.id);
    charge.kind = read_required(row, 3, parse_charge_kind);
    charge.amount = read_decimal(row, 4);
    charge.quantity = read_decimal(row, 5);
    charge.unit_price = read_decimal(row, 6);
    charge.every = read_period(row, 7);
    charge.from = read_day(row, 8);
    charge.to = read_day(row, 9);
    charge.on = read_day(row, 10);
    const std::optional<VatBasis> basis = read_value(row, 11, parse_vat_basis);
    if (basis) {
        charge.vat = Vat{*basis, read_decimal(row, 12)};
    } else {
        charge.vat.reset();
    }
    read_text(row, 13, charge.cost_centre);
    read_id(connection_, site_ids_, RecordKind::sites, row, 14, charge.site);
    charge.price_rises.clear();
    while (price_rises_.stands_at(key_, position)) {
        const Statement& rise = price_rises_.row();
        charge.price_rises.push_back({read_required(rise, 2, parse_day), read_decimal(rise, 3),
                                      read_decimal(rise, 4), read_value(rise, 5, parse_rounding)});
        price_rises_.advance();
    }
    charge_silences_.read(key_, position, charge.silences);
    if (rest_) {
        read_text(row, 15, charge.description);
        read_text(row, 16, charge.account_code);
        read_text(row, 17, charge.notes);
        rest_->charge_releases.read(key_, position, charge.releases);
    }
}

void ContractRows::read_alerted() {
    read_list(alerted_->deputies, key_, contract_.deputies,
              [&](const Statement& deputy, std::string& person) {
                  read_id(connection_, people_ids_, RecordKind::people, deputy, 1, person);
              });
    if (contracts_->integer(20) != 0) {
        read_list(alerted_->alert_days, key_, contract_.alert_days.emplace(),
                  [](const Statement& offset, int& days) { days = static_cast<int>(offset.integer(1)); });
    } else {
        contract_.alert_days.reset();
    }
}

void ContractRows::read_rest() {
    const Statement& row = *contracts_;
    if (row.is_null(21)) {
        contract_.framework.reset();
    } else {
        Framework& framework = contract_.framework.emplace();
        read_text(row, 21, framework.name);
        read_text(row, 22, framework.lot);
        read_text(row, 23, framework.reference);
    }
    read_text(row, 24, contract_.account_code);
    read_list(rest_->documents, key_, contract_.documents, [](const Statement& document, Document& read) {
        read_text(document, 1, read.title);
        read_text(document, 2, read.url);
    });
    read_text(row, 25, contract_.notes);
    rest_->releases.read(key_, 0, contract_.releases);
}

} // namespace telestate::storage
