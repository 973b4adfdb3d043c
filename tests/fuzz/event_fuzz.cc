// Any bytes as a change of identity's feed: applied to a service's directory or refused, never anything else;
// and its chain value tells it from the same change with one byte more. The first line is the event's type.
#include <cstdint>
#include <string>

#include "common/base/error.h"
#include "common/base/status.h"
#include "common/feed/directory.h"
#include "common/testing/temp_store.h"
#include "google/protobuf/stubs/logging.h"
#include "tests/fuzz/require.h"

namespace obt::fuzz {
namespace {

void Run(absl::string_view bytes) {
  static const google::protobuf::LogSilencer silence;  // of bad UTF-8
  static testing::TempStore& store = *new testing::TempStore(feed::DirectoryTables());
  store::v1::Change change;
  const size_t line = bytes.find('\n');
  change.set_sequence(1);
  change.set_type(std::string(bytes.substr(0, line)));
  if (line != absl::string_view::npos) change.set_event(std::string(bytes.substr(line + 1)));
  store::v1::Change other = change;
  other.mutable_event()->push_back('x');
  const std::string before(32, '\0');
  Require(store::NextChain(before, change) != store::NextChain(before, other), "two changes, one chain");
  // The whole change as it comes over the wire, too.
  if (store::v1::Change wire; wire.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    change = wire;
  const absl::Status applied = store
                                   ->Execute([&change](store::Txn& txn) {
                                     OBT_RETURN_IF_ERROR(feed::Directory::Apply(change, txn));
                                     return absl::CancelledError("undone");
                                   })
                                   .status();
  Require(absl::IsCancelled(applied) || !ReasonOf(applied).empty(), "a refusal without a reason");
}

}  // namespace
}  // namespace obt::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  obt::fuzz::Run({reinterpret_cast<const char*>(data), size});
  return 0;
}
