#include "server/storage/annotation_store.hpp"
#include "server/storage/row_values.hpp"
#include "server/storage/writer.hpp"

namespace telestate::storage {

namespace {

constexpr std::string_view kind = "organisation";
constexpr std::int64_t only_key = 1;

constexpr Sql select_organisation = R"(
    SELECT name, address, time_zone, bank_holidays, financial_year_start, currency, public_body, notes,
        states_alert_days
    FROM organisation)";

constexpr Sql select_recipients = R"(
    SELECT address
    FROM alert_recipients
    ORDER BY position)";

constexpr Sql select_alert_days = R"(
    SELECT days
    FROM organisation_alert_days
    ORDER BY position)";

constexpr Sql replace_organisation = R"(
    INSERT INTO organisation (record_key, name, address, time_zone, bank_holidays, financial_year_start, currency,
        public_body, notes, states_alert_days)
    VALUES (1, :name, :address, :time_zone, :bank_holidays, :financial_year_start, :currency, :public_body, :notes,
        :states_alert_days)
    ON CONFLICT (record_key) DO UPDATE
    SET name = excluded.name, address = excluded.address, time_zone = excluded.time_zone,
        bank_holidays = excluded.bank_holidays, financial_year_start = excluded.financial_year_start,
        currency = excluded.currency, public_body = excluded.public_body, notes = excluded.notes,
        states_alert_days = excluded.states_alert_days)";

} // namespace

std::optional<Organisation> Reader::find_organisation() const {
    const StatementLease row = connection().prepare(select_organisation);
    if (!row->step()) return std::nullopt;
    Organisation organisation;
    read_text(*row, 0, organisation.name);
    read_text(*row, 1, organisation.address);
    read_text(*row, 2, organisation.time_zone);
    organisation.bank_holidays = read_required(*row, 3, parse_division);
    organisation.financial_year_start = read_required(*row, 4, parse_financial_year_start);
    read_text(*row, 5, organisation.currency);
    organisation.public_body = read_flag(*row, 6);
    read_text(*row, 7, organisation.notes);
    const StatementLease recipients = connection().prepare(select_recipients);
    while (recipients->step()) {
        organisation.alert_recipients.emplace_back(recipients->text(0));
    }
    if (row->integer(8) != 0) {
        organisation.alert_days.emplace();
        const StatementLease days = connection().prepare(select_alert_days);
        while (days->step())
            organisation.alert_days->push_back(static_cast<int>(days->integer(0)));
    }
    SilenceRows silences(connection(), kind);
    silences.seek(only(only_key));
    silences.read(only_key, 0, organisation.silences);
    ReleaseRows releases(connection(), kind);
    releases.seek(only(only_key));
    releases.read(only_key, 0, organisation.releases);
    return organisation;
}

Result<PutOutcome> Writer::put_organisation(const Organisation& organisation) {
    const std::optional<Organisation> stored = reader().find_organisation();
    if (stored == organisation) return PutOutcome::unchanged;
    const StatementLease replace = connection().prepare(replace_organisation);
    bind_text(*replace, ":name", organisation.name);
    bind_text(*replace, ":address", organisation.address);
    replace->bind(":time_zone", organisation.time_zone);
    replace->bind(":bank_holidays", name_of(organisation.bank_holidays));
    replace->bind(":financial_year_start", format_financial_year_start(organisation.financial_year_start));
    replace->bind(":currency", organisation.currency);
    bind_flag(*replace, ":public_body", organisation.public_body);
    bind_text(*replace, ":notes", organisation.notes);
    bind_flag(*replace, ":states_alert_days", organisation.alert_days.has_value());
    replace->execute();

    connection().prepare("DELETE FROM alert_recipients")->execute();
    for (std::size_t i = 0; i < organisation.alert_recipients.size(); ++i) {
        const StatementLease insert = connection().prepare(
            "INSERT INTO alert_recipients (position, address) VALUES (:position, :address)");
        insert->bind(":position", static_cast<std::int64_t>(i));
        insert->bind(":address", organisation.alert_recipients[i]);
        insert->execute();
    }
    connection().prepare("DELETE FROM organisation_alert_days")->execute();
    for (std::size_t i = 0; organisation.alert_days && i < organisation.alert_days->size(); ++i) {
        const StatementLease insert = connection().prepare(
            "INSERT INTO organisation_alert_days (position, days) VALUES (:position, :days)");
        insert->bind(":position", static_cast<std::int64_t>(i));
        insert->bind(":days", std::int64_t{(*organisation.alert_days)[i]});
        insert->execute();
    }
    delete_annotations(connection(), kind, only_key);
    insert_annotations(connection(), kind, only_key, 0, organisation.silences, organisation.releases);
    return stored ? PutOutcome::changed : PutOutcome::added;
}

Result<void> Writer::delete_organisation() {
    if (!reader().find_organisation()) {
        return Error{ErrorCode::not_found, "No organisation is recorded.", {}};
    }
    connection().prepare("DELETE FROM organisation")->execute();
    connection().prepare("DELETE FROM alert_recipients")->execute();
    connection().prepare("DELETE FROM organisation_alert_days")->execute();
    delete_annotations(connection(), kind, only_key);
    return {};
}

} // namespace telestate::storage
