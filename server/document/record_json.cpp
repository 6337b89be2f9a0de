#include "server/document/record_json.hpp"

#include <type_traits>

namespace telestate::document {

template <typename Record>
Record read_record(const JsonValue& value, const Path& path, Problems& problems,
                   FinancialYearStart year_start) {
    if constexpr (std::is_same_v<Record, Contract>) {
        const std::size_t error_count = problems.error_count();
        Contract contract = read_contract(value, path, problems);
        const std::string pointer = path.pointer();
        const std::vector<std::string> broken = broken_parts(problems, error_count, pointer);
        check_contract(contract, year_start, pointer, broken, problems);
        return contract;
    } else {
        return RecordTraits<Record>::read(value, path, problems);
    }
}

template <typename Record>
Result<Parsed<Record>> parse_record(std::string_view bytes, FinancialYearStart year_start,
                                    const JsonLimits& limits) {
    const auto value = parse_json(bytes, limits);
    if (!value) return value.error();
    Problems problems;
    Parsed<Record> parsed;
    parsed.record = read_record<Record>(*value, Path(), problems, year_start);
    if (problems.has_errors()) return problems.to_error();
    parsed.warnings = problems.warnings();
    return parsed;
}

#define TELESTATE_INSTANTIATE(Type)                                                                          \
    template Type read_record<Type>(const JsonValue&, const Path&, Problems&, FinancialYearStart);           \
    template Result<Parsed<Type>> parse_record<Type>(std::string_view, FinancialYearStart, const JsonLimits&);
TELESTATE_FOR_EACH_RECORD_TYPE(TELESTATE_INSTANTIATE)
#undef TELESTATE_INSTANTIATE

} // namespace telestate::document
