#include "server/storage/ledger_transaction.hpp"

#include "server/storage/transaction.hpp"

namespace telestate::storage {

LedgerTransaction::LedgerTransaction(std::unique_ptr<Writer::Transaction> transaction)
    : transaction_(std::move(transaction)) {}
LedgerTransaction::LedgerTransaction(LedgerTransaction&&) noexcept = default;
LedgerTransaction::~LedgerTransaction() = default;

const Reader& LedgerTransaction::reader() const { return *transaction_->reader; }

Connection& LedgerTransaction::connection() const { return transaction_->connection; }

void LedgerTransaction::commit() {
    connection().execute("COMMIT");
    transaction_->end();
}

} // namespace telestate::storage
