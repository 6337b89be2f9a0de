#include "server/document/xml_events.hpp"

#include <exception>
#include <expat.h>
#include <memory>
#include <string>
#include <type_traits>

namespace telestate::document {

namespace {

// Stands between a namespace and a local name; no namespace holds it.
constexpr char separator = '\n';
constexpr int deepest = 256;

std::string_view local(std::string_view name) { return name.substr(name.rfind(separator) + 1); }

class Reading {
  public:
    explicit Reading(XmlHandler& handler)
        : handler_(handler), parser_(XML_ParserCreateNS(nullptr, separator)) {
        if (parser_ == nullptr) throw std::bad_alloc();
        XML_SetUserData(parser_.get(), this);
        XML_SetElementHandler(parser_.get(), begin, end);
        XML_SetCharacterDataHandler(parser_.get(), text);
        XML_SetStartDoctypeDeclHandler(parser_.get(), refuse_document_type);
    }

    std::optional<Error> read(const NextPiece& next_piece) {
        while (true) {
            const Result<std::string_view> piece = next_piece();
            if (!piece) return piece.error();
            const auto outcome = XML_Parse(parser_.get(), piece->data(), static_cast<int>(piece->size()),
                                           piece->empty() ? XML_TRUE : XML_FALSE);
            if (thrown_) std::rethrow_exception(thrown_);
            if (handler_.error) return std::move(handler_.error);
            if (error_) return std::move(error_);
            if (outcome == XML_STATUS_ERROR) {
                return Error{ErrorCode::malformed,
                             std::string("its XML is damaged: ") +
                                 XML_ErrorString(XML_GetErrorCode(parser_.get())),
                             {}};
            }
            if (piece->empty()) return std::nullopt;
        }
    }

  private:
    struct Free {
        void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
    };

    // No exception may pass through the parser, which is C.
    template <typename Act>
    static void guarded(void* data, Act act) {
        Reading& self = *static_cast<Reading*>(data);
        if (self.is_over_) return;
        try {
            act(self);
        } catch (...) {
            self.thrown_ = std::current_exception();
        }
        if (self.thrown_ || self.error_ || self.handler_.is_stopped()) {
            self.is_over_ = true;
            XML_StopParser(self.parser_.get(), XML_FALSE);
        }
    }

    static void XMLCALL begin(void* data, const char* name, const char** attributes) {
        guarded(data, [&](Reading& self) {
            if (++self.depth_ > deepest) {
                self.error_ = Error{ErrorCode::too_large, "its XML is nested too deeply", {}};
                return;
            }
            self.handler_.begin(local(name), XmlAttributes(attributes));
        });
    }
    static void XMLCALL end(void* data, const char* name) {
        guarded(data, [&](Reading& self) {
            --self.depth_;
            self.handler_.end(local(name));
        });
    }
    static void XMLCALL text(void* data, const char* piece, int length) {
        guarded(data, [&](Reading& self) { self.handler_.text({piece, static_cast<std::size_t>(length)}); });
    }
    static void XMLCALL refuse_document_type(void* data, const char*, const char*, const char*, int) {
        guarded(data, [](Reading& self) {
            self.error_ =
                Error{ErrorCode::unsupported, "its XML has a document type, which no workbook has", {}};
        });
    }

    XmlHandler& handler_;
    std::unique_ptr<std::remove_pointer_t<XML_Parser>, Free> parser_;
    int depth_ = 0;
    bool is_over_ = false;
    std::optional<Error> error_;
    std::exception_ptr thrown_;
};

} // namespace

std::optional<std::string_view> XmlAttributes::find(std::string_view name) const {
    for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
        if (local(*pair) == name) return std::string_view(pair[1]);
    }
    return std::nullopt;
}

std::optional<Error> read_xml(const NextPiece& next_piece, XmlHandler& handler) {
    return Reading(handler).read(next_piece);
}

} // namespace telestate::document
