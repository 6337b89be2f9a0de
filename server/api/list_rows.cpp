#include "server/api/list_rows.hpp"

namespace telestate::api {

namespace {

constexpr std::size_t most_values = 200; // of one facet

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string label_of_code(std::string_view filter, const std::string& code) {
    if (filter == "class") {
        if (const auto number_class = parse_number_class(code))
            return std::string(describe_number_class(*number_class));
    }
    return describe_code(code);
}

const std::string& key_of(const FieldValue& value) { return value.key.empty() ? value.text : value.key; }

} // namespace

bool has_key(const FieldValue& value, std::string_view wanted) {
    if (value.keys) return std::ranges::find(*value.keys, wanted) != value.keys->end();
    return key_of(value) == wanted;
}

void Facet::count(const FieldValue& value) {
    if (!value.keys) return count(key_of(value), value.text);
    for (const std::string& key : *value.keys)
        count(key, key);
}

void Facet::count(const std::string& key, const std::string& label) {
    if (key.empty()) return;
    const auto [entry, is_new] = entries_.try_emplace(key);
    if (is_new) entry->second.label = is_code_ ? label_of_code(name_, key) : label;
    ++entry->second.count;
}

void Facet::append(document::JsonWriter& json) const {
    struct Ordered {
        std::string label_key;
        const std::string* key;
        const Entry* entry;
    };
    std::vector<Ordered> ordered;
    for (const auto& [key, entry] : entries_)
        ordered.push_back({document::sort_key_of(entry.label), &key, &entry});
    std::ranges::sort(ordered, [](const Ordered& a, const Ordered& b) {
        if (a.entry->count != b.entry->count) return a.entry->count > b.entry->count;
        if (a.label_key != b.label_key) return a.label_key < b.label_key;
        return *a.key < *b.key;
    });
    if (ordered.size() > most_values) ordered.resize(most_values);
    json.begin_list();
    for (const Ordered& value : ordered) {
        json.begin_object();
        json.member("value", *value.key);
        json.member("label", value.entry->label);
        json.member("count", value.entry->count);
        json.end_object();
    }
    json.end_list();
}

RowSearch::RowSearch(const std::optional<std::string>& q) {
    if (!q) return;
    words_ = document::search_words_of(*q);
    const auto number = parse_number(*q);
    if (number) number_ = number->number;
}

void RowSearch::add(const FieldValue& value) {
    if (value.text.empty()) return;
    text_ += document::fold_text(value.text);
    // Ids are searched as well as the names they stand for. No word holds a line feed.
    text_ += '\n';
    text_ += value.key;
    text_ += '\n';
}

void RowSearch::add_number(const std::string& number) {
    if (number.empty()) return;
    const auto parsed = parse_number(number);
    if (!parsed) return;
    for (const std::string& form : {format_national(parsed->number), parsed->number.e164_or_short}) {
        for (const char c : form) {
            if (is_digit(c)) digits_ += c;
        }
        digits_ += '\n';
    }
}

void RowSearch::add_block(const std::string& first, const std::string& last) {
    add_number(first);
    add_number(last);
    if (!number_ || first.empty() || last.empty()) return;
    const auto from = parse_number(first);
    const auto to = parse_number(last);
    is_in_block_ = from && to && value_of(from->number) <= value_of(*number_) &&
                   value_of(*number_) <= value_of(to->number);
}

bool RowSearch::matches() const {
    if (is_in_block_) return true;
    return std::ranges::all_of(words_, [&](const document::SearchWord& word) {
        return text_.find(word.text) != std::string::npos ||
               (!word.digits.empty() && digits_.find(word.digits) != std::string::npos);
    });
}

} // namespace telestate::api
