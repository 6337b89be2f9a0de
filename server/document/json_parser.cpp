#include "server/document/json_parser.hpp"

#include "server/document/utf8.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

namespace telestate::document {

namespace {

// What the syntax error of the underlying parser means to somebody who has the file open in an editor.
// `token` is what stands where the error was found.
std::string explain_syntax(std::string_view reason, std::string_view token) {
    const auto says = [&](std::string_view part) { return reason.find(part) != std::string_view::npos; };
    if (says("unexpected end of input")) {
        return "the document ends too early; a closing bracket, brace or quotation mark is missing";
    }
    if (says("missing closing quote")) return "a text has no closing quotation mark";
    if (says("control character")) {
        return "a line break, tab or other control character stands inside a text; write a line break as \\n and a tab as \\t";
    }
    if (says("invalid string"))
        return "a backslash inside a text is followed by something JSON does not know";
    if (says("number overflow")) return "a number is too large to be read";
    if (says("invalid number")) return "a number is not written as JSON writes numbers";
    // The reason ends with what was expected; what was not is named before it in the same words.
    if (says("; expected end of input")) return "there is something after the end of the document";
    if (says("while parsing object key"))
        return "the name of a field in double quotation marks is expected here";
    if (says("while parsing object separator")) return "a colon is missing after the name of a field";
    if (says("invalid literal")) {
        return "a value is expected here: a text in quotation marks, a number, true, false, a list or an object";
    }
    if (says("; expected '}'")) return "a comma or a closing brace is missing before " + in_quotes(token);
    if (says("; expected ']'")) return "a comma or a closing bracket is missing before " + in_quotes(token);
    return "a value is expected here, not " + in_quotes(token);
}

// Where the token begins that ends before `end`: a text with its quotes, a word or number, or one character.
std::size_t token_start(std::string_view bytes, std::size_t end) {
    if (end == 0) return 0;
    std::size_t start = end - 1;
    if (bytes[start] == '"') {
        // The quote that opens it is the first one back that no backslash stands before.
        while (start > 0) {
            --start;
            if (bytes[start] == '"' && (start == 0 || bytes[start - 1] != '\\')) return start;
        }
        return end - 1;
    }
    constexpr std::string_view structure = "{}[],: \t\r\n";
    if (structure.find(bytes[start]) != std::string_view::npos) return start;
    while (start > 0 && structure.find(bytes[start - 1]) == std::string_view::npos)
        --start;
    return start;
}

Error malformed_at(std::string_view bytes, std::size_t offset, const std::string& reason) {
    const TextPosition at = position_in(bytes, offset);
    const std::string where =
        "Line " + std::to_string(at.line) + ", column " + std::to_string(at.column) + ": " + reason + ".";
    return {ErrorCode::malformed, "The document is not valid JSON. " + where, {{"", where}}};
}

// Receives the parser's events and puts values together. With `events`, the items of top-level lists are
// handed on one by one and never kept.
class Assembler {
  public:
    Assembler(std::string_view bytes, const JsonLimits& limits, Problems& problems,
              const DocumentEvents* events)
        : bytes_(bytes), limits_(limits), problems_(problems), events_(events) {}

    bool null() { return deliver({}); }
    bool boolean(bool value) { return deliver(JsonValue::of_boolean(value)); }
    bool number_integer(std::int64_t value) { return deliver(JsonValue::of_integer(value)); }
    bool number_unsigned(std::uint64_t value) {
        if (value <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
            return deliver(JsonValue::of_integer(static_cast<std::int64_t>(value)));
        }
        return deliver_number(std::to_string(value));
    }
    bool number_float(double, const std::string& written) { return deliver_number(written); }
    bool string(std::string& value) { return deliver(JsonValue::of_text(std::move(value))); }
    bool binary(const nlohmann::json::binary_t&) { return false; }

    bool start_object(std::size_t) { return open(JsonValue::Kind::object); }
    bool start_array(std::size_t) { return open(JsonValue::Kind::list); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }

