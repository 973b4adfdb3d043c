#include "tools/obtctl/people_results.h"

#include <fstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "common/rpc/grpc_status.h"
#include "tools/obtctl/csv.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

namespace v1 = identity::v1;

constexpr int64_t kShownRefusals = 10;
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

PeopleResults::PeopleResults(const std::vector<PeopleLine>& lines, std::string path)
    : path_(std::move(path)) {
  entries_.resize(lines.size());
  for (size_t i = 0; i < lines.size(); ++i) {
    entries_[i].line = lines[i].line;
    place_[lines[i].line] = i;
  }
}

void PeopleResults::Set(Entry& entry, const absl::Status& status, v1::ImportOutcome outcome,
                        const std::string& person_id) {
  entry.outcome = status.ok() ? WordOf(*v1::ImportOutcome_descriptor(), outcome) : kRefused;
  entry.reason = ReasonOf(status);
  entry.message = MessageOf(status);
  entry.person_id = person_id;
  if (status.ok() || ++refused_ > kShownRefusals) return;
  const std::string whose =
      entry.line > 0 ? absl::StrCat("line ", entry.line) : absl::StrCat("person ", person_id);
  shown_.push_back(absl::StrCat("  ", whose, ": ", entry.message, "  [", entry.reason, "]"));
}

void PeopleResults::Take(size_t line, const v1::ImportPeopleResponse::Result& result) {
  Set(entries_[line], rpc::FromProto(result.status()), result.outcome(), result.person_id());
}

void PeopleResults::Take(const v1::ImportResult& result) {
  const auto place = place_.find(result.line());
  if (place == place_.end()) entries_.emplace_back();
  Entry& entry = place == place_.end() ? entries_.back() : entries_[place->second];
  Set(entry, rpc::FromProto(result.status()), result.outcome(), result.person_id());
}

void PeopleResults::Refuse(size_t line, const absl::Status& why) {
  Set(entries_[line], why, v1::IMPORT_OUTCOME_UNSPECIFIED, "");
}

void PeopleResults::CallTheRestUnchanged() {
  const std::string staged = WordOf(*v1::ImportOutcome_descriptor(), v1::IMPORT_OUTCOME_STAGED);
  for (Entry& entry : entries_) {
    if (entry.outcome == staged) entry.outcome = kUnchanged;
  }
}

void PeopleResults::Print(const Session& session) const {
  std::map<std::string, std::pair<int64_t, int64_t>> counts;
  for (const Entry& entry : entries_) {
    if (!entry.outcome.empty())
      ++(entry.line > 0 ? counts[entry.outcome].first : counts[entry.outcome].second);
  }
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
  for (const Entry& entry : entries_) {
    if (entry.outcome.empty()) continue;
    file << CsvLine({entry.line > 0 ? absl::StrCat(entry.line) : "", entry.outcome, entry.reason,
                     entry.message, entry.person_id});
  }
  file.close();
  if (file.fail()) return UsageError(absl::StrCat("cannot write the results to ", path_));
  return absl::OkStatus();
}

}  // namespace obt::ctl
