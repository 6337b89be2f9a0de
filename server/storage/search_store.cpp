#include "server/storage/connection.hpp"
#include "server/storage/reader.hpp"
#include "server/storage/row_values.hpp"
#include "server/storage/search_terms.hpp"

#include <algorithm>
#include <unordered_map>

namespace telestate::storage {

namespace {

// A word in the title weighs eight times one elsewhere.
constexpr Sql select_by_words = R"(
    SELECT rowid, bm25(search_words, 8.0, 1.0, 0.0)
    FROM search_words
    WHERE search_words MATCH :words)";

constexpr Sql select_by_digits = R"(
    SELECT found.entry_key, ' ' || found.digits || ' ' LIKE '% ' || replace(:digits, '"', '') || ' %'
    FROM search_digits
    JOIN search_entries AS found ON found.entry_key = search_digits.rowid
    WHERE search_digits MATCH :digits
        AND (:words IS NULL OR search_digits.rowid IN (
            SELECT rowid FROM search_words WHERE search_words MATCH :words)))";

// Numbers of equal length are in the order of their texts.
constexpr Sql select_blocks = R"(
    SELECT found.entry_key
    FROM numbers
    JOIN search_entries AS found ON found.kind = 'numbers' AND found.record_key = numbers.record_key
    WHERE length(numbers.first) = length(:number) AND length(numbers.last) = length(:number)
        AND numbers.first <= :number AND numbers.last >= :number
        AND (:words IS NULL OR found.entry_key IN (
            SELECT rowid FROM search_words WHERE search_words MATCH :words)))";

constexpr Sql select_exact = R"(
    SELECT entry_key
    FROM search_entries
    WHERE id = lower(:text)
    UNION
    SELECT found.entry_key
    FROM search_words
    JOIN search_entries AS found ON found.entry_key = search_words.rowid
    WHERE search_words MATCH :whole_title AND found.title = :text COLLATE NOCASE)";

constexpr Sql select_suppliers_by_words = R"(
    SELECT rowid
    FROM search_words
    WHERE search_words MATCH :words || ' AND kind : "suppliers"')";

constexpr Sql select_suppliers_by_digits = R"(
    SELECT found.entry_key
    FROM search_digits
    JOIN search_entries AS found ON found.entry_key = search_digits.rowid
    WHERE search_digits MATCH :digits AND found.kind = 'suppliers')";

// :suppliers is a JSON list of entries.
constexpr Sql select_contracts_of = R"(
    SELECT found.entry_key
    FROM json_each(:suppliers) AS supplier
    CROSS JOIN search_entries AS named ON named.entry_key = supplier.value
    CROSS JOIN contracts ON contracts.supplier_key = named.record_key
    JOIN search_entries AS found ON found.kind = 'contracts' AND found.record_key = contracts.record_key)";

// :entries is a JSON list. The names of other records are read here, where few are shown.
constexpr Sql select_hits = R"(
    SELECT found.kind, found.id, found.title, CASE found.kind
        WHEN 'sites' THEN (
            SELECT coalesce(address || ', ' || postcode, address, postcode)
            FROM sites WHERE sites.record_key = found.record_key)
        WHEN 'people' THEN (SELECT job_title FROM people WHERE people.record_key = found.record_key)
        WHEN 'responsibilities' THEN (
            SELECT coalesce(people.name, people.job_title, people.id)
            FROM responsibilities
            JOIN people ON people.record_key = responsibilities.person_key
            WHERE responsibilities.record_key = found.record_key)
        WHEN 'suppliers' THEN (
            SELECT group_concat(name, ', ')
            FROM (
                SELECT name FROM also_known_as WHERE supplier_key = found.record_key ORDER BY position))
        WHEN 'contracts' THEN (
            SELECT coalesce(suppliers.name, suppliers.id)
            FROM contracts
            JOIN suppliers ON suppliers.record_key = contracts.supplier_key
            WHERE contracts.record_key = found.record_key)
        WHEN 'platforms' THEN (
            SELECT coalesce(suppliers.name, suppliers.id)
            FROM platforms
            JOIN suppliers ON suppliers.record_key = platforms.maker_key
            WHERE platforms.record_key = found.record_key)
        WHEN 'lines' THEN (
            SELECT coalesce(sites.name, sites.id)
            FROM lines
            JOIN sites ON sites.record_key = lines.site_key
            WHERE lines.record_key = found.record_key)
        WHEN 'licences' THEN (
            SELECT coalesce(platforms.product, platforms.kind, platforms.id)
            FROM licences
            JOIN platforms ON platforms.record_key = licences.platform_key
            WHERE licences.record_key = found.record_key)
        WHEN 'numbers' THEN (SELECT destination FROM numbers WHERE numbers.record_key = found.record_key)
        WHEN 'usage' THEN (
            SELECT coalesce(platforms.product, platforms.kind, platforms.id)
            FROM usage
            JOIN platforms ON platforms.record_key = usage.platform_key
            WHERE usage.record_key = found.record_key)
    END
    FROM json_each(:entries) AS wanted
    CROSS JOIN search_entries AS found ON found.entry_key = wanted.value
    ORDER BY wanted.key)";