    bool key(std::string& name) {
        Frame& frame = frames_.back();
        frame.drops_next = false;
        const bool is_top = is_streaming_top(frames_.size());
        const auto is_repeated = [&] {
            if (!is_top) return frame.value.find(name) != nullptr;
            for (const std::string& seen : top_names_) {
                if (seen == name) return true;
            }
            return false;
        };
        if (frame.count == limits_.members) {
            problems_.add(pointer(), "has more than " + std::to_string(limits_.members) + " fields");
        }
        ++frame.count;
        if (frame.count > limits_.members) {
            frame.drops_next = true;
        } else if (is_repeated()) {
            problems_.add(pointer(), "the field " + in_quotes(name) +
                                         " is given twice in the same object; keep one of the two");
            frame.drops_next = true;
        } else if (is_top) {
            top_names_.push_back(name);
        }
        frame.key = std::move(name);
        return true;
    }

    // `position` is how many bytes have been read, what was not expected among them.
    bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception& error) {
        const std::string_view reason = error.what();
        const std::size_t end = std::min(position, bytes_.size());
        std::size_t offset = end > 0 ? end - 1 : 0;
        if (reason.find("unexpected end of input") != std::string_view::npos ||
            reason.find("missing closing quote") != std::string_view::npos) {
            offset = bytes_.size();
        } else if (reason.find("invalid string") == std::string_view::npos) {
            offset = token_start(bytes_, end);
        }
        const std::string_view token = bytes_.substr(offset, std::max(end, offset) - offset);
        failure_ = malformed_at(bytes_, offset, explain_syntax(reason, token));
        return false;
    }

    std::optional<Error> failure() { return std::move(failure_); }
    JsonValue take_root() { return std::move(root_); }

  private:
    struct Frame {
        JsonValue value;
        std::string key;         // of an object: the member being read
        std::size_t count = 0;   // items or members begun
        bool hands_on = false;   // a top-level list whose items are not kept
        bool drops_next = false; // the next member, or all further items, are read past
        bool is_dropped = false; // the whole value is read past
    };

    // Whether the innermost of `open_count` open values is the document's own object.
    bool is_streaming_top(std::size_t open_count) const { return events_ != nullptr && open_count == 1; }

    std::string pointer() const {
        std::string out;
        for (std::size_t i = 0; i + 1 < frames_.size(); ++i) {
            const Frame& frame = frames_[i];
            out += '/';
            out += frame.value.is_object() ? escape_pointer_step(frame.key) : std::to_string(frame.count);
        }
        return out;
    }

    bool drops_value_of(const Frame& parent) const { return parent.is_dropped || parent.drops_next; }

    bool refuse_top() {
        failure_ = Error{ErrorCode::invalid,
                         "An estate document is one JSON object, { … }, with the field \"format\".",
                         {{"", "must be an object: { \"format\": \"telestate/1\", … }"}}};
        return false;
    }

    bool open(JsonValue::Kind kind) {
        if (frames_.empty() && events_ != nullptr && kind != JsonValue::Kind::object) return refuse_top();
        if (frames_.size() == limits_.depth) {
            const std::string message =
                "objects and lists are nested more than " + std::to_string(limits_.depth) + " deep";
            failure_ = Error{ErrorCode::invalid, "In the document, " + message + ".", {{pointer(), message}}};
            return false;
        }
        Frame frame;
        frame.value.kind = kind;
        if (!frames_.empty()) {
            Frame& parent = frames_.back();
            admit_item(parent);
            frame.is_dropped = drops_value_of(parent);
            frame.hands_on = is_streaming_top(frames_.size()) && kind == JsonValue::Kind::list;
            if (frame.hands_on && !frame.is_dropped) events_->on_list(parent.key);
        }
        frames_.push_back(std::move(frame));
        return true;
    }

    bool close() {
        Frame frame = std::move(frames_.back());
        frames_.pop_back();
        if (frames_.empty()) {
            root_ = std::move(frame.value);
            return true;
        }
        if (frame.hands_on) return true;
        place(std::move(frame.value), frame.is_dropped);
        return true;
    }

    bool deliver_number(std::string written) {
        JsonValue value;
        value.kind = JsonValue::Kind::number;
        value.text = std::move(written);
        return deliver(std::move(value));
    }

