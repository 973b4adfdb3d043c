#include "tests/e2e/reporting_store.h"

#include <filesystem>
#include <utility>

#include "common/base/error.h"

namespace obt::testing {

ReportingStore::ReportingStore(const std::string& directory) {
  std::filesystem::copy(
      directory, copy_.path(),
      std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
  found_ = obt::store::FoundTables(copy_.path());
  obt::store::Options options = found_.OptionsFor(copy_.path());
  for (const obt::store::TableRef* const own : reporting::Tables()) {
    for (const obt::store::TableRef*& table : options.tables) {
      if (absl::string_view(table->name) == own->name) table = own;
    }
  }
  absl::StatusOr<std::unique_ptr<obt::store::Store>> opened = obt::store::Store::Open(std::move(options));
  if (!opened.ok()) Die(opened.status().message());
  store_ = *std::move(opened);
}

}  // namespace obt::testing
