// What a call leaves in the audit log: read once from its proto, then made of each call. Pure.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "obt/audit/v1/audit.pb.h"

namespace obt::rpc {

struct ServerCall;

// Where in a message an id stands, or what was chosen.
struct IdPath {
  std::vector<const google::protobuf::FieldDescriptor*> steps;
  bool is_code = false;  // chosen by administrators, not made by a server
};

struct Audited {
  // Of a call that succeeds; unspecified: nothing is kept of it.
  audit::v1::AuditKind kind = audit::v1::AUDIT_KIND_UNSPECIFIED;
  std::vector<IdPath> asked, told;  // ids in the request, and in the answer
  bool client_alone = false;        // entries do not say on whose behalf

  bool IsExport() const { return kind == audit::v1::AUDIT_KIND_EXPORT; }
};

// By the method's policy and by the personal fields of its answer. `changes`: it is a command or a batch;
// `results`: of what is answered item by item.
Audited AuditedOf(const google::protobuf::MethodDescriptor& method, bool changes,
                  const google::protobuf::FieldDescriptor* results);

// Whether a question's answer is worth an entry: not one of which every item was refused.
bool IsWorthAnEntry(const ServerCall& call);
// Who asked for what, and when, with the ids that were named, and those that were given if there is an answer
// by now; of a batch those of its items from `first` to before `end` that were accepted.
audit::v1::AuditEntry EntryOf(const ServerCall& call, int first = 0,
                              int end = std::numeric_limits<int>::max());

// On whose behalf, as entries may tell it; empty: they may not, or nobody's.
std::string PersonOf(const ServerCall& call);

// Of a call that gets the reply of an earlier one.
audit::v1::AuditEntry ReplayOf(const ServerCall& call);

}  // namespace obt::rpc
