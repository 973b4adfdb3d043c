// An anonymous author cannot be told from another: two worlds that differ in nothing but who wrote the ideas
// give everybody else the same answers to every RPC, refuse and apply the same changes, and have the same
// feed and the same published rows, to the byte.
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "services/ideas/item/anonymity_rpcs.h"
#include "services/ideas/test_trials.h"

namespace obt::ideas {
namespace {

using google::protobuf::Message;
using obt::testing::IsOk;
using samples::IdOfNumber;
using samples::kFacilitator;
using samples::kMember;
using samples::kOtherMember;
using samples::kPair;
using samples::kPairOne;
using samples::kPairTwo;
using samples::kTeam;

constexpr const char* kClients[] = {"dwp-intranet", "defra-intranet", "jobcentres-admin", "dwp-admin",
                                    "defra-admin",  "dwp-reporter",   "central-reporter", "centre"};
constexpr v1::Visibility kVisibilities[] = {v1::VISIBILITY_TEAM, v1::VISIBILITY_ORGANISATION,
                                            v1::VISIBILITY_CROSS_GOVERNMENT};
const std::string kOtherPair = IdOfNumber(104);

std::unique_ptr<Message> New(const google::protobuf::Descriptor* type) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

// Payloads lie in no particular order.
std::string TextOf(const absl::Status& status) {
  std::map<std::string, std::string> payloads;
  status.ForEachPayload([&](absl::string_view type, const absl::Cord& payload) {
    payloads.emplace(type, std::string(payload));
  });
  std::string text = absl::StrCat(absl::StatusCodeToString(status.code()), " ", status.message());
  for (const auto& [type, payload] : payloads) absl::StrAppend(&text, " ", type, " ", payload);
  return text;
}

// What was asked or read, and what came of it.
using Answer = std::pair<std::string, std::string>;
std::string FirstDifference(const std::vector<Answer>& one, const std::vector<Answer>& other) {
  for (size_t i = 0; i < one.size() && i < other.size(); ++i) {
    if (one[i] != other[i])
      return absl::StrCat(one[i].first, "\n", one[i].second, "\n", other[i].first, "\n", other[i].second);
  }
  return one.size() == other.size() ? "" : "one has more answers";
}

// Ids are made at random: they go by the same names in two worlds, in the order in which they come up. Those
// of samples stay.
class Names {
 public:
  std::string In(std::string text) {
    const std::string sample = IdOfNumber(0).substr(0, 24);
    for (size_t i = 0; i + 36 <= text.size(); ++i) {
      if (text[i + 8] != '-' || text[i + 13] != '-' || text.compare(i, 24, sample) == 0) continue;
      const std::string id = text.substr(i, 36);
      if (!ParseId<ItemId>(id).has_value()) continue;
      const auto [at, added] = names_.emplace(id, absl::StrCat("item ", names_.size()));
      if (added) raw_.emplace_back(std::string(ParseId<ItemId>(id)->view()), at->second);
      text.replace(i, 36, at->second);
    }
    return text;
  }
  // Of keys, which hold ids as bytes.
  std::string InKey(absl::string_view key) const { return absl::StrReplaceAll(key, raw_); }

 private:
  std::map<std::string, std::string> names_;
  std::vector<std::pair<std::string, std::string>> raw_;
};

// Who wrote the ideas, and what else is the same in two worlds, or is not.
struct Plot {
  std::string author, team = kTeam;
  v1::Visibility visibility = v1::VISIBILITY_CROSS_GOVERNMENT;
  std::vector<std::string> pair = {kPairOne};  // the members of kPair
  bool anonymous = true;
  bool shrinks = false;  // kTeam, once all has happened
};

// A world with ideas, and everything that everybody but some can do about them.
class Story {
 public:
  explicit Story(const Plot& plot) : plot_(plot), things_(SpeltOut()) {
    world_.Change([&](obt::store::Txn& txn) -> absl::Status {
      OBT_RETURN_IF_ERROR(World::PutTeam(txn, kPair, "jobcentres", kFacilitator, plot.pair));
      return World::PutTeam(txn, kOtherPair, "jobcentres", kFacilitator, {kPairTwo});
    });
    const std::string team = plot.team == kTeam ? kTeam : kPair;
    things_.insert(things_.end(), {{"$team", team}, {"$other", kOtherPair}});
    Call("$empty", Logged(samples::ConversationOf(team)));
    Call("$there", Logged(samples::ConversationOf(kOtherPair)));
    Call("$draft", world_.Write(plot.author, plot.visibility, plot.anonymous, plot.team));
    Call("$fresh", Proposed());
    Call("$spare", Proposed());
    Grow();
    Discuss();
    if (plot.shrinks) world_.Shrink(4);
  }

