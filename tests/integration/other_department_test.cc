// What happens in one department changes no answer to another: whatever the clients of dwp may read is
// asked, in every way there is a request for it, before and after hmrc changes, and each answer is the
// same, byte for byte. Not compared is what any client may read by its policy: that is everybody's. The
// roles of the centre are not asked: what they are told is a function of all departments.
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
#include "common/base/error.h"
#include "common/rpc/page_token.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "google/api/annotations.pb.h"
#include "obt_services.h"
#include "tests/integration/answer_reader.h"
#include "tests/integration/walk.h"

namespace obt::testing {
namespace {

using google::protobuf::Message;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;

// By the convention of the protos' names.
bool Reads(const Rpc& rpc) {
  return absl::c_any_of(
      std::vector<absl::string_view>{"Get", "List", "Search", "Find", "BatchGet", "Query", "Read", "Audit"},
      [&](absl::string_view verb) { return absl::StartsWith(rpc.method->name(), verb); });
}

std::vector<Rpc> EveryRead() {
  std::vector<Rpc> reads;
  for (const Rpc& rpc : EveryRpc()) {
    if (Reads(rpc) && !rpc.policy().any_client()) reads.push_back(rpc);
  }
  return reads;
}

struct Told {
  std::string rpc;
  absl::Status status;
  std::string bytes, text;
  bool operator==(const Told&) const = default;
};
// By who asked and what.
using Answers = std::map<std::string, Told>;

class OtherDepartment : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    sides = std::make_unique<TwoSides>();
    sides->OpenSnapshot();
    World& world = sides->world;
    world.CreateClient("hmrc-reports", options::v1::ROLE_ORGANISATION_REPORTER, "hmrc");
    for (const char* const side : {"dwp", "hmrc"})
      world.CreateClient(absl::StrCat(side, "-admin"), options::v1::ROLE_ORGANISATION_ADMIN, side);
    world.CreatePerson("dwp", "clerk");
    clerk = world.CreatePerson("hmrc", "clerk");
    // What dwp's clients would be told if their grants reached one department too far.
    for (const auto& [client, role] : {std::pair("far", options::v1::ROLE_INTEGRATION),
                                       std::pair("far-admin", options::v1::ROLE_ORGANISATION_ADMIN),
                                       std::pair("far-reports", options::v1::ROLE_ORGANISATION_REPORTER)}) {
      world.CreateClient(client, role, "dwp");
      world.Grant(client, role, "hmrc");
    }
  }
  static void TearDownTestSuite() { sides.reset(); }

  // An admin, reporter and intranet; the last for nobody, for a facilitator and for somebody else.
  static std::vector<Asker> AskersOf(const std::string& client, size_t first_person) {
    std::vector<Asker> askers = {{client + "-admin", options::v1::ROLE_ORGANISATION_ADMIN},
                                 {client + "-reports", options::v1::ROLE_ORGANISATION_REPORTER},
                                 {client, options::v1::ROLE_INTEGRATION}};
    for (const size_t person : {first_person, first_person + 2})
      askers.push_back({client, options::v1::ROLE_INTEGRATION, sides->some_people[person]});
    return askers;
  }

  static void Ask(const std::vector<Asker>& askers, Answers& answers) {
    for (const Rpc& rpc : EveryRead()) {
      if (absl::c_none_of(askers, [&](const Asker& asker) { return asker.MayCall(rpc); })) continue;
      for (const std::unique_ptr<Message>& request : asked.at(rpc.method->full_name())) {
        for (const Asker& asker : askers) {
          if (!asker.MayCall(rpc)) continue;
          const Answer answer = AnswerTo(asker, rpc, *request, *sides);
          const std::unique_ptr<Message> settled = Settled(*answer.response);
          answers[absl::StrCat(asker.client, " ", asker.person, " ", answer.asked)] = {
              rpc.method->name(), answer.status, rpc::DeterministicBytes(*settled),
              settled->ShortDebugString()};
        }
      }
    }
  }
  static Answers AskAll() {
    Answers answers;
    for (const auto& [client, first_person] : kSides) Ask(AskersOf(client, first_person), answers);
    return answers;
  }

