// What holds for every text field of every request, checked over the descriptors so that a new one is covered
// the day its RPC is bound: bad texts are refused and named, good ones are taken, and one that is no UTF-8
// costs its item alone.
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/parse.h"
#include "common/base/rules.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "tests/integration/every_rpc.h"
#include "tests/integration/text_fields.h"

namespace obt::testing {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using ::testing::ElementsAre;

// Texts that no rule checks: what their service makes of them.
const std::map<std::string, std::string>& LeftToServices() {
  static const auto* const fields = new std::map<std::string, std::string>{
      {"obt.common.v1.SequencePoint.source", "must be the name of a source"},
      {"obt.identity.v1.ReferenceMapping.code", "must be a code of the list"},
      {"obt.identity.v1.Organisation.predecessor_codes", "output only: never kept"},
      {"obt.identity.v1.Organisation.successor_code", "output only: never kept"},
      {"obt.identity.v1.Organisation.etag", "output only: never kept"},
      {"obt.identity.v1.OrganisationVersion.name", "output only: never kept"},
      {"obt.identity.v1.OrganisationVersion.abbreviation", "output only: never kept"},
      {"obt.identity.v1.OrganisationVersion.parent_code", "output only: never kept"},
  };
  return *fields;
}

// What is checked as a whole: requests, and what is checked entry by entry, by itself.
std::set<const Descriptor*> Roots() {
  std::set<const Descriptor*> roots;
  for (const Rpc& rpc : EveryRpc()) {
    roots.insert(rpc.method->input_type());
    for (const TextField& text : TextFieldsOf(*rpc.method->input_type())) {
      if (LeftToServices().count(text.field().full_name()) > 0) continue;
      for (const FieldDescriptor* step : text.steps) {
        const bool left_out = step->options().GetExtension(options::v1::rule).skip();
        if (left_out && step->message_type() != nullptr) roots.insert(step->message_type());
      }
    }
  }
  return roots;
}

std::vector<std::string> FaultsAt(const std::string& path, const Violations& violations) {
  std::vector<std::string> faults;
  for (const FieldViolation& fault : violations.faults()) {
    if (fault.field == path) faults.push_back(fault.description);
  }
  return faults;
}

TEST(EveryText, BadTextsAreRefusedByNameAndGoodOnesTaken) {
  SilenceProtobuf();
  int fields = 0;
  for (const Descriptor* root : Roots()) {
    const validate::Rules& rules = validate::RulesOf(*root);
    for (const TextField& text : TextFieldsOf(*root)) {
      if (text.skipped || text.sealed) continue;
      const std::string path = text.Path(), name = absl::StrCat(root->full_name(), " ", path, ": ");
      for (const std::string& bad : BadTexts(text.rule)) {
        const std::vector<std::string> faults = FaultsAt(path, Check(rules, *text.With(bad)));
        ASSERT_EQ(faults.size(), 1u) << name << absl::CHexEscape(bad);
        EXPECT_TRUE(absl::StartsWith(faults[0], "must ") || faults[0] == "is required") << name << faults[0];
      }
      for (const std::string& good : GoodTexts(text.rule))
        EXPECT_THAT(FaultsAt(path, Check(rules, *text.With(good))), ElementsAre()) << name << good;
      ++fields;
    }
  }
  EXPECT_GT(fields, 100);
}

TEST(EveryText, WhatNoRuleChecksIsLeftToItsServiceForAReason) {
  const std::set<const Descriptor*> roots = Roots();
  std::set<std::string> left;
  for (const Descriptor* root : roots) {
    for (const TextField& text : TextFieldsOf(*root)) {
      const bool within = absl::c_any_of(text.steps, [&roots](const FieldDescriptor* step) {
        return roots.count(step->message_type()) > 0;
      });
      if (text.skipped && !within) left.insert(text.field().full_name());
    }
  }
  std::set<std::string> known;
  for (const auto& [name, why] : LeftToServices()) known.insert(name);
  EXPECT_EQ(left, known);
}

// The rest of a request that is refused for nothing else before its items are looked at.
std::unique_ptr<Message> Completed(std::unique_ptr<Message> request, const std::string& import_id) {
  const std::map<std::string, std::string> known = {{"import_id", import_id}, {"programme_id", "obt-2024"}};
  for (const auto& [name, value] : known) {
    const FieldDescriptor* const field = request->GetDescriptor()->FindFieldByName(name);
    const auto& reflection = *request->GetReflection();
    if (field != nullptr && reflection.GetString(*request, field).empty())
      reflection.SetString(request.get(), field, value);
  }
  return request;
}

TEST_F(EveryRpcTest, ATextThatIsNoUtf8IsNamedAndCostsItsItemAlone) {
  const std::string person = Of(options::v1::SCOPE_KIND_PERSON).inside;
  for (const Rpc& rpc : EveryRpc()) {
    for (const TextField& text : TextFieldsOf(*rpc.method->input_type())) {
      const std::string path = text.Path(), name = absl::StrCat(rpc.method->full_name(), " ", path);
      rpc::CallOptions options;
      if (rpc.policy().person() == options::v1::PERSON_RULE_REQUIRED) options.acting_for = person;
      const std::unique_ptr<Message> response = rpc.NewResponse();
      const absl::Status status = Invoke(
          ClientTo(rpc, "everything"), rpc,
          *Completed(text.With("Zo\xEB"), Of(options::v1::SCOPE_KIND_OWNED).inside), response.get(), options);
      std::vector<FieldViolation> faults = ViolationsOf(status);
      for (const absl::Status& item : StatusesOf(*response)) {
        for (const FieldViolation& fault : ViolationsOf(item)) faults.push_back(fault);
      }
      EXPECT_FALSE(IsFaultOfOurs(status.code())) << name << ": " << status;
      EXPECT_NE(ReasonOf(status), "MALFORMED_REQUEST") << name;
      if (text.sealed || (text.skipped && LeftToServices().count(text.field().full_name()) > 0)) continue;
      const bool named = absl::c_any_of(faults, [&](const FieldViolation& fault) {
        const bool is_mask = absl::EndsWith(path, "_mask");
        return fault.field == path && (is_mask || fault.description == "must be valid UTF-8");
      });
      const bool of_an_answer = absl::StrContains(path, "answers[0].");  // checked once its survey is known
      EXPECT_TRUE(named || of_an_answer) << name << ": " << status;
    }
  }
}

TEST_F(EveryRpcTest, OfThreeLearningEventsTheOneWithHalfASurrogatePairIsRefusedAlone) {
  const std::string person = Of(options::v1::SCOPE_KIND_PERSON).inside;
  learning::v1::RecordLearningRequest request;
  for (const char* title : {"A talk", "half a pair \xED\xA0\xBC", "Zo\u00eb's talk"}) {
    learning::v1::LearningEvent& event = *request.add_events();
    event = world->Event(person, absl::StrCat("text-", request.events_size()), learning::v1::VERB_COMPLETED,
                         "", absl::Now() - absl::Hours(1));
    event.mutable_self_recorded()->set_title(title);
    event.mutable_self_recorded()->set_learning_type("VIDEO");
  }
  learning::v1::RecordLearningResponse response;
  ASSERT_OK(world->ClientTo("learning", "everything").Invoke(request, response));
  ASSERT_EQ(response.results_size(), 3);
  EXPECT_EQ(response.results(0).status().code(), 0) << response.results(0).status().message();
  EXPECT_EQ(response.results(1).status().message(), "events[1].self_recorded.title: must be valid UTF-8");
  EXPECT_EQ(response.results(2).status().code(), 0) << response.results(2).status().message();
}

TEST_F(EveryRpcTest, WhatIsOutputOnlyIsNeverKept) {
  identity::v1::CreateOrganisationRequest request;
  identity::v1::Organisation& given = *request.mutable_organisation();
  given.set_code("output-only");
  given.set_name("Output Only");
  given.set_kind(identity::v1::ORGANISATION_KIND_DEPARTMENT);
  given.add_predecessor_codes("p\xEB");
  given.set_successor_code("s\xEB");
  given.set_etag("e\xEB");
  for (identity::v1::OrganisationVersion* version : {given.add_past(), given.add_later()}) {
    version->set_name("n\xEB");
    version->set_abbreviation("a\xEB");
    version->set_parent_code("p\xEB");
  }
  const auto made = world->Must<identity::v1::CreateOrganisationResponse>(request).organisation();
  EXPECT_EQ(made.predecessor_codes_size() + made.past_size() + made.later_size(), 0);
  EXPECT_EQ(made.successor_code(), "");
  EXPECT_LE(made.etag().size(), 20u);
}

}  // namespace
}  // namespace obt::testing
