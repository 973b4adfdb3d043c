// obtctl audit: the services' audit logs, read, checked against their chains, and shipped.
#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "google/protobuf/util/json_util.h"
#include "obt/admin/v1/admin.pb.h"
#include "obt_services.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/shipping.h"
#include "tools/obtctl/verb.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

using admin::v1::AuditRecord;
using admin::v1::ReadAuditLogRequest;
using admin::v1::ReadAuditLogResponse;

constexpr int kRecordsAtOnce = 500;

absl::Status BrokenLog(absl::string_view service, absl::string_view what) {
  return Error(absl::StatusCode::kDataLoss, "AUDIT_BROKEN",
               absl::StrCat(service, ": ", what, "; the log up to there is as it was written"));
}

// Follows a service's log from where `chain` is to where it ended when this began; `take` gets each page. An
// error names the first entry that does not follow.
template <typename Take>
absl::Status FollowLog(Session& session, const std::string& service, store::AuditChain& chain, Take take) {
  ReadAuditLogRequest request;
  request.set_page_size(kRecordsAtOnce);
  uint64_t end = 0;
  do {
    request.set_after(chain.sequence());
    OBT_ASSIGN_OR_RETURN(const auto page, session.Ask<ReadAuditLogResponse>(request, {service}));
    if (page.last_sequence() < chain.sequence() ||
        (page.last_sequence() == chain.sequence() && page.last_chain() != chain.chain())) {
      return BrokenLog(service,
                       absl::StrCat("entry ", chain.sequence(), " was known, and the log that ends at entry ",
                                    page.last_sequence(), " does not have it"));
    }
    if (end == 0) end = page.last_sequence();
    if (page.records().empty() && chain.sequence() < end)
      return BrokenLog(service,
                       absl::StrCat("entry ", chain.sequence() + 1, " was expected, nothing stands there"));
    for (const AuditRecord& record : page.records()) {
      const std::string fault = chain.Follow({record.sequence(), record.chain(), record.content()});
      if (!fault.empty()) return BrokenLog(service, fault);
    }
    OBT_RETURN_IF_ERROR(take(page));
  } while (chain.sequence() < end);
  return absl::OkStatus();
}

absl::Status VerifyLogs(Session& session, const Arguments& arguments) {
  std::vector<std::string> services = arguments.List("service");
  if (services.empty()) services.assign(kServiceNames.begin(), kServiceNames.end());
  Table table({{"service", "service", ColumnKind::kId},
               {"entries", "entries", ColumnKind::kCount},
               {"chain", "chain", ColumnKind::kId},
               {"fault", "what is wrong"}});
  absl::Status first;
  for (const std::string& service : services) {
    store::AuditChain chain;
    const absl::Status followed =
        FollowLog(session, service, chain, [](const auto&) { return absl::OkStatus(); });
    first.Update(followed);  // of a service that cannot be asked, too: the others are looked at
    table.Add({service, static_cast<int64_t>(chain.sequence()), absl::BytesToHexString(chain.chain()),
               std::string(followed.message())});
  }
  session.Print(table);
  return first;
}

absl::StatusOr<std::string> JsonLineOf(const std::string& service, const AuditRecord& record) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(record, &json, options).ok())
    return BrokenLog(service, absl::StrCat("entry ", record.sequence(), " cannot be told in JSON"));
  return absl::StrCat("{\"service\":\"", service, "\",", json.substr(1), "\n");
}

absl::Status ShipLog(Session& session, const Arguments& arguments) {
  const std::string service = arguments.Text("service"), to = arguments.Text("to");
  const std::string state = absl::StrCat(to, ".state");
  LineFile file;
  OBT_RETURN_IF_ERROR(file.Open(to));
  OBT_ASSIGN_OR_RETURN(Shipped shipped, ReadShipped(state, service));
  OBT_RETURN_IF_ERROR(file.GoOn(shipped));
  OBT_RETURN_IF_ERROR(WriteShipped(state, shipped));  // before the first line, or that would be unknown
  const uint64_t before = shipped.chain.sequence();
  OBT_RETURN_IF_ERROR(FollowLog(session, service, shipped.chain, [&](const ReadAuditLogResponse& page) {
    std::string lines;
    for (const AuditRecord& record : page.records()) {
      OBT_ASSIGN_OR_RETURN(const std::string line, JsonLineOf(service, record));
      absl::StrAppend(&lines, line);
    }
    OBT_RETURN_IF_ERROR(file.Append(lines));
    shipped.bytes += static_cast<int64_t>(lines.size());
    return WriteShipped(state, shipped);
  }));
  session.Say(absl::StrCat("shipped ", WithThousands(shipped.chain.sequence() - before), " entries of ",
                           service, ", up to entry ", WithThousands(shipped.chain.sequence())));
  return absl::OkStatus();
}

Option LogOf() { return Positional("service", absl::StrJoin(kServiceNames, ", ")); }

Command ListLogCommand() {
  return CommandOf(
      {"audit list",
       "The entries of a service's audit log, the oldest first",
       "Needs the role central_admin, and leaves an entry itself.\n\nExample:\n"
       "  obtctl audit list identity --client admin --rpc GrantRole\n"
       "  obtctl audit list identity --kind refusal",
       {LogOf().For(Use::kService), Text("client", "CLIENT", "Of calls of this client").To("client_id"),
        Text("person", "PERSON", "On behalf of this person, or about this person").To("person_id"),
        Text("rpc", "NAME", "Of this call, e.g. GetPerson"),
        OneOf("kind", WordsOf(*audit::v1::AuditKind_descriptor()), "Only those"),
        Text("from", "TIME", "From then on, e.g. 2024-11-20T10:30 (Europe/London)").To("from_time"),
        Text("to", "TIME", "Before then").To("to_time"),
        Number("after", "SEQUENCE", "Behind this entry", 0).Between(0, std::numeric_limits<int64_t>::max()),
        Limit()},
       Of<ReadAuditLogRequest>(),
       {.rows = "records",
        .columns = "sequence|entry; time; entry.kind|kind; entry.client_id|client; entry.person_id|for; "
                   "entry.rpc|call; entry.resources:{field} {ids}|what; ?entry.rows|rows; "
                   "?entry.count|times; entry.reason|refused because; ?entry.store_sequence|change; "
                   "chain|-"}});
}

}  // namespace

std::vector<Command> AuditCommands() {
  return {
      ListLogCommand(),
      {"audit verify",
       "Recompute the chain of each service's audit log, and name the first entry that does not follow",
       "Needs the role central_admin. Exits with 1 when an entry was changed, removed, put elsewhere or\n"
       "added. Of a service that is stopped obtctl store verify checks the same.\n\nExample:\n"
       "  obtctl audit verify",
       {List("service", "NAME", "Only these; default: all")},
       VerifyLogs},
      {"audit ship",
       "Write a service's audit log to a file, a line of JSON an entry",
       "Goes on where it ended the last time, however that ended: no entry is left out and none is there\n"
       "twice. A log that is not the one that was shipped is refused, so the file is also a witness of it.\n"
       "Run it every minute, and move the file away when it is large.\n\nExample:\n"
       "  obtctl audit ship identity --to audit-identity.jsonl",
       {LogOf(), Required("to", "FILE", "Where to; FILE.state beside it says how far it has come")},
       ShipLog},
  };
}

}  // namespace obt::ctl
