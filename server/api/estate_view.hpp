#pragma once

// One moment of the estate with the rules its figures are worked out by.

#include "model/position.hpp"
#include "server/api/services.hpp"

#include <functional>

namespace telestate::api {

class EstateView {
  public:
    explicit EstateView(const Services& services);
    // Of a reader that is there already.
    EstateView(const Services& services, storage::Reader reader);

    const storage::Reader& reader() const { return reader_; }
    // The recorded organisation, or the defaults where none is recorded yet.
    const Organisation& organisation() const { return organisation_; }
    const Rules& rules() const { return rules_; }

    // Visits every contract the query asks for with its position on `on`, in one pass.
    void for_each_position(const storage::ContractQuery& query, Day on,
                           const std::function<void(const Contract&, const Position&)>& visit) const;
    // What is recorded around one contract.
    ContractSurroundings surroundings_of(const Contract& contract, Day on) const;

  private:
    storage::Reader reader_;
    Organisation organisation_;
    Rules rules_;
};

} // namespace telestate::api
