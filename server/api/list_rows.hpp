#pragma once

// Which rows of a list are asked for, in which order, and what they could be narrowed by next.

#include "server/api/list_fields.hpp"
#include "server/api/list_query.hpp"
#include "server/document/csv_writer.hpp"
#include "server/document/json_writer.hpp"
#include "server/document/text_folding.hpp"

#include <algorithm>
#include <functional>

namespace telestate::api {

struct ListedRow {
    std::string id;
    std::size_t place = 0; // among the rows kept, in the order they came
    bool is_absent = true; // nothing is recorded of what the list is sorted by
    std::int64_t number = 0;
    std::string text; // its sort key
};

// The values a filter could take next, and how many rows each would leave.
class Facet {
  public:
    explicit Facet(std::string_view name, bool is_code) : name_(name), is_code_(is_code) {}

    std::string_view name() const { return name_; }
    void count(const FieldValue& value);
    // The most frequent first; of as many, by label.
    void append(document::JsonWriter& json) const;

  private:
    struct Entry {
        std::string label;
        std::int64_t count = 0;
    };
    void count(const std::string& key, const std::string& label);

    std::string_view name_;
    bool is_code_;
    storage::IdMap<Entry> entries_;
};

// Whether a field's value is, or holds, the one a filter asks for.
bool has_key(const FieldValue& value, std::string_view wanted);

// What somebody searches for, ready to be held against rows.
class RowSearch {
  public:
    explicit RowSearch(const std::optional<std::string>& q);

    bool is_empty() const { return words_.empty(); }
    // Starts the next row.
    void clear() { text_.clear(), digits_.clear(), is_in_block_ = false; }
    void add(const FieldValue& value);
    // Of a block of telephone numbers, in E.164.
    void add_block(const std::string& first, const std::string& last);
    void add_number(const std::string& number);
    bool matches() const;

  private:
    std::vector<document::SearchWord> words_;
    std::optional<PhoneNumber> number_; // the whole of it read as a telephone number
    std::string text_;
    std::string digits_;
    bool is_in_block_ = false;
};

// Takes the rows of a list one by one and keeps those asked for.
template <typename Row>
class RowSieve {
  public:
    RowSieve(const ListQuery& query, const ListContext& context)
        : query_(query), context_(context), search_(query.q) {
        for (const Field<Row>& field : fields_of<Row>()) {
            if (field.name == query.sort) sort_field_ = &field;
            if (!field.is_filter) continue;
            const bool is_code = !field.words.empty() || field.name == "class" || field.name == "service" ||
                                 field.name == "kind" || field.name == "measure" || field.name == "role";
            Filter& filter = filters_.emplace_back(Filter{&field, Facet(field.name, is_code), nullptr});
            for (const auto& [name, value] : query.filters) {
                if (name == field.name) filter.wanted = &value;
            }
        }
    }

    // Whether the row is kept. A row that only one filter leaves out is counted among what that filter could
    // be.
    bool add(const Row& row, std::string_view id) {
        if (!search_.is_empty() && !is_found(row)) return false;
        values_.clear();
        const Filter* refusing = nullptr;
        for (const Filter& filter : filters_) {
            const auto read =
                filter.field->read_filter != nullptr ? filter.field->read_filter : filter.field->read;
            values_.push_back(read(row, context_));
            if (filter.wanted == nullptr || has_key(values_.back(), *filter.wanted)) continue;
            if (refusing != nullptr) return false;
            refusing = &filter;
        }
        for (std::size_t i = 0; i < filters_.size(); ++i) {
            if (refusing == nullptr || refusing == &filters_[i]) filters_[i].facet.count(values_[i]);
        }
        if (refusing != nullptr) return false;
        keep(row, id);
        return true;
    }

    // Those without a value come last either way; of the same value, as they came.
    void sort() {
        if (sort_field_ == nullptr) return;
        std::stable_sort(rows_.begin(), rows_.end(), [&](const ListedRow& a, const ListedRow& b) {
            if (a.is_absent || b.is_absent) return !a.is_absent && b.is_absent;
            const ListedRow& first = query_.is_descending ? b : a;
            const ListedRow& second = query_.is_descending ? a : b;
            if (first.number != second.number) return first.number < second.number;
            return first.text < second.text;
        });
    }

    const std::vector<ListedRow>& rows() const { return rows_; }

    void append_facets(document::JsonWriter& json) const {
        for (const Filter& filter : filters_) {
            json.key(filter.facet.name());
            filter.facet.append(json);
        }
    }

  private:
    struct Filter {
        const Field<Row>* field;
        Facet facet;
        const std::string* wanted; // nothing for one not given
    };

    bool is_found(const Row& row) {
        search_.clear();
        for (const Field<Row>& field : fields_of<Row>()) {
            if (!field.is_searched) continue;
            search_.add(field.read(row, context_));
            if (field.read_filter != nullptr) search_.add(field.read_filter(row, context_));
        }
        if constexpr (requires { row.first; }) search_.add_block(row.first, row.last);
        if constexpr (requires { row.number; }) search_.add_number(row.number);
        return search_.matches();
    }

    void keep(const Row& row, std::string_view id) {
        ListedRow& kept = rows_.emplace_back();
        kept.id = id;
        kept.place = rows_.size() - 1;
        if (sort_field_ == nullptr) return;
        const FieldValue value = sort_field_->read(row, context_);
        kept.is_absent = value.text.empty() && !value.number;
        if (value.number) {
            kept.number = *value.number;
        } else {
            kept.text = document::sort_key_of(value.text);
        }
    }

    const ListQuery& query_;
    const ListContext& context_;
    RowSearch search_;
    const Field<Row>* sort_field_ = nullptr;
    std::vector<Filter> filters_;
    std::vector<FieldValue> values_; // of the filters, for one row at a time
    std::vector<ListedRow> rows_;
};

} // namespace telestate::api
