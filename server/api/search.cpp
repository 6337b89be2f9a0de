#include "server/api/search.hpp"

#include "server/api/parameters.hpp"
#include "server/document/json_writer.hpp"
#include "server/document/record_titles.hpp"

namespace telestate::api {

namespace {

constexpr std::int64_t usual_hits = 20;
constexpr std::int64_t most_hits = 100;

} // namespace

http::Response get_search(const http::Request& request, const EstateView& view, Day) {
    Parameters parameters(request);
    // Nothing typed finds nothing; it is no mistake.
    const std::string query = parameters.text_or_empty("q");
    const std::int64_t limit = parameters.integer("limit", 1, most_hits).value_or(usual_hits);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    const storage::SearchResult found = view.reader().search(query, limit);
    std::string out;
    document::JsonWriter json(out);
    json.begin_object();
    json.member("q", query);
    json.key("items");
    json.begin_list();
    for (const storage::SearchHit& hit : found.hits) {
        json.begin_object();
        json.member("kind", name_of(hit.kind));
        json.member("id", hit.id);
        json.member("title", document::title_in_words(hit.kind, hit.id, hit.title));
        json.member("detail", hit.detail);
        json.end_object();
    }
    json.end_list();
    json.member("total", found.total);
    json.end_object();
    return http::json(std::move(out));
}

} // namespace telestate::api
