// A record as it was typed into a form. The first byte chooses its kind.

#include "server/document/json_parser.hpp"
#include "server/document/written_record.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace telestate;
using namespace telestate::document;
using telestate::fuzz::require;

namespace {

template <typename Record>
void check(const JsonValue& typed, const WrittenContext& context) {
    const DraftRecord<Record> draft = read_written_record<Record>(typed, context);
    for (const FieldError& error : draft.errors)
        require(!error.message.empty(), "a refusal says why");
    if (!draft.errors.empty()) return;
    const std::string written = format_record(draft.record);
    const auto again = parse_record<Record>(written);
    require(again.has_value(), "a record that is right is one of a document");
    require(format_record(again->record) == written, "and comes back as it went out");
}

} // namespace

FUZZ_TARGET("draft") {
    if (bytes.empty()) return;
    const auto typed = parse_json(bytes.substr(1));
    if (!typed) return;
    WrittenContext context;
    context.today = parse_day("2026-11-22");
    switch (static_cast<unsigned char>(bytes[0]) % 6) {
    case 0:
        return check<Contract>(*typed, context);
    case 1:
        return check<Line>(*typed, context);
    case 2:
        return check<Licence>(*typed, context);
    case 3:
        return check<NumberRange>(*typed, context);
    case 4:
        return check<Usage>(*typed, context);
    default:
        return check<Organisation>(*typed, context);
    }
}
