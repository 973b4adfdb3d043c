#include "services/identity/reference/domain.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/rules.h"
#include "common/base/validate.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/identity/person/domain.h"

namespace obt::identity::v1 {

Violations Validate(const PutReferenceListRequest& request) {
  Violations out = validate::ByRules(request);
  absl::flat_hash_set<absl::string_view> codes = {kUnknownCode};
  for (const ReferenceEntry& entry : request.list().entries()) codes.insert(entry.code());
  for (int i = 0; i < request.list().mappings_size(); ++i) {
    const std::string& code = request.list().mappings(i).code();
    if (code.empty() || !codes.contains(code))
      out.Add(validate::Path("list.mappings", i, "code"), "must be a code of the list's entries");
  }
  return out;
}

}  // namespace obt::identity::v1

namespace obt::identity {
namespace {

bool HasEntry(const v1::ReferenceList& list, absl::string_view code) {
  for (const v1::ReferenceEntry& entry : list.entries()) {
    if (entry.code() == code) return true;
  }
  return false;
}

void AddUnknown(v1::ReferenceList& list) {
  if (HasEntry(list, kUnknownCode)) return;
  v1::ReferenceEntry& unknown = *list.add_entries();
  unknown.set_code(kUnknownCode.data(), kUnknownCode.size());
  unknown.set_name("Unknown");
}

}  // namespace

v1::ReferenceList EmptyList(v1::ReferenceKind kind) {
  v1::ReferenceList list;
  list.set_kind(kind);
  AddUnknown(list);
  return list;
}

absl::StatusOr<std::optional<v1::ReferenceList>> NextVersion(const v1::ReferenceList& before,
                                                             v1::ReferenceList asked) {
  asked.DiscardUnknownFields();
  asked.set_version(before.version());
  AddUnknown(asked);
  std::vector<absl::string_view> dropped;
  for (const v1::ReferenceEntry& entry : before.entries()) {
    if (!HasEntry(asked, entry.code())) dropped.push_back(entry.code());
  }
  if (!dropped.empty()) {
    return Error(
        absl::StatusCode::kFailedPrecondition, "CODE_DROPPED",
        absl::StrCat("codes in use cannot be dropped; still needed: ", absl::StrJoin(dropped, ", ")));
  }
  if (before.version() > 0 && google::protobuf::util::MessageDifferencer::Equals(before, asked))
    return std::nullopt;
  asked.set_version(before.version() + 1);
  return asked;
}

}  // namespace obt::identity
