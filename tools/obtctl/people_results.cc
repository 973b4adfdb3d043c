#include "tools/obtctl/people_results.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/csv.h"
#include "common/base/error.h"
#include "common/base/files.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kShownRefusals = 10;
constexpr int64_t kNobody = int64_t{1} << 62;  // beyond all lines
constexpr char kRefused[] = "refused";
constexpr char kUnchanged[] = "unchanged";
constexpr char kLeft[] = "left";

// True of devices and pipes, which nothing can be put in the place of.
bool IsWrittenInPlace(const std::string& path) {
  std::error_code none;
  const bool device = absl::StartsWith(path, "/dev/std") || absl::StartsWith(path, "/dev/fd/") ||
                      absl::StartsWith(path, "/proc/");
  return fs::exists(path, none) && (device || !fs::is_regular_file(path, none)) &&
         !fs::is_directory(path, none);
}

absl::Status WriteInto(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary | std::ios::app);
  file << text;
  file.close();
  if (file.fail()) return absl::FailedPreconditionError(absl::StrCat("cannot write ", path));
  return absl::OkStatus();
}

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

absl::StatusOr<PeopleResults> PeopleResults::To(const std::string& path, const std::string& list) {
  std::error_code none;
  const auto refuse = [&path](absl::string_view why) {
    return UsageError(absl::StrCat("the results cannot be written to ", path, ": ", why,
                                   "; nothing was changed, say where with --results FILE"));
  };
  if (fs::equivalent(path, list, none)) return refuse("that is the list itself");
  if (fs::is_directory(path, none)) return refuse("that is a directory");
  if (IsWrittenInPlace(path)) return PeopleResults(path);
  // A link stays one: what it leads to is replaced.
  const fs::path target = fs::is_symlink(path, none) ? fs::weakly_canonical(path, none) : fs::path(path);
  const std::string trial = absl::StrCat(target.string(), ".", getpid(), ".trial");
  const absl::Status written = ReplaceFile(trial, "");
  if (!written.ok()) return refuse(std::strerror(errno));
  fs::remove(trial, none);
  return PeopleResults(target.string());
}

void PeopleResults::ShowLeavers() {
  int64_t leavers = 0;
  for (const auto& [line, entry] : entries_) {
    if (line < kNobody || entry.outcome != kLeft || ++leavers > kShownRefusals) continue;
    shown_.push_back(absl::StrCat("  person ", entry.person_id, " is in no line and would leave"));
  }
  if (leavers > kShownRefusals)
    shown_.push_back(absl::StrCat("  and ", WithThousands(leavers - kShownRefusals), " more would leave"));
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
  int64_t noted = 0;
  for (const auto& [line, note] : notes_) {
    if (++noted <= kShownRefusals) table.AddNote(absl::StrCat("  line ", line, ": ", note));
  }
  if (noted > kShownRefusals)
    table.AddNote(absl::StrCat("  and ", WithThousands(noted - kShownRefusals), " such lines"));
  table.AddNote(absl::StrCat("every line's result: ", path_));
  session.Print(table);
}

std::string PeopleResults::AsCsv() const {
  std::string text = CsvLine({"line", "outcome", "reason", "message", "person_id"});
  for (const auto& [line, entry] : entries_) {
    const auto note = notes_.find(line);
    const bool noted = entry.message.empty() && note != notes_.end();
    text += CsvLine({line < kNobody ? absl::StrCat(line) : "", entry.outcome, entry.reason,
                     noted ? note->second : entry.message, entry.person_id});
  }
  return text;
}

absl::Status PeopleResults::Write() const {
  if (entries_.empty()) return absl::OkStatus();
  const absl::Status written =
      IsWrittenInPlace(path_) ? WriteInto(path_, AsCsv()) : ReplaceFile(path_, AsCsv());
  if (written.ok()) return written;
  return UsageError(absl::StrCat("the import was made, but its results are lost: ", written.message()));
}

}  // namespace obt::ctl
