#pragma once

// XML as it comes by, element for element, without holding any of it.

#include "model/error.hpp"

#include <functional>
#include <optional>
#include <string_view>

namespace telestate::document {

// The attributes of one element. Names are local: "id" of "r:id".
class XmlAttributes {
  public:
    // `pairs` are names and values in turn, with a nothing behind them.
    explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
    std::optional<std::string_view> find(std::string_view name) const;
    // An empty text for one that is absent.
    std::string_view operator[](std::string_view name) const { return find(name).value_or(""); }

  private:
    const char** pairs_;
};

// What is told of each element and of the text within, in UTF-8. Names are local. A text may come in pieces.
class XmlHandler {
  public:
    virtual ~XmlHandler() = default;
    virtual void begin(std::string_view name, const XmlAttributes& attributes) = 0;
    virtual void end(std::string_view name) = 0;
    virtual void text(std::string_view piece) = 0;

    // Whether the rest need not be read: what was wrong is in `error`.
    bool is_stopped() const { return error.has_value(); }
    std::optional<Error> error;

  protected:
    XmlHandler() = default;
    XmlHandler(const XmlHandler&) = default;
    XmlHandler& operator=(const XmlHandler&) = default;
};

// The next piece of the text; an empty one at its end.
using NextPiece = std::function<Result<std::string_view>()>;

// Reads a whole text. A document type and so every entity of somebody's own is refused, and nothing outside
// of the text is ever looked at. An error is that of the pieces, of the handler, or of XML that is none.
std::optional<Error> read_xml(const NextPiece& next_piece, XmlHandler& handler);

} // namespace telestate::document