// Ranks that bm25, which is about -10 for what fits well, does not reach.
constexpr double exact_rank = -1'000'000;
constexpr double exact_number_rank = -1'000;
constexpr double number_rank = -1;
constexpr double of_supplier_rank = 1'000'000;

using Ranks = std::unordered_map<std::int64_t, double>; // of entries; the least is the best

void rank(Ranks& ranks, std::int64_t entry, double rank) {
    const auto [found, is_new] = ranks.emplace(entry, rank);
    if (!is_new) found->second = std::min(found->second, rank);
}

std::string as_json_list(const std::vector<std::int64_t>& numbers) {
    std::string list = "[";
    for (const std::int64_t number : numbers) {
        if (list.size() > 1) list += ',';
        list += std::to_string(number);
    }
    return list + ']';
}

void find_by_words(Connection& connection, const SearchTerms& terms, Ranks& ranks) {
    const StatementLease rows = connection.prepare(select_by_words);
    rows->bind(":words", terms.all_words);
    while (rows->step()) {
        rank(ranks, rows->integer(0), rows->real(1));
    }
}

void find_by_digits(Connection& connection, const SearchTerms& terms, Ranks& ranks) {
    const StatementLease rows = connection.prepare(select_by_digits);
    rows->bind(":digits", terms.digits);
    bind_text(*rows, ":words", terms.other_words);
    while (rows->step()) {
        rank(ranks, rows->integer(0), rows->integer(1) != 0 ? exact_number_rank : number_rank);
    }
    if (!terms.number) return;
    const StatementLease blocks = connection.prepare(select_blocks);
    blocks->bind(":number", *terms.number);
    bind_text(*blocks, ":words", terms.other_words);
    while (blocks->step()) {
        rank(ranks, blocks->integer(0), exact_number_rank + 1);
    }
}

void find_contracts_of_suppliers(Connection& connection, const SearchTerms& terms, Ranks& ranks) {
    std::vector<std::int64_t> suppliers;
    const StatementLease by_words = connection.prepare(select_suppliers_by_words);
    by_words->bind(":words", terms.all_words);
    while (by_words->step()) {
        suppliers.push_back(by_words->integer(0));
    }
    if (!terms.digits.empty() && terms.other_words.empty()) {
        const StatementLease by_digits = connection.prepare(select_suppliers_by_digits);
        by_digits->bind(":digits", terms.digits);
        while (by_digits->step()) {
            suppliers.push_back(by_digits->integer(0));
        }
    }
    if (suppliers.empty()) return;
    const StatementLease contracts = connection.prepare(select_contracts_of);
    contracts->bind(":suppliers", as_json_list(suppliers));
    while (contracts->step()) {
        rank(ranks, contracts->integer(0), of_supplier_rank);
    }
}

void put_exact_first(Connection& connection, const SearchTerms& terms, Ranks& ranks) {
    const StatementLease rows = connection.prepare(select_exact);
    rows->bind(":text", terms.text);
    rows->bind(":whole_title", terms.whole_title);
    while (rows->step()) {
        rank(ranks, rows->integer(0), exact_rank);
    }
}

std::vector<std::int64_t> best_of(const Ranks& ranks, std::int64_t limit) {
    std::vector<std::pair<double, std::int64_t>> ordered;
    ordered.reserve(ranks.size());
    for (const auto& [entry, rank] : ranks)
        ordered.emplace_back(rank, entry);
    const std::size_t count =
        limit < 0 ? ordered.size() : std::min(ordered.size(), static_cast<std::size_t>(limit));
    std::ranges::partial_sort(ordered, ordered.begin() + static_cast<std::ptrdiff_t>(count));
    std::vector<std::int64_t> best;
    for (std::size_t i = 0; i < count; ++i)
        best.push_back(ordered[i].second);
    return best;
}

} // namespace

SearchResult Reader::search(std::string_view query, std::int64_t limit) const {
    SearchResult result;
    const SearchTerms terms = parse_search(query);
    if (terms.all_words.empty()) return result;
    Ranks ranks;
    find_by_words(connection(), terms, ranks);
    if (!terms.digits.empty()) find_by_digits(connection(), terms, ranks);
    find_contracts_of_suppliers(connection(), terms, ranks);
    put_exact_first(connection(), terms, ranks);
    result.total = static_cast<std::int64_t>(ranks.size());
    const StatementLease rows = connection().prepare(select_hits);
    rows->bind(":entries", as_json_list(best_of(ranks, limit)));
    while (rows->step()) {
        result.hits.push_back({read_required(*rows, 0, parse_record_kind), std::string(rows->text(1)),
                               std::string(rows->text(2)), std::string(rows->text(3))});
    }
    return result;
}

} // namespace telestate::storage
