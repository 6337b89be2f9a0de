#include "server/document/estate_writer.hpp"

#include <stdexcept>
#include <utility>

namespace telestate::document {

namespace {

constexpr std::size_t piece_size = std::size_t{64} * 1024;

// The lists are numbered as in all_record_kinds; the observations follow them.
constexpr std::size_t kind_count = all_record_kinds.size();

} // namespace

EstateWriter::EstateWriter(Sink sink, std::string_view exported_at) : sink_(std::move(sink)) {
    buffer_ += "{\n  \"format\": \"telestate/1\",\n  \"exported_at\": ";
    append_json_text(buffer_, exported_at);
}

void EstateWriter::write(const Organisation& organisation) {
    if (list_count_ != 0) throw std::logic_error("the organisation is written before any record");
    buffer_ += ",\n  \"organisation\": ";
    JsonWriter json(buffer_, JsonSpacing::spaced);
    append_organisation(json, organisation);
}

void EstateWriter::write(const Observation& observation) {
    open_lists_up_to(kind_count);
    if (!has_observations_) {
        close_list();
        buffer_ += ",\n  \"observations\": [";
        is_list_empty_ = true;
        has_observations_ = true;
    }
    begin_line();
    JsonWriter json(buffer_, JsonSpacing::spaced);
    append_observation(json, observation);
    flush_if_full();
}

void EstateWriter::finish() {
    open_lists_up_to(kind_count);
    close_list();
    buffer_ += "\n}\n";
    sink_(buffer_);
    buffer_.clear();
}

void EstateWriter::begin_record(RecordKind kind) {
    const std::size_t wanted = static_cast<std::size_t>(kind) + 1;
    if (wanted < list_count_ || has_observations_) {
        throw std::logic_error("a record comes after its list has been closed: " +
                               std::string(name_of(kind)));
    }
    open_lists_up_to(wanted);
    begin_line();
}

void EstateWriter::open_lists_up_to(std::size_t count) {
    while (list_count_ < count) {
        if (list_count_ > 0) close_list();
        buffer_ += ",\n  \"";
        buffer_ += name_of(all_record_kinds[list_count_]);
        buffer_ += "\": [";
        is_list_empty_ = true;
        ++list_count_;
    }
}

void EstateWriter::close_list() {
    buffer_ += is_list_empty_ ? std::string_view("]") : std::string_view("\n  ]");
}

void EstateWriter::begin_line() {
    buffer_ += is_list_empty_ ? std::string_view("\n    ") : std::string_view(",\n    ");
    is_list_empty_ = false;
}

void EstateWriter::flush_if_full() {
    if (buffer_.size() < piece_size) return;
    sink_(buffer_);
    buffer_.clear();
}

void write_estate(const Estate& estate, std::string_view exported_at, const EstateWriter::Sink& sink) {
    EstateWriter writer(sink, exported_at);
    if (estate.organisation) writer.write(*estate.organisation);
    const auto write_all = [&](const auto& records) {
        for (const auto& record : records)
            writer.write(record);
    };
    write_all(estate.sites);
    write_all(estate.people);
    write_all(estate.responsibilities);
    write_all(estate.suppliers);
    write_all(estate.contracts);
    write_all(estate.platforms);
    write_all(estate.lines);
    write_all(estate.licences);
    write_all(estate.numbers);
    write_all(estate.usage);
    write_all(estate.observations);
    writer.finish();
}

std::string format_estate(const Estate& estate, std::string_view exported_at) {
    std::string out;
    write_estate(estate, exported_at, [&](std::string_view piece) { out += piece; });
    return out;
}

} // namespace telestate::document
