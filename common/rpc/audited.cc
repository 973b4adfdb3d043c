#include "common/rpc/audited.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/base/ids.h"
#include "common/base/validate.h"
#include "common/rpc/server_call.h"
#include "obt/options/v1/options.pb.h"

namespace obt::rpc {
namespace {

using audit::v1::AuditKind;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

constexpr size_t kMostIds = 1000;  // of an entry
constexpr size_t kDepth = 4;       // of the ids that an answer gives

bool IsPersonal(const FieldDescriptor& field) { return field.options().GetExtension(options::v1::personal); }

// The words by which protos call somebody's id.
bool NamesPeople(const FieldDescriptor& field) {
  absl::string_view name = field.name();
  if (!absl::ConsumeSuffix(&name, "_id") && !absl::ConsumeSuffix(&name, "_ids")) return false;
  for (const absl::string_view who : {"person", "facilitator", "member", "attendee", "author"}) {
    if (absl::EndsWith(name, who)) return true;
  }
  return false;
}

// A personal field, or somebody's id.
bool TellsOfPeople(const Descriptor& type, std::set<const Descriptor*>& seen) {
  if (!seen.insert(&type).second) return false;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (IsPersonal(field) || NamesPeople(field)) return true;
    if (field.message_type() != nullptr && TellsOfPeople(*field.message_type(), seen)) return true;
  }
  return false;
}

AuditKind KindOf(const google::protobuf::MethodDescriptor& method, bool changes) {
  const options::v1::RpcPolicy& policy = method.options().GetExtension(options::v1::rpc);
  switch (policy.audit()) {
    case options::v1::AUDIT_RULE_EXPORT:
      return audit::v1::AUDIT_KIND_EXPORT;
    case options::v1::AUDIT_RULE_COHORT:
      return audit::v1::AUDIT_KIND_COHORT;
    case options::v1::AUDIT_RULE_ACCESS:
      return audit::v1::AUDIT_KIND_ACCESS;
    case options::v1::AUDIT_RULE_OPERATION:
      return audit::v1::AUDIT_KIND_OPERATION;
    default:
      break;
  }
  if (changes) return audit::v1::AUDIT_KIND_WRITE;
  std::set<const Descriptor*> seen;
  const bool about_a_person = policy.scope_kind() == options::v1::SCOPE_KIND_PERSON ||
                              policy.person() == options::v1::PERSON_RULE_REQUIRED;
  return about_a_person || TellsOfPeople(*method.output_type(), seen) ? audit::v1::AUDIT_KIND_READ
                                                                      : audit::v1::AUDIT_KIND_UNSPECIFIED;
}

bool IsChoice(const FieldDescriptor& field) {
  return !field.is_repeated() &&
         (field.type() == FieldDescriptor::TYPE_ENUM || field.type() == FieldDescriptor::TYPE_BOOL);
}

// Ids and codes by the forms that their rules state, and if `choices` what is chosen; nothing within what is
// personal.
void FindAsked(const Descriptor& type, bool choices, const IdPath& above, std::vector<IdPath>& found) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (IsPersonal(field) || std::count(above.steps.begin(), above.steps.end(), &field) > 0) continue;
    IdPath here = above;
    here.steps.push_back(&field);
    const options::v1::Form form = field.options().GetExtension(options::v1::rule).form();
    here.is_code = form == options::v1::FORM_CODE;
    if (field.message_type() != nullptr) {
      FindAsked(*field.message_type(), choices, here, found);
    } else if (here.is_code || form == options::v1::FORM_ID || (choices && IsChoice(field))) {
      found.push_back(std::move(here));
    }
  }
}

// Ids of what an answer is about, not of all that it lists; of a batch those of each result.
void FindTold(const Descriptor& type, const FieldDescriptor* results, const IdPath& above,
              std::vector<IdPath>& found) {
  for (int i = 0; i < type.field_count() && above.steps.size() < kDepth; ++i) {
    const FieldDescriptor& field = *type.field(i);
    if ((field.is_repeated() && &field != results) ||
        std::count(above.steps.begin(), above.steps.end(), &field) > 0)
      continue;
    IdPath here = above;
    here.steps.push_back(&field);
    if (field.message_type() != nullptr) {
      FindTold(*field.message_type(), results, here, found);
    } else if (field.type() == FieldDescriptor::TYPE_STRING && absl::EndsWith(field.name(), "_id") &&
               !IsPersonal(field)) {
      found.push_back(std::move(here));
    }
  }
}

// Whatever a caller may have sent: only what cannot be a name or an address is kept.
bool IsOpaque(const std::string& value, bool is_code) {
  if (!is_code) return ParseId<JobId>(value).has_value();
  Violations out;
  validate::Code(out, "", value, validate::Presence::kRequired);
  return out.empty();
}

// Some of a call's items, of which those count that were accepted.
struct Items {
  Items(const ServerCall& server_call, int first_item, int end_item)
      : call(server_call),
        first(first_item),
        end(std::min(end_item, static_cast<int>(server_call.refused.size()))) {}
  bool Are(const FieldDescriptor& field) const {
    return &field == call.bound.items || &field == call.bound.results;
  }
  int Count() const {
    int count = 0;
    for (int i = first; i < end; ++i) count += call.refused[i].ok() ? 1 : 0;
    return count;
  }
  const ServerCall& call;
  const int first, end;
};