  // What everybody but these is answered, to what is read, what is changed, and what is read then.
  std::vector<Answer> AllBut(const std::vector<std::string>& left_out) {
    for (const auto& rpcs : {AskedQueries(), AskedCommands(), AskedQueries()})
      for (const AskedRpc& rpc : rpcs) AskAllBut(left_out, rpc);
    return std::move(answers_);
  }
  // The feed, and what feed snapshots read.
  std::vector<Answer> Published() {
    for (const obt::store::v1::Change& change : world_.Changes())
      answers_.emplace_back(change.type(), names_.In(change.event()));
    for (const obt::store::TableRef* table : PublishedTables()) {
      const auto add = [this](absl::string_view key, absl::string_view row) {
        std::string named = names_.In(std::string(row));
        answers_.emplace_back(names_.InKey(key), std::move(named));
        return true;
      };
      EXPECT_OK(world_.store().Now().ScanRaw(*table, "", "", add));
    }
    return std::move(answers_);
  }
  // The RPCs that somebody was not refused.
  const std::set<std::string>& answered() const { return answered_; }

 private:
  static const google::protobuf::MethodDescriptor* Find(const std::string& name) {
    static const auto& all = *new std::vector<const google::protobuf::MethodDescriptor*>(RpcsOfIdeas());
    return *absl::c_find_if(all, [&](const auto* rpc) { return rpc->name() == name; });
  }
  void Call(const std::string& name, const std::string& id) { things_.emplace_back(name, id); }
  std::string Proposed() {
    return world_.Propose(plot_.author, plot_.visibility, plot_.anonymous, plot_.team);
  }
  std::string Logged(const v1::LogConversationRequest& request) {
    world_.clock().Advance(absl::Milliseconds(1));
    return world_.Call<v1::LogConversationResponse>(request, kFacilitator).value().conversation_id();
  }
  std::string AgreedIdea() {
    v1::LogConversationRequest log = samples::ConversationOf();
    log.add_changes()->set_idea_id(Proposed());
    *log.mutable_changes(0)->mutable_try_by() = samples::DateOf("2024-11-30");
    Logged(log);
    return log.changes(0).idea_id();
  }
  // What an idea can become, where its team may agree it.
  void Grow() {
    const bool grows = plot_.team == kTeam;
    const std::string unknown = IdOfNumber(999), grown = grows ? AgreedIdea() : unknown;
    Call("$grown", grown);
    Call("$conversation", grows ? world_.FactsOf(grown).conversation_id() : unknown);
    const std::string experiment = grows ? world_.Concluded(grown) : unknown;
    Call("$experiment", experiment);
    const std::string study = grows ? world_.Published(experiment) : unknown;
    Call("$study", study);
    Call("$adoption", grows ? world_.Adopted(study) : unknown);
    Call("$tale",
         grows ? world_.Draft(world_.Concluded(AgreedIdea())).value().case_study().case_study_id() : unknown);
    Call("$planned", grows ? world_.Planned(AgreedIdea()) : unknown);
  }
  // A comment and a report of whoever sees the idea.
  void Discuss() {
    const std::string idea = absl::StrReplaceAll("$fresh", things_);
    v1::AddCommentRequest comment;
    comment.set_target_id(idea);
    comment.set_text("c");
    v1::ReportContentRequest report;
    report.set_target_id(idea);
    report.set_reason("r");
    std::string comment_id = IdOfNumber(999), report_id = comment_id;
    for (const std::string& person : {IdOfNumber(4), samples::kColleague}) {
      const auto commented = world_.Call<v1::AddCommentResponse>(comment, person);
      if (commented.ok()) comment_id = commented->comment_id();
      world_.clock().Advance(absl::Milliseconds(1));
      const auto reported = world_.Call<v1::ReportContentResponse>(report, person);
      if (reported.ok()) report_id = reported->report_id();
      world_.clock().Advance(absl::Milliseconds(1));
    }
    Call("$comment", comment_id);
    Call("$report", report_id);
  }

