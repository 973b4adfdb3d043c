#include "services/reporting/release/job.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "common/base/times.h"
#include "common/store/sha256.h"
#include "obt/aggregator/v1/snapshot.pb.h"
#include "services/reporting/making/digests.h"
#include "services/reporting/release/rows.h"

namespace obt::reporting {
namespace {

namespace agg = aggregator::v1;
using store::v1::ReleaseRow;

constexpr char kKind[] = "release";
constexpr absl::Duration kAsk = absl::Minutes(1);

absl::StatusOr<std::optional<std::string>> FindUnmade(const obt::store::View& view,
                                                      const jobs::MayTry& may_try) {
  std::optional<std::string> unmade;
  OBT_RETURN_IF_ERROR(kReleases.ScanEach(
      view, std::tuple<>(), std::nullopt, std::numeric_limits<size_t>::max(),
      [&](const auto&, const ReleaseRow& row) {
        if (row.release().state() == v1::RELEASE_STATE_CREATING && may_try(row.release().release_id()))
          unmade = row.release().release_id();
        return !unmade.has_value();
      }));
  return unmade;
}

// It would fail again. Of copying most is the aggregator's, which may be starting.
bool IsFinal(const absl::Status& status, bool is_copied) {
  return absl::IsFailedPrecondition(status) || absl::IsInvalidArgument(status) ||
         (is_copied &&
          (absl::IsDeadlineExceeded(status) || absl::IsDataLoss(status) || absl::IsNotFound(status)));
}

absl::StatusOr<std::vector<making::Kept>> ReadWhole(const obt::store::View& view,
                                                    const std::vector<std::string>& ids, Proofs proofs) {
  OBT_ASSIGN_OR_RETURN(std::vector<making::Kept> all, ReadKept(view, ids, proofs));
  for (const making::Kept& kept : all) OBT_RETURN_IF_ERROR(making::CheckCopied(kept));
  return all;
}

}  // namespace

ReleaseJob::ReleaseJob(Surroundings surroundings) : with_(std::move(surroundings)) {
  with_.jobs->Add({kKind, &kReleases, FindUnmade,
                   [this](const std::string& id) { return Step(*ParseId<ReleaseId>(id)); }});
}

void ReleaseJob::Report(const std::string& release_id, int percent, absl::string_view phase) {
  MutexLock lock(mutex_);
  release_id_ = release_id;
  percent_ = percent;
  phase_ = std::string(phase);
}

void ReleaseJob::AddProgress(v1::Release& release) const {
  MutexLock lock(mutex_);
  if (release.state() != v1::RELEASE_STATE_CREATING || release.release_id() != release_id_) return;
  release.set_percent(percent_);
  release.set_phase(phase_);
}

// Copies first; true: there is more to do.
absl::StatusOr<bool> ReleaseJob::Step(const ReleaseId& id) {
  OBT_ASSIGN_OR_RETURN(std::optional<ReleaseRow> row, kReleases.Find(with_.store->Now(), {id}));
  if (!row.has_value() || row->release().state() != v1::RELEASE_STATE_CREATING) return false;
  const bool is_copied = !row->copied_sha256().empty();
  const absl::Status done = is_copied ? MakeOf(*row) : Copy(*row);
  OBT_RETURN_IF_ERROR(with_.jobs->GoesOn());
  if (done.ok()) return !is_copied;
  if (!IsFinal(done, is_copied)) return done;
  OBT_RETURN_IF_ERROR(Fail(*std::move(row), done.message()));
  return false;
}

absl::Status ReleaseJob::Copy(const ReleaseRow& row) {
  making::Kept copied;
  copied.row = row;
  v1::Release& release = *copied.row.mutable_release();
  Report(release.release_id(), 1, "copying surveys");
  OBT_RETURN_IF_ERROR(CopySurveys(copied));
  Report(release.release_id(), 1, "opening a snapshot of the figures");
  OBT_ASSIGN_OR_RETURN(const auto opened, with_.aggregator->Call<agg::OpenMetricsSnapshotResponse>(
                                              agg::OpenMetricsSnapshotRequest()));
  const std::string snapshot_id = opened.snapshot().snapshot_id();
  const absl::Cleanup close = [&] {
    agg::CloseMetricsSnapshotRequest request;
    request.set_snapshot_id(snapshot_id);
    with_.aggregator->Call<agg::CloseMetricsSnapshotResponse>(request).IgnoreError();
  };
  *release.mutable_applied() = opened.snapshot().applied();
  release.set_software_version(with_.version);
  OBT_ASSIGN_OR_RETURN(copied.answers, AskAll(snapshot_id, copied.row));
  copied.row.set_copied_sha256(making::DigestOfCopied(copied));
  return Keep(copied.row, &copied, nullptr);
}

// Surveys stand for a week and are asked as of its end alone: a release of an earlier day goes without, and a
// revision has what was told at first.
absl::Status ReleaseJob::CopySurveys(making::Kept& copied) {
  v1::Release& release = *copied.row.mutable_release();
  auto& ids = *copied.row.mutable_table_ids();
  const auto table = std::find(ids.begin(), ids.end(), tables::kSurveysTable);
  if (table == ids.end()) return absl::OkStatus();
  if (release.revises_release_id().empty()) {
    OBT_ASSIGN_OR_RETURN(copied.surveys, AskSurveys(release.programme_id()));
    if (tables::AreOf(copied.surveys, *ParseDay(release.as_of()))) return absl::OkStatus();
    copied.surveys.clear();
    ids.erase(table);
    release.set_table_count(ids.size());
    return absl::OkStatus();
  }
  OBT_ASSIGN_OR_RETURN(auto revised,
                       ReadWhole(with_.store->Now(), {release.revises_release_id()}, Proofs::kLeft));
  copied.surveys = std::move(revised.front().surveys);
  return absl::OkStatus();
}

absl::StatusOr<tables::SurveyAnswers> ReleaseJob::AskSurveys(const std::string& programme_id) {
  tables::SurveyAnswers answers;
  for (agg::QuerySurveysRequest& question : tables::SurveyQuestionsFor(programme_id)) {
    do {
      OBT_ASSIGN_OR_RETURN(auto page, with_.aggregator->Call<agg::QuerySurveysResponse>(question));
      question.set_page_token(page.next_page_token());
      page.clear_next_page_token();
      store::v1::SurveyAnswer& answer = answers.emplace_back();
      if (question.group_by_size() > 0) answer.set_by(question.group_by(0));
      *answer.mutable_answer() = std::move(page);
    } while (!question.page_token().empty());
  }
  return answers;
}

absl::StatusOr<making::Answers> ReleaseJob::AskAll(const std::string& snapshot_id, const ReleaseRow& row) {
  OBT_ASSIGN_OR_RETURN(const tables::Tables standard, making::TablesIn(row));
  const auto questions = tables::QuestionsFor(standard, row.release().programme_id());
  making::Answers answers;
  for (size_t i = 0; i < questions.size(); ++i) {
    OBT_RETURN_IF_ERROR(with_.jobs->GoesOn());
    Report(row.release().release_id(), 1 + static_cast<int>(i * 9 / questions.size()), "copying figures");
    agg::QueryMetricsRequest question = questions[i];
    question.set_snapshot_id(snapshot_id);
    *question.mutable_as_of() = row.release().as_of();
    do {
      rpc::CallOptions options;
      options.timeout = kAsk;
      OBT_ASSIGN_OR_RETURN(auto page, with_.aggregator->Call<agg::QueryMetricsResponse>(question, options));
      question.set_page_token(page.next_page_token());
      page.clear_next_page_token();
      answers.push_back(std::move(page));
    } while (!question.page_token().empty());
  }
  return answers;
}

absl::Status ReleaseJob::MakeOf(ReleaseRow row) {
  const std::string id = row.release().release_id();
  Report(id, 10, "reading the releases before");
  OBT_ASSIGN_OR_RETURN(const auto releases, ReleasesOf(with_.store->Now(), row.release().programme_id()));
  std::vector<std::string> with = making::AuditedWith(releases, row);
  row.mutable_audited_with()->Assign(with.begin(), with.end());
  with.push_back(id);
  OBT_ASSIGN_OR_RETURN(std::vector<making::Kept> kept, ReadWhole(with_.store->Now(), with, Proofs::kRead));
  row.clear_audited_cells();
  for (size_t i = 0; i + 1 < kept.size(); ++i)
    row.add_audited_cells(static_cast<int32_t>(kept[i].statuses.size()));

  OBT_ASSIGN_OR_RETURN(making::Decision decision, DecideOn(kept));
  if (!decision.failure.empty()) return absl::FailedPreconditionError(decision.failure);
  row.set_told_to_insiders(decision.told_to_insiders);
  row.set_cells_sha256(decision.cells_sha256);
  row.set_decided_sha256(making::DigestOf(decision.statuses, decision.worlds));
  kept.back().row = std::move(row);
  kept.back().statuses = std::move(decision.statuses);
  kept.back().worlds = std::move(decision.worlds);
  return WriteOf(std::move(kept), making::EverPublished(releases));
}

absl::StatusOr<making::Decision> ReleaseJob::DecideOn(const std::vector<making::Kept>& kept) {
  const std::string id = kept.back().row.release().release_id();
  const absl::Time until = with_.clock->Now() + absl::Seconds(kept.back().row.policy().budget_seconds());
  return making::Decide(kept, [&](double done) {
    Report(id, 10 + static_cast<int>(done * 75), "proving that nobody is given away");
    const absl::StatusOr<bool> is_there = kReleases.Has(with_.store->Now(), {*ParseId<ReleaseId>(id)});
    return is_there.value_or(true) && with_.jobs->GoesOn().ok() && with_.clock->Now() < until;
  });
}

// What is decided is printed, and told of together with all that was ever published.
absl::Status ReleaseJob::WriteOf(std::vector<making::Kept> kept, const std::vector<std::string>& published) {
  making::Kept& newest = kept.back();
  v1::Release& release = *newest.row.mutable_release();
  Report(release.release_id(), 85, "looking at all releases together");
  OBT_ASSIGN_OR_RETURN(std::vector<making::Kept> ever,
                       ReadWhole(with_.store->Now(), published, Proofs::kLeft));
  ever.push_back(newest);
  OBT_ASSIGN_OR_RETURN(const int32_t narrowed, making::CountNarrowed(ever));
  release.set_narrowed_by_history(narrowed);

  Report(release.release_id(), 95, "writing the bundle");
  OBT_ASSIGN_OR_RETURN(making::Written written, making::Write(newest));
  if (!release.revises_release_id().empty()) {
    const auto before = std::find_if(kept.begin(), kept.end(), [&](const making::Kept& one) {
      return one.row.release().release_id() == release.revises_release_id();
    });
    OBT_ASSIGN_OR_RETURN(const making::Written revised, making::Write(*before));
    release.set_changed_figures(making::CountChanged(revised.tables, written.tables));
  }
  int32_t figures = 0;
  for (const v1::Table& table : written.tables)
    figures += table.rows_size() * table.outline().measures_size();
  release.set_figure_count(figures);
  release.set_bundle_bytes(static_cast<int64_t>(written.bundle.size()));
  release.set_bundle_sha256(absl::BytesToHexString(obt::store::Sha256(written.bundle)));
  release.set_state(v1::RELEASE_STATE_DRAFT);
  const making::Made made = {newest.statuses, newest.worlds, std::move(written)};
  return Keep(newest.row, nullptr, &made);
}

absl::Status ReleaseJob::Keep(const ReleaseRow& row, const making::Kept* copied,
                              const making::Made* made) const {
  const auto keep = [&](obt::store::Txn& txn) -> absl::Status {
    const ReleaseId id = IdOf(row);
    OBT_ASSIGN_OR_RETURN(const auto present, kReleases.Find(txn, {id}));
    if (!present.has_value()) return absl::OkStatus();  // it was discarded meanwhile
    ReleaseRow next = row;
    if (copied != nullptr) PutCopied(txn, id, *copied);
    if (made != nullptr) PutMade(txn, id, *made);
    PutRelease(txn, next);
    return absl::OkStatus();
  };
  return with_.store->Execute(keep).status();
}

absl::Status ReleaseJob::Fail(ReleaseRow row, absl::string_view why) const {
  row.mutable_release()->set_state(v1::RELEASE_STATE_FAILED);
  row.mutable_release()->set_failure(std::string(why));
  return Keep(row, nullptr, nullptr);
}

}  // namespace obt::reporting