// What was chosen, by its name; empty: nothing.
absl::string_view ChoiceOf(const Message& at, const FieldDescriptor& field) {
  if (field.type() == FieldDescriptor::TYPE_BOOL)
    return at.GetReflection()->GetBool(at, &field) ? "true" : "";
  const auto& value = *at.GetReflection()->GetEnum(at, &field);
  return value.number() == 0 ? absl::string_view() : absl::string_view(value.name());
}

using Ids = std::map<absl::string_view, std::vector<absl::string_view>>;  // by field

void Collect(const Message& at, const IdPath& path, size_t step, const Items& items, Ids& ids) {
  const FieldDescriptor& field = *path.steps[step];
  const auto& reflection = *at.GetReflection();
  const bool is_last = step + 1 == path.steps.size(), repeats = field.is_repeated();
  if (!repeats && !is_last && !reflection.HasField(at, &field)) return;
  if (is_last && IsChoice(field)) {
    const absl::string_view choice = ChoiceOf(at, field);
    if (!choice.empty()) ids[field.name()].push_back(choice);
    return;
  }
  const bool apart = repeats && items.Are(field);
  const int begin = apart ? items.first : 0;
  const int end = apart ? items.end : repeats ? reflection.FieldSize(at, &field) : 1;
  std::string unused;
  for (int i = begin; i < end; ++i) {
    if (apart && !items.call.refused[i].ok()) continue;
    if (!is_last) {
      Collect(repeats ? reflection.GetRepeatedMessage(at, &field, i) : reflection.GetMessage(at, &field),
              path, step + 1, items, ids);
      continue;
    }
    const std::string& value = repeats ? reflection.GetRepeatedStringReference(at, &field, i, &unused)
                                       : reflection.GetStringReference(at, &field, &unused);
    if (!value.empty() && IsOpaque(value, path.is_code)) ids[field.name()].push_back(value);
  }
}

// Each once. The longest lists have what room is left: a team that is made is named, whoever is in it.
void AddResources(Ids ids, audit::v1::AuditEntry& entry) {
  std::vector<Ids::value_type*> lists;
  for (auto& list : ids) {
    std::vector<absl::string_view>& values = list.second;
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    if (!values.empty()) lists.push_back(&list);
  }
  std::stable_sort(lists.begin(), lists.end(),
                   [](const auto* a, const auto* b) { return a->second.size() < b->second.size(); });
  size_t room = kMostIds;
  for (const auto* list : lists) {
    audit::v1::AuditResource& resource = *entry.add_resources();
    resource.set_field(list->first.data(), list->first.size());
    const size_t taken = std::min(list->second.size(), room);
    room -= taken;
    for (size_t i = 0; i < taken; ++i) resource.add_ids(list->second[i].data(), list->second[i].size());
    entry.set_ids_left_out(entry.ids_left_out() + static_cast<int64_t>(list->second.size() - taken));
  }
}

// The longest list of an answer.
int RowsOf(const Message& answer) {
  int rows = 0;
  const Descriptor& type = *answer.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i)->is_repeated())
      rows = std::max(rows, answer.GetReflection()->FieldSize(answer, type.field(i)));
  }
  return rows;
}

}  // namespace

Audited AuditedOf(const google::protobuf::MethodDescriptor& method, bool changes,
                  const FieldDescriptor* results) {
  Audited audited;
  audited.kind = KindOf(method, changes);
  if (audited.kind == audit::v1::AUDIT_KIND_UNSPECIFIED) return audited;
  audited.client_alone = method.service()->options().GetExtension(options::v1::audit_client_alone);
  FindAsked(*method.input_type(), results == nullptr, {}, audited.asked);
  FindTold(*method.output_type(), results, {}, audited.told);
  return audited;
}

bool IsWorthAnEntry(const ServerCall& call) {
  return call.bound.items == nullptr || Items(call, 0, std::numeric_limits<int>::max()).Count() > 0;
}

audit::v1::AuditEntry EntryOf(const ServerCall& call, int first, int end) {
  const BoundMethod& bound = call.bound;
  audit::v1::AuditEntry entry;
  entry.set_kind(bound.audited.kind);
  entry.set_time_us(absl::ToUnixMicros(call.call.now));
  entry.set_client_id(call.call.client_id);
  entry.set_person_id(PersonOf(call));
  entry.set_rpc(bound.path);
  const Items items(call, first, end);
  Ids ids;
  for (const IdPath& path : bound.audited.asked) Collect(*call.request, path, 0, items, ids);
  if (call.response != nullptr) {
    for (const IdPath& path : bound.audited.told) Collect(*call.response, path, 0, items, ids);
    entry.set_rows(bound.items != nullptr ? items.Count() : RowsOf(*call.response));
  }
  AddResources(std::move(ids), entry);
  return entry;
}

std::string PersonOf(const ServerCall& call) {
  const bool told = call.call.acting_for.has_value() && !call.bound.audited.client_alone;
  return told ? ToText(*call.call.acting_for) : "";
}

audit::v1::AuditEntry ReplayOf(const ServerCall& call) {
  audit::v1::AuditEntry entry = EntryOf(call);
  entry.set_store_sequence(call.replayed_sequence);
  entry.set_replayed(true);
  return entry;
}

}  // namespace obt::rpc
