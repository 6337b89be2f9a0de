#include "server/document/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace telestate::document {

namespace {

// The length of the sequence that `lead` begins and the range its second byte must lie in; 0 for no lead
// byte.
struct Lead {
    std::size_t length = 0;
    unsigned char second_from = 0x80;
    unsigned char second_to = 0xBF;
};

Lead lead_of(unsigned char lead) {
    if (lead >= 0xC2 && lead <= 0xDF) return {2};
    if (lead == 0xE0) return {3, 0xA0, 0xBF};
    if (lead == 0xED) return {3, 0x80, 0x9F};
    if (lead >= 0xE1 && lead <= 0xEF) return {3};
    if (lead == 0xF0) return {4, 0x90, 0xBF};
    if (lead >= 0xF1 && lead <= 0xF3) return {4};
    if (lead == 0xF4) return {4, 0x80, 0x8F};
    return {};
}

} // namespace

std::optional<std::size_t> find_invalid_utf8(std::string_view bytes) {
    std::size_t i = 0;
    while (i < bytes.size()) {
        // Most of a document is ASCII and is passed over eight bytes at a time.
        if (i + 8 <= bytes.size()) {
            std::uint64_t block = 0;
            std::memcpy(&block, bytes.data() + i, sizeof block);
            if ((block & 0x8080808080808080U) == 0) {
                i += 8;
                continue;
            }
        }
        const auto byte = static_cast<unsigned char>(bytes[i]);
        if (byte < 0x80) {
            ++i;
            continue;
        }
        const Lead lead = lead_of(byte);
        if (lead.length == 0 || i + lead.length > bytes.size()) return i;
        for (std::size_t k = 1; k < lead.length; ++k) {
            const auto next = static_cast<unsigned char>(bytes[i + k]);
            const unsigned char from = k == 1 ? lead.second_from : 0x80;
            const unsigned char to = k == 1 ? lead.second_to : 0xBF;
            if (next < from || next > to) return i;
        }
        i += lead.length;
    }
    return std::nullopt;
}

std::size_t character_count(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text)
        count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
    return count;
}

} // namespace telestate::document
