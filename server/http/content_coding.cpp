#include "server/http/content_coding.hpp"

#include <zlib.h>

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace telestate::http {
namespace {

std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

std::string_view take_until(std::string_view& text, char separator) {
    const std::string_view part = text.substr(0, text.find(separator));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    return trim(part);
}

// A weight of RFC 9110, 12.4.2, in thousandths; nothing when it is not one.
std::optional<int> parse_weight(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
    if (text.size() > 1 && text[1] != '.') return std::nullopt;
    int weight = (text[0] - '0') * 1000;
    for (std::size_t i = 2, unit = 100; i < text.size(); ++i, unit /= 10) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        weight += (text[i] - '0') * static_cast<int>(unit);
    }
    return weight <= 1000 ? std::optional(weight) : std::nullopt;
}

// The weights that an Accept-Encoding header gives; nothing for what it does not name.
struct Weights {
    std::optional<int> brotli;
    std::optional<int> gzip;
    std::optional<int> identity;
    std::optional<int> star;
};

Weights parse_weights(std::string_view accept_encoding) {
    Weights weights;
    while (!accept_encoding.empty()) {
        std::string_view item = take_until(accept_encoding, ',');
        const std::string_view coding = take_until(item, ';');
        int weight = 1000;
        while (!item.empty()) {
            std::string_view parameter = take_until(item, ';');
            const std::string_view name = take_until(parameter, '=');
            // A weight that is none is taken as a refusal: plain bytes are always understood.
            if (equals_ignoring_case(name, "q")) weight = parse_weight(trim(parameter)).value_or(0);
        }
        if (equals_ignoring_case(coding, "br")) weights.brotli = weight;
        if (equals_ignoring_case(coding, "gzip") || equals_ignoring_case(coding, "x-gzip"))
            weights.gzip = weight;
        if (equals_ignoring_case(coding, "identity")) weights.identity = weight;
        if (coding == "*") weights.star = weight;
    }
    return weights;
}

} // namespace

std::string_view name_of(Coding coding) {
    switch (coding) {
    case Coding::identity:
        return "";
    case Coding::gzip:
        return "gzip";
    case Coding::brotli:
        return "br";
    }
    return "";
}

Coding choose_coding(std::string_view accept_encoding, CodingOffer offer) {
    if (!offer.gzip && !offer.brotli) return Coding::identity;
    // What nearly every browser sends begins so, and takes gzip.
    if (!offer.brotli && (accept_encoding == "gzip" || accept_encoding.starts_with("gzip, deflate"))) {
        if (accept_encoding.find(';') == std::string_view::npos) return Coding::gzip;
    }
    const Weights weights = parse_weights(accept_encoding);
    const auto weight_of = [&](bool is_offered, const std::optional<int>& named) {
        return is_offered ? named.value_or(weights.star.value_or(0)) : 0;
    };
    const int brotli = weight_of(offer.brotli, weights.brotli);
    const int gzip = weight_of(offer.gzip, weights.gzip);
    const int identity = weights.identity.value_or(0);
    if (brotli > 0 && brotli >= gzip && brotli >= identity) return Coding::brotli;
    if (gzip > 0 && gzip >= identity) return Coding::gzip;
    return Coding::identity;
}

Coding choose_coding(const Request& request, CodingOffer offer) {
    const auto header = request.find_header("Accept-Encoding");
    return header ? choose_coding(*header, offer) : Coding::identity;
}

bool accepts_gzip(std::string_view accept_encoding) {
    return choose_coding(accept_encoding, {.gzip = true}) == Coding::gzip;
}

bool accepts_gzip(const Request& request) { return choose_coding(request, {.gzip = true}) == Coding::gzip; }

bool is_identity(std::string_view content_encoding) {
    while (!content_encoding.empty()) {
        const std::string_view coding = take_until(content_encoding, ',');
        if (!coding.empty() && !equals_ignoring_case(coding, "identity")) return false;
    }
    return true;
}

bool is_compressible(std::string_view content_type) {
    const std::string_view type = trim(content_type.substr(0, content_type.find(';')));
    static constexpr std::string_view others[] = {
        "application/json",     "application/javascript", "application/xml",
        "application/wasm",     "application/toml",       "image/svg+xml",
        "application/x-ndjson", "image/x-icon",           "application/manifest+json",
    };
    return type.starts_with("text/") || type.ends_with("+json") || type.ends_with("+xml") ||
           std::find(std::begin(others), std::end(others), type) != std::end(others);
}

struct GzipStream::State {
    z_stream stream{};
};

GzipStream::GzipStream(int level) : state_(std::make_unique<State>()) {
    constexpr int window_bits = 15 + 16; // 16 asks zlib for a gzip header and trailer
    constexpr int memory_level = 8;
    if (deflateInit2(&state_->stream, level, Z_DEFLATED, window_bits, memory_level, Z_DEFAULT_STRATEGY) !=
        Z_OK)
        throw std::runtime_error("zlib cannot start a stream");
}

GzipStream::~GzipStream() { deflateEnd(&state_->stream); }

void GzipStream::append(std::string& out, std::string_view text, bool last) {
    z_stream& stream = state_->stream;
    constexpr std::size_t piece = 16 * 1024;
    constexpr std::size_t largest_input = 1U << 30U; // avail_in has 32 bits
    do {
        const std::string_view part = text.substr(0, largest_input);
        text.remove_prefix(part.size());
        // zlib reads this and never writes it; its interface is older than const.
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(part.data()));
        stream.avail_in = static_cast<uInt>(part.size());
        const int flush = last && text.empty() ? Z_FINISH : Z_NO_FLUSH;
        int result = Z_OK;
        do {
            const std::size_t before = out.size();
            out.resize(before + piece);
            stream.next_out = reinterpret_cast<Bytef*>(out.data() + before);
            stream.avail_out = static_cast<uInt>(piece);
            result = deflate(&stream, flush);
            out.resize(before + piece - stream.avail_out);
            if (result == Z_STREAM_ERROR) throw std::runtime_error("zlib cannot compress");
        } while (stream.avail_out == 0 || (flush == Z_FINISH && result != Z_STREAM_END));
    } while (!text.empty());
}

std::string gzip_of(std::string_view text, int level) {
    std::string out;
    GzipStream stream(level);
    stream.append(out, text, true);
    return out;
}

} // namespace telestate::http
