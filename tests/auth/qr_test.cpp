#include "server/auth/qr.hpp"

#include "server/auth/totp.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <regex>
#include <stdexcept>
#include <vector>

using namespace telestate::auth;

// Of libzbar 0.23, whose headers come only with much else.
extern "C" {
struct zbar_image_s;
struct zbar_image_scanner_s;
struct zbar_symbol_s;
zbar_image_scanner_s* zbar_image_scanner_create();
void zbar_image_scanner_destroy(zbar_image_scanner_s*);
int zbar_scan_image(zbar_image_scanner_s*, zbar_image_s*);
zbar_image_s* zbar_image_create();
void zbar_image_destroy(zbar_image_s*);
void zbar_image_set_format(zbar_image_s*, unsigned long);
void zbar_image_set_size(zbar_image_s*, unsigned, unsigned);
void zbar_image_set_data(zbar_image_s*, const void*, unsigned long, void (*)(zbar_image_s*));
const zbar_symbol_s* zbar_image_first_symbol(const zbar_image_s*);
const char* zbar_symbol_get_data(const zbar_symbol_s*);
unsigned zbar_symbol_get_data_length(const zbar_symbol_s*);
}

namespace {

struct Picture {
    int size = 0; // in modules, the quiet zone among them
    std::vector<bool> black;

    bool is_black(int row, int column) const {
        return black.at(static_cast<std::size_t>(row * size + column));
    }
};

Picture drawn(const std::string& svg) {
    Picture picture;
    std::smatch found;
    REQUIRE(std::regex_search(svg, found, std::regex("viewBox=\"0 0 (\\d+) (\\d+)\"")));
    CHECK(found[1] == found[2]);
    picture.size = std::stoi(found[1]);
    picture.black.resize(static_cast<std::size_t>(picture.size * picture.size));
    const std::size_t begin = svg.find(" d=\"") + 4;
    const std::string path = svg.substr(begin, svg.find('"', begin) - begin);
    const std::regex rectangle("M(\\d+) (\\d+)h(\\d+)v1H(\\d+)z");
    std::size_t length = 0;
    for (std::sregex_iterator at(path.begin(), path.end(), rectangle), end; at != end; ++at) {
        CHECK((*at)[1] == (*at)[4]);
        for (int column = std::stoi((*at)[1]), left = std::stoi((*at)[3]); left > 0; ++column, --left)
            picture.black.at(static_cast<std::size_t>(std::stoi((*at)[2]) * picture.size + column)) = true;
        length += static_cast<std::size_t>(at->length());
    }
    CHECK(length == path.size());
    return picture;
}

// What another program reads in the picture, four pixels to the module.
std::optional<std::string> read_by_zbar(const Picture& picture) {
    constexpr int scale = 4;
    const int width = picture.size * scale;
    std::vector<unsigned char> pixels(static_cast<std::size_t>(width * width), 255);
    for (int row = 0; row < width; ++row)
        for (int column = 0; column < width; ++column)
            if (picture.is_black(row / scale, column / scale))
                pixels[static_cast<std::size_t>(row * width + column)] = 0;
    zbar_image_scanner_s* scanner = zbar_image_scanner_create();
    zbar_image_s* image = zbar_image_create();
    zbar_image_set_format(image, 0x30303859); // "Y800", the first letter in the lowest byte
    zbar_image_set_size(image, static_cast<unsigned>(width), static_cast<unsigned>(width));
    zbar_image_set_data(image, pixels.data(), pixels.size(), nullptr);
    std::optional<std::string> text;
    if (zbar_scan_image(scanner, image) == 1) {
        const zbar_symbol_s* symbol = zbar_image_first_symbol(image);
        text = std::string(zbar_symbol_get_data(symbol), zbar_symbol_get_data_length(symbol));
    }
    zbar_image_destroy(image);
    zbar_image_scanner_destroy(scanner);
    return text;
}

} // namespace

TEST_CASE("Another program reads in a QR code what was written") {
    for (const std::string& text :
         {std::string("telestate"),
          std::string("https://telestate.example.org/sign-in/invitation#7KQ2M-X0ZRT"),
          totp_uri(new_totp_secret(), "telestate", "maria.silva@glanclwyd.example.org"),
          totp_uri(new_totp_secret(), "telestate", std::string(200, 'x') + "@example.org")}) {
        CAPTURE(text);
        CHECK(read_by_zbar(drawn(qr_svg(text))) == text);
    }
}

TEST_CASE("A QR code is an image in black on white with a quiet zone of four modules") {
    const std::string svg = qr_svg("telestate");
    CHECK(svg.substr(0, 4) == "<svg");
    CHECK(svg.find("role=\"img\"") != std::string::npos);
    CHECK(svg.find("<path") == svg.rfind("<path"));
    CHECK(svg.find("style") == std::string::npos); // which the page's policy forbids
    const Picture picture = drawn(svg);
    CHECK(picture.size == 21 + 8);
    for (int row = 0; row < picture.size; ++row)
        for (int column = 0; column < picture.size; ++column)
            if (std::min({row, column, picture.size - 1 - row, picture.size - 1 - column}) < 4)
                CHECK(!picture.is_black(row, column));
    // The corners that readers look for.
    for (const auto& [row, column] : {std::pair{4, 4}, std::pair{4, 24}, std::pair{24, 4}})
        CHECK(picture.is_black(row, column));
    CHECK(std::count(picture.black.begin(), picture.black.end(), true) > 150);
}

TEST_CASE("A text that no QR code holds is refused") {
    CHECK_THROWS_AS(qr_svg(std::string(5000, 'x')), std::length_error);
    CHECK_THROWS_AS(qr_svg(""), std::length_error);
}
