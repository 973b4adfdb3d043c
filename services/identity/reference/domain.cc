#include "services/identity/reference/domain.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/validate.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/identity/person/domain.h"

namespace obt::identity::v1 {
namespace {

using validate::Path;
using validate::Presence;
using Codes = absl::flat_hash_set<absl::string_view>;

Codes CheckEntries(const ReferenceList& list, Violations& out) {
  validate::Count(out, "list.entries", list.entries_size(), 1, kMaxEntries);
  Codes codes = {kUnknownCode};
  Codes seen;
  for (int i = 0; i < list.entries_size(); ++i) {
    const ReferenceEntry& entry = list.entries(i);
    validate::ReferenceCode(out, Path("list.entries", i, "code"), entry.code(), Presence::kRequired);
    validate::Text(out, Path("list.entries", i, "name"), entry.name(), validate::kMaxName,
                   Presence::kRequired);
    if (!entry.code().empty() && !seen.insert(entry.code()).second) {
      out.Add(Path("list.entries", i, "code"), "must not be listed twice");
    }
    codes.insert(entry.code());
  }
  return codes;
}

void CheckMappings(const ReferenceList& list, const Codes& codes, Violations& out) {
  validate::Count(out, "list.mappings", list.mappings_size(), 0, kMaxMappings);
  absl::flat_hash_set<std::pair<absl::string_view, absl::string_view>> seen;
  for (int i = 0; i < list.mappings_size(); ++i) {
    const ReferenceMapping& mapping = list.mappings(i);
    validate::Text(out, Path("list.mappings", i, "source"), mapping.source(), validate::kMaxName,
                   Presence::kRequired);
    validate::Text(out, Path("list.mappings", i, "source_name"), mapping.source_name(), validate::kMaxName,
                   Presence::kRequired);
    if (!codes.contains(mapping.code()) || mapping.code().empty()) {
      out.Add(Path("list.mappings", i, "code"), "must be a code of the list's entries");
    }
    if (!seen.emplace(mapping.source(), mapping.source_name()).second) {
      out.Add(Path("list.mappings", i, "source_name"), "must not be mapped twice for the same source");
    }
  }
}

}  // namespace

Violations Validate(const PutReferenceListRequest& request) {
  Violations out;
  validate::RequestId(out, request.request_id());
  if (!request.has_list()) {
    out.Add("list", "is required");
    return out;
  }
  validate::Enum(out, "list.kind", *ReferenceKind_descriptor(), request.list().kind(), Presence::kRequired);
  CheckMappings(request.list(), CheckEntries(request.list(), out), out);
  return out;
}

Violations Validate(const ListGradesRequest&) { return {}; }
Violations Validate(const ListProfessionsRequest&) { return {}; }
Violations Validate(const ListRegionsRequest&) { return {}; }
Violations Validate(const ListLearningTypesRequest&) { return {}; }

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
