// What a reporting that does not run keeps, read behind its back from a copy of its store. For tests.
#pragma once

#include <memory>
#include <string>

#include "common/store/care/inspect.h"
#include "common/testing/temp_store.h"
#include "services/reporting/release/rows.h"

namespace obt::testing {

class ReportingStore {
 public:
  // Aborts where the store does not open.
  explicit ReportingStore(const std::string& directory);
  obt::store::View Now() const { return store_->Now(); }

 private:
  TempDir copy_;
  obt::store::FoundTables found_;
  std::unique_ptr<obt::store::Store> store_;
};

}  // namespace obt::testing
