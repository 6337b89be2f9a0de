#include "tests/document/test_files.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace telestate::document {

std::string read_test_file(std::string_view name) {
    const std::string path = std::string(TESTS_FOLDER) + "/" + std::string(name);
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("there is no file " + path);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string document_of(std::string_view members) {
    return R"({"format": "telestate/1", )" + std::string(members) + "}";
}

std::string list_fields(const std::vector<FieldError>& fields) {
    std::string out;
    for (const FieldError& field : fields)
        out += field.pointer + ": " + field.message + "\n";
    return out;
}

std::string list_fields(const Error& error) { return error.message + "\n" + list_fields(error.fields); }

} // namespace telestate::document
