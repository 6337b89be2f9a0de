#include "server/storage/calendar_feed_store.hpp"

#include "server/storage/connection.hpp"
#include "server/storage/reader.hpp"
#include "server/storage/row_values.hpp"

#include <sodium.h>

#include <array>
#include <stdexcept>

namespace telestate::storage {

namespace {

constexpr Sql select_feeds = R"(
    SELECT feed, owner, secret, created_at, renewed_at
    FROM calendar_feeds
    ORDER BY feed)";

constexpr Sql select_feed_of_secret = R"(
    SELECT feed, owner, secret, created_at, renewed_at
    FROM calendar_feeds
    WHERE secret = :secret)";

constexpr Sql insert_feed = R"(
    INSERT INTO calendar_feeds (owner, secret, created_at)
    VALUES (:owner, :secret, :created_at)
    ON CONFLICT (coalesce(owner, '')) DO NOTHING
    RETURNING feed, owner, secret, created_at, renewed_at)";

constexpr Sql renew_feed = R"(
    UPDATE calendar_feeds
    SET secret = :secret, renewed_at = :renewed_at
    WHERE feed = :feed
    RETURNING feed, owner, secret, created_at, renewed_at)";

constexpr Sql delete_feed = R"(
    DELETE FROM calendar_feeds
    WHERE feed = :feed
    RETURNING feed)";

CalendarFeed read_feed(const Statement& row) {
    CalendarFeed feed;
    feed.feed = row.integer(0);
    if (!row.is_null(1)) feed.owner.emplace(row.text(1));
    read_text(row, 2, feed.secret);
    read_text(row, 3, feed.created_at);
    if (!row.is_null(4)) feed.renewed_at.emplace(row.text(4));
    return feed;
}

// The only row that a change gives. It is carried out when all its rows have been taken.
std::optional<CalendarFeed> take_changed(Statement& change) {
    std::optional<CalendarFeed> changed;
    while (change.step())
        changed = read_feed(change);
    return changed;
}

std::string new_secret() {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::array<unsigned char, 32> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    std::array<char, sodium_base64_ENCODED_LEN(bytes.size(), variant)> text{};
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
    return text.data();
}

Error no_such_feed() { return {ErrorCode::not_found, "there is no such calendar feed", {}}; }

} // namespace

std::vector<CalendarFeed> Reader::list_calendar_feeds() const {
    std::vector<CalendarFeed> feeds;
    const StatementLease rows = connection().prepare(select_feeds);
    while (rows->step())
        feeds.push_back(read_feed(*rows));
    return feeds;
}

std::optional<CalendarFeed> Reader::find_calendar_feed(std::string_view secret) const {
    const StatementLease row = connection().prepare(select_feed_of_secret);
    row->bind(":secret", secret);
    if (!row->step()) return std::nullopt;
    return read_feed(*row);
}

Result<CalendarFeed> insert_calendar_feed(LedgerTransaction& ledger, const std::optional<std::string>& owner,
                                          std::string_view now) {
    const StatementLease insert = ledger.connection().prepare(insert_feed);
    bind_text(*insert, ":owner", owner.value_or(std::string()));
    insert->bind(":secret", new_secret());
    insert->bind(":created_at", now);
    if (auto feed = take_changed(*insert)) return *std::move(feed);
    return Error{ErrorCode::conflict,
                 owner ? "there is a calendar feed for this person already"
                       : "there is a calendar feed of everything already",
                 {}};
}

Result<CalendarFeed> renew_calendar_feed(LedgerTransaction& ledger, std::int64_t feed, std::string_view now) {
    const StatementLease renew = ledger.connection().prepare(renew_feed);
    renew->bind(":feed", feed);
    renew->bind(":secret", new_secret());
    renew->bind(":renewed_at", now);
    if (auto renewed = take_changed(*renew)) return *std::move(renewed);
    return no_such_feed();
}

Result<void> delete_calendar_feed(LedgerTransaction& ledger, std::int64_t feed) {
    const StatementLease remove = ledger.connection().prepare(delete_feed);
    remove->bind(":feed", feed);
    bool is_deleted = false;
    while (remove->step())
        is_deleted = true;
    if (!is_deleted) return no_such_feed();
    return {};
}

} // namespace telestate::storage
