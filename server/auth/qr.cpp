#include "server/auth/qr.hpp"

#include <qrencode.h>

#include <memory>
#include <stdexcept>

namespace telestate::auth {

namespace {

constexpr int quiet_zone = 4;

struct Free {
    void operator()(QRcode* code) const { QRcode_free(code); }
};

// The lowest bit of a module says whether it is black; the others say what it is for.
bool is_black(const QRcode& code, int row, int column) {
    return (code.data[row * code.width + column] & 1U) != 0;
}

// A rectangle for each run of black modules in a row.
std::string path_of(const QRcode& code) {
    std::string path;
    for (int row = 0; row < code.width; ++row) {
        for (int column = 0; column < code.width; ++column) {
            if (!is_black(code, row, column)) continue;
            const int begin = column;
            while (column < code.width && is_black(code, row, column))
                ++column;
            path += 'M' + std::to_string(begin + quiet_zone) + ' ' + std::to_string(row + quiet_zone) + 'h' +
                    std::to_string(column - begin) + "v1H" + std::to_string(begin + quiet_zone) + 'z';
        }
    }
    return path;
}

} // namespace

std::string qr_svg(std::string_view text) {
    const std::unique_ptr<QRcode, Free> code(QRcode_encodeData(
        static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M));
    if (!code) throw std::length_error("no QR code holds this text");
    const std::string size = std::to_string(code->width + 2 * quiet_zone);
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" role=\"img\" aria-label=\"QR code\" "
           "viewBox=\"0 0 " +
           size + ' ' + size + "\" shape-rendering=\"crispEdges\"><rect width=\"" + size + "\" height=\"" +
           size + "\" fill=\"#fff\"/><path fill=\"#000\" d=\"" + path_of(*code) + "\"/></svg>";
}

} // namespace telestate::auth
