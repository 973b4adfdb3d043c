// What reporters learn, by whatever they may call: every RPC of the descriptors, in every way there is a
// request for it. What no reporter of dwp may be told is looked for twice: none of it stands in an answer,
// and no answer is another one when something changes outside dwp alone.
#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "obt/aggregator/v1/snapshot.pb.h"
#include "obt/reporting/v1/release.pb.h"
#include "tests/integration/answer_reader.h"
#include "tests/integration/every_rpc.h"
#include "tests/integration/two_sides.h"
#include "tests/integration/walk.h"

namespace obt::testing {
namespace {

namespace agg = aggregator::v1;
namespace rel = reporting::v1;
using absl::StatusCode;
using google::protobuf::Descriptor;
using google::protobuf::Message;

constexpr char kDwp[] = "dwp-reports", kCabinet[] = "cabinet";

// The centre first: so dwp might be given what the centre was answered.
const std::vector<Asker>& Reporters() {
  static const auto& reporters = *new std::vector<Asker>{{kCabinet, options::v1::ROLE_CENTRAL_REPORTER},
                                                         {kDwp, options::v1::ROLE_ORGANISATION_REPORTER}};
  return reporters;
}

// Codes of other organisations stand in these answers: the tree and stated headcounts are public knowledge,
// and what is shared with everybody says whose it is.
bool TellsOfOthers(const Rpc& rpc) {
  static const std::set<std::string> kPublic = {"GetOrganisation", "ListOrganisations", "ListHeadcounts"};
  static const std::set<std::string> kShared = {
      "GetIdea",         "ListIdeas",    "SearchIdeas",     "FindSimilarIdeas",  "GetExperiment",
      "ListExperiments", "GetCaseStudy", "ListCaseStudies", "SearchCaseStudies", "ListAdoptions"};
  return kPublic.count(rpc.method->name()) + kShared.count(rpc.method->name()) > 0;
}

class ReporterWalk : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { sides = std::make_unique<TwoSides>(); }
  static void TearDownTestSuite() { sides.reset(); }

  using Answers = std::map<std::string, std::vector<Answer>>;  // by client
  // Everything that each is answered.
  static Answers Walk() {
    sides->OpenSnapshot();
    Answers answers;
    for (const Rpc& rpc : EveryRpc()) {
      for (const Asker& asker : Reporters()) {
        if (asker.MayCall(rpc)) continue;
        EXPECT_THAT(Invoke(sides->world.ClientTo(rpc.service, asker.client), rpc, *rpc.NewRequest()),
                    StatusIs(StatusCode::kPermissionDenied, "ROLE_MISSING"))
            << rpc.method->full_name();
      }
      AskInEveryWay(rpc, answers);
    }
    CloseSnapshots(answers.at(kCabinet));
    return answers;
  }
  // There may be two at once.
  static void CloseSnapshots(const std::vector<Answer>& answers) {
    for (const Answer& answer : answers) {
      if (answer.response->GetDescriptor() != agg::OpenMetricsSnapshotResponse::descriptor()) continue;
      agg::OpenMetricsSnapshotResponse opened;
      opened.CopyFrom(*answer.response);
      agg::CloseMetricsSnapshotRequest close;
      close.set_snapshot_id(opened.snapshot().snapshot_id());
      sides->world.Must<agg::CloseMetricsSnapshotResponse>(close, kCabinet);
    }
  }
  static void AskInEveryWay(const Rpc& rpc, Answers& answers) {
    std::map<std::string, int> answered;
    for (const Asker& asker : Reporters()) {
      if (asker.MayCall(rpc)) answered[asker.client] = 0;
    }
    if (answered.empty()) return;
    for (const std::unique_ptr<Message>& request : RequestsOf(rpc, *sides)) {
      for (const Asker& asker : Reporters()) {
        if (!asker.MayCall(rpc)) continue;
        Answer answer = AnswerTo(asker, rpc, *request, *sides);
        answered[asker.client] += answer.status.ok();
        answers[asker.client].push_back(std::move(answer));
      }
    }
    for (const auto& [client, count] : answered) {
      EXPECT_GT(count, 0) << client << " may call " << rpc.method->full_name()
                          << ": give it a valid request in ValidRequests()";
    }
  }

