#include "server/api/export.hpp"

#include "server/api/today.hpp"

namespace telestate::api {

namespace {

// Notes may be long, so a page is small: it is what is held in memory at once.
constexpr std::int64_t page_size = 200;

} // namespace

ExportStream::ExportStream(const Services& services)
    : ExportStream(services.database.read(), format_instant(services.now())) {}

ExportStream::ExportStream(storage::Reader reader, std::string_view exported_at)
    : reader_(std::move(reader)),
      writer_([this](std::string_view piece) { pending_ += piece; }, exported_at) {
    if (const auto organisation = reader_.find_organisation()) writer_.write(*organisation);
}

bool ExportStream::write_page() {
    const storage::Page page{page_size, offset_};
    std::int64_t count = 0;
    const auto write = [&](const auto& records) {
        for (const auto& record : records)
            writer_.write(record);
        count = static_cast<std::int64_t>(records.size());
    };
    if (list_ == all_record_kinds.size()) {
        write(reader_.list_older_observations(page));
        if (count == page_size) return turn_page(count);
        writer_.finish();
        return false;
    }
    switch (all_record_kinds.at(list_)) {
    case RecordKind::sites:
        write(reader_.list_sites(page));
        break;
    case RecordKind::people:
        write(reader_.list_people(page));
        break;
    case RecordKind::responsibilities:
        write(reader_.list_responsibilities(page));
        break;
    case RecordKind::suppliers:
        write(reader_.list_suppliers(page));
        break;
    case RecordKind::contracts: {
        storage::ContractQuery query;
        query.page = page;
        reader_.for_each_contract(query, [&](const Contract& contract) {
            writer_.write(contract);
            ++count;
        });
        break;
    }
    case RecordKind::platforms:
        write(reader_.list_platforms(page));
        break;
    case RecordKind::lines:
        write(reader_.list_lines(page));
        break;
    case RecordKind::licences:
        write(reader_.list_licences(page));
        break;
    case RecordKind::numbers:
        write(reader_.list_numbers(page));
        break;
    case RecordKind::usage:
        write(reader_.list_usage(page));
        break;
    }
    return turn_page(count);
}

bool ExportStream::turn_page(std::int64_t count) {
    offset_ += count;
    if (count == page_size) return true;
    ++list_;
    offset_ = 0;
    return true;
}

bool ExportStream::next(std::string& chunk) {
    pending_.clear();
    bool is_more = true;
    while (is_more && pending_.size() < std::size_t{32} * 1024)
        is_more = write_page();
    chunk = std::move(pending_);
    pending_ = {};
    return is_more;
}

} // namespace telestate::api