  void AskAllBut(const std::vector<std::string>& left_out, const AskedRpc& rpc) {
    for (const int number : {1, 4, 7, 8, 9, 10, 11, 12, 2, 3}) {
      const std::string person = IdOfNumber(number);
      if (!absl::c_linear_search(left_out, person)) Ask(rpc, World::IntranetOf(person), person);
    }
    for (const char* client : kClients) Ask(rpc, client, "");
  }
  void Ask(const AskedRpc& rpc, const std::string& client, const std::string& person) {
    const google::protobuf::MethodDescriptor& method = *Find(rpc.name);
    const std::unique_ptr<Message> request = New(method.input_type()), response = New(method.output_type());
    if (!google::protobuf::TextFormat::ParseFromString(absl::StrReplaceAll(rpc.request, things_),
                                                       request.get()))
      Die(absl::StrCat(rpc.name, ": ", rpc.request));
    world_.clock().Advance(absl::Milliseconds(1));  // ids sort by it
    const absl::Status status = world_.Invoke(client, person, *request, *response);
    if (status.ok()) answered_.insert(rpc.name);
    if (const auto* token = method.output_type()->FindFieldByName("next_page_token"); token != nullptr)
      response->GetReflection()->ClearField(response.get(), token);
    answers_.emplace_back(absl::StrCat(client, " ", person, " ", rpc.name, " ", rpc.request),
                          names_.In(absl::StrCat(TextOf(status), "\n", response->SerializeAsString())));
  }

  const Plot plot_;
  Trials world_;
  std::vector<std::pair<std::string, std::string>> things_;
  Names names_;
  std::vector<Answer> answers_;
  std::set<std::string> answered_;
};

// Where two stories part for others than the two.
std::string Difference(const Plot& one, const Plot& other, const std::vector<std::string>& both) {
  Story first(one), second(other);
  const std::string answers = FirstDifference(first.AllBut(both), second.AllBut(both));
  return answers.empty() ? FirstDifference(first.Published(), second.Published()) : answers;
}

const std::vector<std::string> kTwo = {kMember, kOtherMember}, kPaired = {kPairOne, kPairTwo};

TEST(Anonymity, EveryRpcOfIdeasIsAsked) {
  std::set<std::string> there, asked;
  for (const auto* rpc : RpcsOfIdeas()) there.insert(rpc->name());
  for (const auto& rpcs : {AskedQueries(), AskedCommands()})
    for (const AskedRpc& rpc : rpcs) asked.insert(rpc.name);
  EXPECT_EQ(asked, there);
  Story story({kMember});
  story.AllBut(kTwo);
  EXPECT_EQ(story.answered(), there) << "and refuses not everybody";
}

TEST(Anonymity, NobodyCanTellOneMemberFromAnother) {
  for (const v1::Visibility visibility : kVisibilities)
    EXPECT_EQ(Difference({kMember, kTeam, visibility}, {kOtherMember, kTeam, visibility}, kTwo), "");
}

TEST(Anonymity, NobodyCanTellOneMemberFromAnotherOnceTheTeamHasShrunk) {
  for (const v1::Visibility visibility : kVisibilities) {
    Plot one{kMember, kTeam, visibility}, other{kOtherMember, kTeam, visibility};
    one.shrinks = other.shrinks = true;
    EXPECT_EQ(Difference(one, other, kTwo), "");
  }
}

TEST(Anonymity, NobodyCanTellOneOfAPairFromTheOther) {
  for (const v1::Visibility visibility : kVisibilities) {
    EXPECT_EQ(
        Difference({kPairOne, kPair, visibility, kPaired}, {kPairTwo, kPair, visibility, kPaired}, kPaired),
        "");
  }
}

TEST(Anonymity, NobodyCanTellOneSmallTeamFromAnother) {
  for (const v1::Visibility visibility : kVisibilities) {
    Story one({kPairOne, kPair, visibility}), other({kPairTwo, kOtherPair, visibility});
    EXPECT_EQ(FirstDifference(one.AllBut(kPaired), other.AllBut(kPaired)), "");
  }
}

// The other way round: such a test can fail.
TEST(Anonymity, NamedAuthorsAreToldApart) {
  Plot one{kMember}, other{kOtherMember};
  one.anonymous = other.anonymous = false;
  EXPECT_NE(Difference(one, other, kTwo), "");
}

}  // namespace
}  // namespace obt::ideas