  static void ExpectNothingOfOthers(const Answer& answer) {
    const Contents contents = ContentsOf(*WithoutUnusedCodes(*answer.response));
    for (const std::string& text : contents.texts) {
      EXPECT_EQ(sides->outside.count(text), 0u) << answer.asked << " tells " << text;
      for (const char* const word : {"quokka", "otto"})
        EXPECT_FALSE(absl::StrContains(text, word)) << answer.asked << " tells " << text;
      EXPECT_TRUE(text != "hmrc" || TellsOfOthers(answer.rpc)) << answer.asked << " tells " << text;
    }
    for (const int64_t figure : contents.numbers)
      EXPECT_EQ(sides->outside_figures.count(figure), 0u) << answer.asked << " tells " << figure;
    if (answer.rpc.method->output_type() != rel::GetTableResponse::descriptor()) return;
    rel::GetTableResponse table;
    table.CopyFrom(*answer.response);
    for (const rel::TableRow& row : table.rows())
      EXPECT_THAT(row.codes(0), ::testing::AnyOf("dwp", "jobcentre")) << answer.asked;
  }

  static void ExpectTheSame(const Answer& before, const Answer& after) {
    EXPECT_EQ(before.status.code(), after.status.code()) << before.asked;
    EXPECT_EQ(ReasonOf(before.status), ReasonOf(after.status)) << before.asked;
    EXPECT_EQ(Settled(*before.response)->ShortDebugString(), Settled(*after.response)->ShortDebugString())
        << before.asked;
  }

