# Writes a C++ source that holds the file INPUT as one text. Pieces stay well below the length of literal that every
# compiler takes, and adjoining ones become one.
file(READ ${INPUT} CONTENT)
string(LENGTH "${CONTENT}" LENGTH)
set(PIECES "")
set(OFFSET 0)
while(OFFSET LESS LENGTH)
  string(SUBSTRING "${CONTENT}" ${OFFSET} 4000 PIECE)
  string(APPEND PIECES "    R\"estate_schema(${PIECE})estate_schema\"\n")
  math(EXPR OFFSET "${OFFSET} + 4000")
endwhile()
file(WRITE ${OUTPUT} "#include \"server/document/estate_schema.hpp\"

namespace telestate::document {
namespace {

constexpr std::string_view text =
${PIECES};

} // namespace

std::string_view estate_schema() { return text; }

} // namespace telestate::document
")
