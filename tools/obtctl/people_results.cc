#include "tools/obtctl/people_results.h"

#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/csv.h"
#include "common/base/error.h"
#include "obt/identity/v1/import.pb.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

constexpr int64_t kShownRefusals = 10;
constexpr int64_t kNobody = int64_t{1} << 62;  // beyond all lines
constexpr char kRefused[] = "refused";
constexpr char kUnchanged[] = "unchanged";

// Without the row's place in its call, "rows[7].", which says nothing to somebody who looks at lines.
std::string WithoutPlace(std::string text) {
  const size_t end = text.find("].");
  if (text.rfind("rows[", 0) == 0 && end != std::string::npos) text.erase(0, end + 2);
  return text;
}

// Every fault of a row, or what else is wrong with it.
std::string MessageOf(const absl::Status& status) {
  std::vector<std::string> faults;
  for (const FieldViolation& fault : ViolationsOf(status)) {
    faults.push_back(WithoutPlace(absl::StrCat(fault.field, ": ", fault.description)));
  }
  return faults.empty() ? std::string(status.message()) : absl::StrJoin(faults, "; ");
}

}  // namespace

void PeopleResults::Set(int64_t line, const absl::Status& status, int outcome, const std::string& person_id) {
  Entry& entry = entries_[line > 0 ? line : kNobody + static_cast<int64_t>(entries_.size())];
  entry.outcome = status.ok() ? WordOf(*identity::v1::ImportOutcome_descriptor(), outcome) : kRefused;
  entry.reason = ReasonOf(status);
  entry.message = MessageOf(status);
  entry.person_id = person_id;
  if (status.ok() || ++refused_ > kShownRefusals) return;
  const std::string whose = line > 0 ? absl::StrCat("line ", line) : absl::StrCat("person ", person_id);
  shown_.push_back(absl::StrCat("  ", whose, ": ", entry.message, "  [", entry.reason, "]"));
}

void PeopleResults::CallTheRestUnchanged() {
  const std::string staged =
      WordOf(*identity::v1::ImportOutcome_descriptor(), identity::v1::IMPORT_OUTCOME_STAGED);
  for (auto& [line, entry] : entries_) {
    if (entry.outcome == staged) entry.outcome = kUnchanged;
  }
}

void PeopleResults::Print(const Session& session) const {
  std::map<std::string, std::pair<int64_t, int64_t>> counts;
  for (const auto& [line, entry] : entries_)
    ++(line < kNobody ? counts[entry.outcome].first : counts[entry.outcome].second);
  Table table({{"outcome", "outcome"},
               {"lines", "lines", ColumnKind::kCount},
               {"not_listed", "not listed", ColumnKind::kCount}});
  for (const auto& [outcome, count] : counts) table.Add({outcome, count.first, count.second});
  for (const std::string& line : shown_) table.AddNote(line);
  if (refused_ > kShownRefusals) table.AddNote(absl::StrCat("  and ", refused_ - kShownRefusals, " more"));
  table.AddNote(absl::StrCat("every line's result: ", path_));
  session.Print(table);
}

absl::Status PeopleResults::Write() const {
  std::ofstream file(path_, std::ios::binary);
  file << CsvLine({"line", "outcome", "reason", "message", "person_id"});
  for (const auto& [line, entry] : entries_) {
    file << CsvLine({line < kNobody ? absl::StrCat(line) : "", entry.outcome, entry.reason, entry.message,
                     entry.person_id});
  }
  file.close();
  if (file.fail()) return UsageError(absl::StrCat("cannot write the results to ", path_));
  return absl::OkStatus();
}

}  // namespace obt::ctl