  static inline std::unique_ptr<TwoSides> sides;
};

// Measures of which the centre is told something else than before.
std::set<std::string> Moved(const std::vector<Answer>& before, const std::vector<Answer>& after) {
  std::map<std::string, agg::QueryMetricsResponse> was;
  std::set<std::string> moved;
  for (const Answer& answer : before) {
    if (answer.rpc.method->name() == "QueryMetrics" && answer.status.ok())
      was[answer.asked].CopyFrom(*answer.response);
  }
  for (const Answer& answer : after) {
    if (was.count(answer.asked) == 0) continue;
    agg::QueryMetricsResponse is;
    is.CopyFrom(*answer.response);
    for (int i = 0; i < std::min(was[answer.asked].measures_size(), is.measures_size()); ++i) {
      if (was[answer.asked].measures(i).SerializeAsString() != is.measures(i).SerializeAsString())
        moved.insert(agg::Measure_Name(is.measures(i).measure()).substr(8));
    }
  }
  return moved;
}

TEST_F(ReporterWalk, NoReporterReachesASmallCellOutsideItsSubtreeByAnyRpcAlone) {
  const auto before = Walk();
  sides->ChangeOutside();
  const auto after = Walk();
  std::map<std::string, const Answer*> was;
  for (const Answer& answer : before.at(kDwp)) {
    ExpectNothingOfOthers(answer);
    was[answer.asked] = &answer;
  }
  size_t same = 0;  // of what is asked by name more is there now
  for (const Answer& answer : after.at(kDwp)) {
    ExpectNothingOfOthers(answer);
    const auto found = was.find(answer.asked);
    if (found == was.end()) continue;
    ExpectTheSame(*found->second, answer);
    ++same;
  }
  EXPECT_EQ(same, was.size());
  // The centre sees that something happened, measure by measure: else the above would say nothing.
  EXPECT_THAT(
      Moved(before.at(kCabinet), after.at(kCabinet)),
      ::testing::IsSupersetOf({"REGISTERED", "EVER_REGISTERED", "LEARNING_STARTED", "LEARNING_MINUTES",
                               "MINUTES_BANDS", "PARTICIPANTS", "PRE_SURVEY", "POST_SURVEY", "CONVERSATIONS",
                               "ATTENDANCE_STATED", "CHANGES_AGREED", "EXPERIMENTS_STARTED",
                               "EXPERIMENTS_CONCLUDED", "BENEFITS_STATED", "MEDIAN_BEFORE", "BARRIERS"}));
  std::cout << before.at(kDwp).size() << " answers to dwp's reporter, " << before.at(kCabinet).size()
            << " to the centre's, twice" << std::endl;
}

// A figure stands beside no marker, and people are told in fives.
void ExpectProtected(const rel::GetTableResponse& table, const std::string& asked) {
  for (const rel::TableRow& row : table.rows()) {
    for (int i = 0; i < row.figures_size(); ++i) {
      const rel::Figure& figure = row.figures(i);
      EXPECT_NE(figure.has_value(), figure.marker() != rel::MARKER_UNSPECIFIED) << asked;
      if (table.outline().measures(i).unit() == "people")
        EXPECT_EQ(figure.value() % 5, 0) << asked << " " << row.ShortDebugString();
    }
  }
}

TEST_F(ReporterWalk, TheCentresReporterReachesNoDraftAndNoPerson) {
  std::map<std::string, std::string> refused;  // by what was asked but for the release
  int tables = 0;
  const auto answers = Walk();
  for (const Answer& answer : answers.at(kCabinet)) {
    const Contents contents = ContentsOf(*answer.response);
    for (const std::string& text : contents.texts) {
      EXPECT_EQ(sides->personal.count(text), 0u) << answer.asked << " tells " << text;
      EXPECT_NE(text, sides->draft) << answer.asked;
    }
    for (const std::string& id : {sides->draft, std::string(kUnknownId)}) {
      if (!absl::StrContains(answer.asked, id)) continue;
      EXPECT_THAT(answer.status, StatusIs(StatusCode::kNotFound, "RELEASE_NOT_FOUND")) << answer.asked;
      const std::string message(answer.status.message());
      EXPECT_EQ(refused.emplace(absl::StrReplaceAll(answer.asked, {{id, ""}}), message).first->second,
                message);
    }
    if (answer.rpc.method->output_type() != rel::GetTableResponse::descriptor()) continue;
    rel::GetTableResponse table;
    table.CopyFrom(*answer.response);
    ExpectProtected(table, answer.asked);
    tables += table.rows_size() > 0;
  }
  EXPECT_GT(tables, 3);
}

TEST_F(ReporterWalk, NobodyButTheCentresAdminAuditsARelease) {
  for (const char* const client : {kCabinet, kDwp}) {
    for (const std::string& id : {sides->published, sides->draft}) {
      rel::AuditReleaseRequest audit;
      audit.set_release_id(id);
      EXPECT_THAT(sides->world.Call<rel::AuditReleaseResponse>(audit, client).status(),
                  StatusIs(StatusCode::kPermissionDenied, "ROLE_MISSING"));
      rel::ListReleaseReadersRequest readers;
      readers.set_release_id(id);
      EXPECT_THAT(sides->world.Call<rel::ListReleaseReadersResponse>(readers, client).status(),
                  StatusIs(StatusCode::kPermissionDenied, "ROLE_MISSING"));
    }
  }
}

// The types of all messages within one, itself included.
void AddTypes(const Descriptor& type, std::set<std::string>& types) {
  if (!types.insert(type.full_name()).second) return;
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i)->message_type() != nullptr) AddTypes(*type.field(i)->message_type(), types);
  }
}

// What was copied for a release, what is withheld and why, and the proof are messages of reporting's store.
TEST_F(ReporterWalk, NoAnswerToAReporterHasAPlaceForCopiedFiguresStatusesOrProofs) {
  for (const Rpc& rpc : EveryRpc()) {
    if (absl::c_none_of(Reporters(), [&](const Asker& asker) { return asker.MayCall(rpc); })) continue;
    std::set<std::string> types;
    AddTypes(*rpc.method->output_type(), types);
    for (const std::string& type : types) {
      EXPECT_FALSE(absl::StrContains(type, ".store.")) << rpc.method->full_name() << " answers " << type;
      EXPECT_NE(type, rel::TableVerdict::descriptor()->full_name()) << rpc.method->full_name();
      EXPECT_NE(type, rel::ReleaseAccess::descriptor()->full_name()) << rpc.method->full_name();
    }
  }
}

}  // namespace
}  // namespace obt::testing
