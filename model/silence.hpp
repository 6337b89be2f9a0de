#pragma once

// Five different silences (SEMANTICS 6). A blank is never any of them by accident, and zero is a number, not
// a silence.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telestate {

enum class Silence {
    unknown,        // we do not know
    none,           // we know it is nothing
    not_applicable, // the question does not arise
    not_held,       // somebody may know; we hold no record
    withheld, // held, and exempt from release: the exemption and the reason are in the record's releases
};

std::optional<Silence> parse_silence(std::string_view text);
std::string_view name_of(Silence silence);

// What stands in place of one field of a record. `field` is a dotted path such as "term.notice" or "charges".
struct FieldSilence {
    std::string field;
    Silence silence = Silence::unknown;

    friend bool operator==(const FieldSilence&, const FieldSilence&) = default;
};

// What a Freedom of Information answer withholds about one field, and why.
struct Release {
    std::string field;
    std::vector<std::string> withhold; // exemptions, as "s31(3)" of the Freedom of Information Act 2000
    bool neither_confirm_nor_deny = false;
    std::string reason;

    friend bool operator==(const Release&, const Release&) = default;
};

// The silence recorded for `field`, if any.
std::optional<Silence> find_silence(const std::vector<FieldSilence>& silences, std::string_view field);

} // namespace telestate
