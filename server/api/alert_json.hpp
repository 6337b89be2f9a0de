#pragma once

// Alerts and mails as the API answers them.

#include "server/api/services.hpp"
#include "server/document/json_writer.hpp"
#include "server/storage/reader.hpp"

#include <map>
#include <string>
#include <vector>

namespace telestate::api {

// The names of what alerts are about: those of the contracts and platforms, and of lines their numbers, else
// ids.
class SubjectTitles {
  public:
    explicit SubjectTitles(const storage::Reader& reader) : reader_(reader) {}
    std::string of(const Milestone& milestone);

  private:
    const storage::Reader& reader_;
    std::map<RecordKind, storage::IdMap<std::string>> names_; // of kinds that were asked for
};

// The open decision that a contract has to take by a day, for alerts of decide_by and start_by; absent for
// others.
using DecisionKinds = std::map<std::pair<std::string, Day>, DecisionKind>;
DecisionKinds decision_kinds_of(const Services& services, const storage::Reader& reader,
                                const std::vector<storage::KeptAlert>& alerts, Day today);

void append_alert(document::JsonWriter& json, const storage::KeptAlert& alert, SubjectTitles& titles,
                  const AddressBook& addresses, const DecisionKinds& kinds, Day today);
// The members of a mail in an object the caller has open.
void append_mail_members(document::JsonWriter& json, const storage::Mail& mail);

} // namespace telestate::api