    bool deliver(JsonValue value) {
        if (frames_.empty()) {
            if (events_ != nullptr) return refuse_top();
            root_ = std::move(value);
            return true;
        }
        Frame& parent = frames_.back();
        admit_item(parent);
        place(std::move(value), drops_value_of(parent));
        return true;
    }

    // Looks at the length of a list before one more item goes in.
    void admit_item(Frame& parent) {
        if (!parent.value.is_list()) return;
        const std::size_t most = parent.hands_on ? limits_.records : limits_.list_items;
        if (parent.count == most && !parent.drops_next) {
            problems_.add(pointer(), "has more than " + std::to_string(most) + " items");
            parent.drops_next = true;
        }
    }

    void place(JsonValue value, bool is_dropped) {
        Frame& parent = frames_.back();
        if (parent.value.is_list()) {
            const std::size_t index = parent.count++;
            if (is_dropped) return;
            if (parent.hands_on) {
                events_->on_item(frames_.front().key, index, value);
            } else {
                parent.value.items.push_back(std::move(value));
            }
            return;
        }
        if (is_dropped) return;
        if (is_streaming_top(frames_.size())) {
            events_->on_member(parent.key, value);
        } else {
            parent.value.members.push_back({std::move(parent.key), std::move(value)});
        }
    }

    std::string_view bytes_;
    const JsonLimits& limits_;
    Problems& problems_;
    const DocumentEvents* events_;
    std::vector<Frame> frames_;
    std::vector<std::string> top_names_;
    JsonValue root_;
    std::optional<Error> failure_;
};

std::string megabytes(std::size_t bytes) {
    return std::to_string(bytes / (std::size_t{1024} * 1024)) + " MiB";
}

// What can be said about the bytes before they are parsed. nlohmann takes a zero byte for the end of its
// input and would pass over whatever follows, so it is looked for here.
std::optional<Error> find_byte_problem(std::string_view bytes, const JsonLimits& limits) {
    if (bytes.size() > limits.bytes) {
        const std::string message = limits.bytes >= std::size_t{1024} * 1024
                                        ? megabytes(limits.bytes)
                                        : std::to_string(limits.bytes) + " bytes";
        return Error{ErrorCode::too_large, "The document is larger than " + message + ".", {}};
    }
    if (bytes.find_first_not_of(" \t\r\n") == std::string_view::npos) {
        return Error{ErrorCode::malformed, "The document is empty.", {{"", "is empty"}}};
    }
    if (const auto offset = find_invalid_utf8(bytes)) {
        return malformed_at(bytes, *offset, "this is not UTF-8; save the file with the encoding UTF-8");
    }
    if (const std::size_t offset = bytes.find('\0'); offset != std::string_view::npos) {
        return malformed_at(bytes, offset, "there is a zero byte here, which no text holds");
    }
    return std::nullopt;
}

std::optional<Error> run(std::string_view bytes, const JsonLimits& limits, Assembler& assembler) {
    if (auto error = find_byte_problem(bytes, limits)) return error;
    if (nlohmann::json::sax_parse(bytes.begin(), bytes.end(), &assembler)) return std::nullopt;
    return assembler.failure();
}

std::string_view without_byte_order_mark(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    return bytes;
}

} // namespace

TextPosition position_in(std::string_view bytes, std::size_t offset) {
    TextPosition at;
    for (const char c : bytes.substr(0, offset)) {
        if (c == '\n') {
            ++at.line;
            at.column = 1;
        } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
            ++at.column;
        }
    }
    return at;
}

Result<JsonValue> parse_json(std::string_view bytes, const JsonLimits& limits) {
    bytes = without_byte_order_mark(bytes);
    Problems problems;
    Assembler assembler(bytes, limits, problems, nullptr);
    if (auto error = run(bytes, limits, assembler)) return *std::move(error);
    if (problems.has_errors()) return problems.to_error();
    return assembler.take_root();
}

Result<void> stream_json(std::string_view bytes, const JsonLimits& limits, Problems& problems,
                         const DocumentEvents& events) {
    bytes = without_byte_order_mark(bytes);
    Assembler assembler(bytes, limits, problems, &events);
    if (auto error = run(bytes, limits, assembler)) return *std::move(error);
    return {};
}

} // namespace telestate::document
