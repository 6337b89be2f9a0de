#include "server/document/without_money.hpp"

#include "server/document/json_writer.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <stdexcept>

namespace telestate::document {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A decimal with two or more places, as every amount in the product's JSON is.
bool is_amount(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    std::size_t whole = 0;
    while (whole < text.size() && is_digit(text[whole]))
        ++whole;
    if (whole == 0 || whole == text.size() || text[whole] != '.') return false;
    text.remove_prefix(whole + 1);
    if (text.size() < 2) return false;
    for (const char c : text) {
        if (!is_digit(c)) return false;
    }
    return true;
}

// What follows a pound sign as far as it is a number: "14,400.50", "1.2".
std::size_t amount_length(std::string_view text) {
    std::size_t length = 0;
    while (length < text.size() &&
           (is_digit(text[length]) || ((text[length] == ',' || text[length] == '.') &&
                                       length + 1 < text.size() && is_digit(text[length + 1]))))
        ++length;
    return length;
}

std::string hiding_pounds(std::string_view text) {
    constexpr std::string_view pound = "£";
    std::string out;
    for (std::size_t at = text.find(pound); at != std::string_view::npos; at = text.find(pound)) {
        out += text.substr(0, at + pound.size());
        text.remove_prefix(at + pound.size());
        const std::size_t blank = std::min(text.find_first_not_of(' '), text.size());
        if (const std::size_t length = amount_length(text.substr(blank)); length > 0) {
            out += "…";
            text.remove_prefix(blank + length);
        }
    }
    out += text;
    return out;
}

// Writes what is read, as it is read: no tree in between.
class Copier : public nlohmann::json_sax<nlohmann::json> {
  public:
    explicit Copier(std::string& out) : json_(out) {}

    bool null() override {
        json_.null();
        return true;
    }
    bool boolean(bool value) override {
        json_.boolean(value);
        return true;
    }
    bool number_integer(number_integer_t value) override {
        json_.integer(value);
        return true;
    }
    bool number_unsigned(number_unsigned_t value) override {
        json_.raw(std::to_string(value));
        return true;
    }
    bool number_float(number_float_t, const string_t& text) override {
        json_.raw(text);
        return true;
    }
    bool string(string_t& text) override {
        if (is_amount(text) && !names_something_) {
            json_.null();
        } else if (text.find("£") != string_t::npos) {
            json_.text(hiding_pounds(text));
        } else {
            json_.text(text);
        }
        return true;
    }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override {
        json_.begin_object();
        return true;
    }
    bool key(string_t& text) override {
        names_something_ = false;
        for (const std::string_view name : names_and_numbers)
            names_something_ = names_something_ || text == name;
        json_.foreign_key(text);
        return true;
    }
    bool end_object() override {
        json_.end_object();
        return true;
    }
    bool start_array(std::size_t) override {
        json_.begin_list();
        return true;
    }
    bool end_array() override {
        json_.end_list();
        return true;
    }
    bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override {
        return false;
    }

  private:
    // What looks like an amount there is none: version "12.10", lot "1.10".
    static constexpr std::string_view names_and_numbers[] = {
        "version", "lot",    "reference",    "title",       "name",
        "id",      "number", "account_code", "cost_centre", "model"};

    JsonWriter json_;
    bool names_something_ = false; // whether the value of such a name comes next
};

} // namespace

std::string without_money(std::string_view json) {
    std::string out;
    out.reserve(json.size());
    Copier copier(out);
    if (!nlohmann::json::sax_parse(json, &copier))
        throw std::logic_error("an answer that money is to be taken out of is no JSON");
    return out;
}

} // namespace telestate::document
