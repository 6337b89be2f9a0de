#include "server/storage/annotation_store.hpp"

#include "server/storage/row_values.hpp"

namespace telestate::storage {

namespace {

constexpr Sql select_silences = R"(
    SELECT record_key, part, field, silence
    FROM silences
    WHERE kind = :kind AND record_key BETWEEN :first AND :last
    ORDER BY record_key, part, position)";

constexpr Sql select_releases = R"(
    SELECT record_key, part, position, field, neither_confirm_nor_deny, reason
    FROM releases
    WHERE kind = :kind AND record_key BETWEEN :first AND :last
    ORDER BY record_key, part, position)";

constexpr Sql select_exemptions = R"(
    SELECT record_key, part, release_position, exemption
    FROM exemptions
    WHERE kind = :kind AND record_key BETWEEN :first AND :last
    ORDER BY record_key, part, release_position, position)";

constexpr Sql insert_silence = R"(
    INSERT INTO silences (kind, record_key, part, position, field, silence)
    VALUES (:kind, :record_key, :part, :position, :field, :silence))";

constexpr Sql insert_release = R"(
    INSERT INTO releases (kind, record_key, part, position, field, neither_confirm_nor_deny, reason)
    VALUES (:kind, :record_key, :part, :position, :field, :neither_confirm_nor_deny, :reason))";

constexpr Sql insert_exemption = R"(
    INSERT INTO exemptions (kind, record_key, part, release_position, position, exemption)
    VALUES (:kind, :record_key, :part, :release_position, :position, :exemption))";

} // namespace

SilenceRows::SilenceRows(Connection& connection, std::string_view kind) : rows_(connection, select_silences) {
    rows_.row().bind(":kind", kind);
}

void SilenceRows::read(std::int64_t owner, std::int64_t part, std::vector<FieldSilence>& silences) {
    std::size_t count = 0;
    while (rows_.stands_at(owner, part)) {
        if (count == silences.size()) silences.emplace_back();
        read_text(rows_.row(), 2, silences[count].field);
        silences[count].silence = read_required(rows_.row(), 3, parse_silence);
        ++count;
        rows_.advance();
    }
    silences.resize(count);
}

ReleaseRows::ReleaseRows(Connection& connection, std::string_view kind)
    : rows_(connection, select_releases), exemptions_(connection, select_exemptions) {
    rows_.row().bind(":kind", kind);
    exemptions_.row().bind(":kind", kind);
}

void ReleaseRows::seek(KeyRange owners) {
    rows_.seek(owners);
    exemptions_.seek(owners);
}

void ReleaseRows::read(std::int64_t owner, std::int64_t part, std::vector<Release>& releases) {
    releases.clear();
    while (rows_.stands_at(owner, part)) {
        const std::int64_t position = rows_.row().integer(2);
        Release& release = releases.emplace_back();
        read_text(rows_.row(), 3, release.field);
        release.neither_confirm_nor_deny = rows_.row().integer(4) != 0;
        read_text(rows_.row(), 5, release.reason);
        while (exemptions_.stands_at(owner, part) && exemptions_.row().integer(2) == position) {
            release.withhold.emplace_back(exemptions_.row().text(3));
            exemptions_.advance();
        }
        rows_.advance();
    }
}

void insert_annotations(Connection& connection, std::string_view kind, std::int64_t owner, std::int64_t part,
                        const std::vector<FieldSilence>& silences, const std::vector<Release>& releases) {
    for (std::size_t i = 0; i < silences.size(); ++i) {
        const StatementLease insert = connection.prepare(insert_silence);
        insert->bind(":kind", kind);
        insert->bind(":record_key", owner);
        insert->bind(":part", part);
        insert->bind(":position", static_cast<std::int64_t>(i));
        insert->bind(":field", silences[i].field);
        insert->bind(":silence", name_of(silences[i].silence));
        insert->execute();
    }
    for (std::size_t i = 0; i < releases.size(); ++i) {
        const StatementLease insert = connection.prepare(insert_release);
        insert->bind(":kind", kind);
        insert->bind(":record_key", owner);
        insert->bind(":part", part);
        insert->bind(":position", static_cast<std::int64_t>(i));
        insert->bind(":field", releases[i].field);
        bind_flag(*insert, ":neither_confirm_nor_deny", releases[i].neither_confirm_nor_deny);
        bind_text(*insert, ":reason", releases[i].reason);
        insert->execute();
        for (std::size_t j = 0; j < releases[i].withhold.size(); ++j) {
            const StatementLease exemption = connection.prepare(insert_exemption);
            exemption->bind(":kind", kind);
            exemption->bind(":record_key", owner);
            exemption->bind(":part", part);
            exemption->bind(":release_position", static_cast<std::int64_t>(i));
            exemption->bind(":position", static_cast<std::int64_t>(j));
            exemption->bind(":exemption", releases[i].withhold[j]);
            exemption->execute();
        }
    }
}

void delete_annotations(Connection& connection, std::string_view kind, std::int64_t owner) {
    const StatementLease silences =
        connection.prepare("DELETE FROM silences WHERE kind = :kind AND record_key = :record_key");
    silences->bind(":kind", kind);
    silences->bind(":record_key", owner);
    silences->execute();
    // The exemptions go with their release.
    const StatementLease releases =
        connection.prepare("DELETE FROM releases WHERE kind = :kind AND record_key = :record_key");
    releases->bind(":kind", kind);
    releases->bind(":record_key", owner);
    releases->execute();
}

} // namespace telestate::storage