  // Where hmrc is told otherwise than before. What is public of it changes too.
  static void ChangeHmrc() {
    sides->ChangeOutside();
    Do(sides->world, "UpdatePerson",
       absl::StrCat("person_id: '", clerk, "' name: 'clara' update_mask { paths: 'name' }"));
    Do(sides->world, "SetHeadcounts",
       "programme_id: 'obt-2024' headcounts { organisation_code: 'hmrc' dated { year: 2024 month: 4 day: 1 } "
       "headcount: 140 source: 'test' }");
    Do(sides->world, "UpdateOrganisation", "organisation_code: 'hmrc' local_plan { team_size: 8 }");
    sides->world.CatchUp();
  }

  static std::map<std::string, uint64_t> Ends() {
    std::map<std::string, uint64_t> ends;
    for (const std::string service : kServiceNames) ends[service] = sides->world.EndOf(service);
    return ends;
  }

  static inline const std::vector<std::pair<std::string, size_t>> kSides = {
      {"dwp", 0}, {"hmrc", 3}, {"far", 0}};
  static inline std::unique_ptr<TwoSides> sides;
  static inline std::string clerk;                                                   // of hmrc
  static inline std::map<std::string, std::vector<std::unique_ptr<Message>>> asked;  // by RPC
};

TEST_F(OtherDepartment, WhatIsGotByHttpReads) {
  for (const Rpc& rpc : EveryRpc()) {
    const bool gets = !rpc.method->options().GetExtension(google::api::http).get().empty();
    EXPECT_TRUE(!gets || Reads(rpc)) << rpc.method->full_name();
  }
}

TEST_F(OtherDepartment, ChangesNoAnswerByAByte) {
  for (const Rpc& rpc : EveryRead()) {
    asked[rpc.method->full_name()] = RequestsOf(rpc, *sides);
    EXPECT_THAT(asked[rpc.method->full_name()], Not(IsEmpty())) << rpc.method->full_name();
  }
  const auto ends = Ends();
  const Answers before = AskAll();
  EXPECT_EQ(Ends(), ends) << "what reads has changed something";
  ChangeHmrc();
  const Answers after = AskAll();
  std::map<std::string, std::set<std::string>> changed;  // by client: RPCs
  std::map<std::string, int> counts;
  std::map<std::string, bool> answered;  // by RPC: whether dwp was told anything
  for (const auto& [question, answer] : before) {
    const std::string client = question.substr(0, question.find(' '));
    ++counts[client];
    if (absl::StartsWith(client, "dwp")) answered[answer.rpc] |= answer.status.ok();
    const Told& later = after.at(question);
    if (answer == later) continue;
    changed[client].insert(answer.rpc);
    if (absl::StartsWith(client, "dwp"))
      ADD_FAILURE() << question << "\n  before: " << answer.status << " " << answer.text
                    << "\n  after:  " << later.status << " " << later.text;
  }
  for (const auto& [rpc, is_ok] : answered) EXPECT_TRUE(is_ok) << rpc;
  // hmrc's own clients see by nearly everything they may ask that something happened, and so would dwp's if
  // they reached too far: else the above would say nothing.
  const std::vector<std::string> staff = {"GetPerson", "BatchGetPeople", "FindPerson", "GetTeam",
                                          "GetImport", "ListPeople",     "ListTeams",  "ListImports"};
  const std::vector<std::string> learning = {"GetLearnerRecord", "BatchGetLearnerRecords",
                                             "ListLearningEvents", "GetPersonProgress"};
  const std::vector<std::string> ideas = {"GetIdea",          "ListIdeas",       "SearchIdeas",
                                          "FindSimilarIdeas", "ListExperiments", "ListComments",
                                          "ListConversations"};
  for (const std::string client : {"hmrc", "far"}) {
    EXPECT_THAT(changed[client], IsSupersetOf(staff)) << client;
    EXPECT_THAT(changed[client], IsSupersetOf(learning)) << client;
    EXPECT_THAT(changed[client + "-admin"], IsSupersetOf(staff)) << client;
    EXPECT_THAT(changed[client + "-admin"], IsSupersetOf(ideas)) << client;
    EXPECT_THAT(changed[client + "-reports"], IsSupersetOf({"QueryMetrics", "ListCohort", "ListFollowUps"}))
        << client;
  }
  EXPECT_THAT(changed["hmrc"], IsSupersetOf(ideas));
  EXPECT_THAT(changed["hmrc"], Contains("GetSurveyResponse"));
  for (const auto& [client, count] : counts) {
    std::cout << client << ": " << count << " answers, changed of";
    for (const std::string& rpc : changed[client]) std::cout << " " << rpc;
    std::cout << std::endl;
  }
}

}  // namespace
}  // namespace obt::testing
