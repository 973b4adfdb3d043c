#include "common/app/audit_service.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/rules.h"
#include "common/base/status.h"
#include "common/rpc/answer_page.h"
#include "common/store/audit.h"
#include "common/store/key_codec.h"
#include "common/store/page.h"
#include "google/protobuf/util/time_util.h"
#include "obt/admin/v1/admin.pb.h"

namespace obt::app {
namespace {

using admin::v1::AuditRecord;
using admin::v1::ReadAuditLogRequest;
using admin::v1::ReadAuditLogResponse;
using audit::v1::AuditEntry;
using google::protobuf::util::TimeUtil;

constexpr size_t kMostExamined = 20'000;  // entries for a page
constexpr absl::Duration kDisorder = absl::Minutes(5);

bool IsAbout(const AuditEntry& entry, const std::string& person_id) {
  if (entry.person_id() == person_id) return true;
  return std::any_of(entry.resources().begin(), entry.resources().end(), [&](const auto& resource) {
    return std::find(resource.ids().begin(), resource.ids().end(), person_id) != resource.ids().end();
  });
}

bool Fits(const AuditEntry& entry, const ReadAuditLogRequest& asked) {
  const auto since = [](const google::protobuf::Timestamp& time) {
    return TimeUtil::TimestampToMicroseconds(time);
  };
  return (asked.client_id().empty() || entry.client_id() == asked.client_id()) &&
         (asked.person_id().empty() || IsAbout(entry, asked.person_id())) &&
         (asked.rpc().empty() || entry.rpc() == asked.rpc() ||
          absl::EndsWith(entry.rpc(), absl::StrCat("/", asked.rpc()))) &&
         (!asked.has_from_time() || entry.time_us() >= since(asked.from_time())) &&
         (!asked.has_to_time() || entry.time_us() < since(asked.to_time())) &&
         (asked.kind() == audit::v1::AUDIT_KIND_UNSPECIFIED || entry.kind() == asked.kind());
}

// The entry behind which those from a moment on begin. They are nearly in the order of their times: a read's
// waits for a tenth of a second, refusals are counted for a minute.
absl::StatusOr<uint64_t> BehindTime(const store::View& view, int64_t from_us) {
  from_us -= absl::ToInt64Microseconds(kDisorder);
  uint64_t lower = 0, upper = view.audit_sequence();
  while (lower < upper) {
    const uint64_t middle = lower + (upper - lower) / 2;
    AuditEntry entry;
    OBT_RETURN_IF_ERROR(store::ScanAudit(view, middle, [&entry](const store::AuditRow& row) {
      if (!entry.ParseFromString(row.entry)) entry.Clear();
      return false;
    }));
    if (entry.time_us() < from_us) {
      lower = middle + 1;
    } else {
      upper = middle;
    }
  }
  return lower;
}

// The entry behind which a page begins; its position is one, as a key.
absl::StatusOr<uint64_t> BehindOf(const ReadAuditLogRequest& request, const store::View& view,
                                  absl::string_view position) {
  const auto key = store::DecodeKey<std::tuple<uint64_t>>(position);
  if (key.has_value()) return std::get<0>(*key);
  if (!request.has_from_time()) return request.after();
  OBT_ASSIGN_OR_RETURN(const uint64_t behind,
                       BehindTime(view, TimeUtil::TimestampToMicroseconds(request.from_time())));
  return std::max<uint64_t>(behind, request.after());
}

absl::StatusOr<store::Page<AuditRecord>> ReadPage(const ReadAuditLogRequest& request, const store::View& view,
                                                  absl::string_view position, size_t limit) {
  store::Page<AuditRecord> page;
  size_t examined = 0, bytes = 0;
  std::string last;
  bool broken = false;
  OBT_ASSIGN_OR_RETURN(const uint64_t behind, BehindOf(request, view, position));
  OBT_RETURN_IF_ERROR(store::ScanAudit(view, behind, [&](const store::AuditRow& row) {
    broken = row.sequence == 0;
    if (broken) return false;
    if (page.rows.size() == limit || examined++ == kMostExamined || bytes >= store::kReadBytes) {
      page.next = last;
      return false;
    }
    bytes += row.entry.size();
    last = store::EncodeKey(std::tuple<uint64_t>(row.sequence));
    AuditRecord record;
    // What cannot be read is told with the rest: the chain says where it was broken.
    const bool readable = record.mutable_entry()->ParseFromString(row.entry);
    if (!readable) record.clear_entry();
    if (readable && !Fits(record.entry(), request)) return true;
    if (readable) *record.mutable_time() = TimeUtil::MicrosecondsToTimestamp(record.entry().time_us());
    record.set_sequence(row.sequence);
    record.set_chain(row.chain);
    record.set_content(row.entry);
    page.rows.push_back(std::move(record));
    page.ends.push_back(last);
    return true;
  }));
  if (broken && page.rows.empty())
    return Error(absl::StatusCode::kDataLoss, "AUDIT_KEY",
                 absl::StrCat("an entry behind entry ", behind, " has a key that cannot be read"));
  return page;
}

absl::StatusOr<ReadAuditLogResponse> ReadAuditLog(const ReadAuditLogRequest& request, const rpc::Call& call,
                                                  const store::View& view) {
  OBT_ASSIGN_OR_RETURN(ReadAuditLogResponse response,
                       rpc::AnswerPage(request, call, &ReadAuditLogResponse::mutable_records,
                                       [&](const std::string& position, size_t limit) {
                                         return ReadPage(request, view, position, limit);
                                       }));
  response.set_last_sequence(view.audit_sequence());
  response.set_last_chain(view.audit_chain());
  return response;
}

}  // namespace

void BindAudit(rpc::Router& router) { router.Query(ReadAuditLog); }

}  // namespace obt::app
