// A published release never changes: every call that reporting answers is made of it, rightly and at random,
// by every role, and it is restarted; what is kept of the release stays byte for byte.
#include <cstdlib>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "services/reporting/schema.h"
#include "tests/integration/every_rpc.h"
#include "tests/integration/random_message.h"
#include "tests/integration/releases.h"

namespace obt::testing {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// A valid value of a text, by the name of its field.
using Values = std::map<std::string, std::string>;

class PublishedRelease : public EveryRpcTest, protected Releases {
 protected:
  PublishedRelease() : Releases(*world) {
    const char* given = std::getenv("OBT_SEED");
    seed_ = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device()();
    std::cout << "seed: OBT_SEED=" << seed_ << std::endl;
    AddPeople("dwp", "first", 30, 12);
    AddPeople("jobcentre", "second", 12, 3);
    AddPeople("hmrc", "third", 25, 11);
    world->CatchUp();
    superseded_ = Published("2024-10-20");
    AddPeople("jobcentre", "late", 10, 9);
    world->CatchUp();
    published_ = Publish(Await(Revise(superseded_, "Late returns")).release_id()).release_id();
  }

  // All that is kept of both, but who read them; in order.
  std::vector<std::string> Kept() const {
    std::vector<std::string> kept;
    const obt::store::View view = world->server("reporting").store().Now();
    for (const std::string& id : {superseded_, published_}) {
      const auto key = std::tuple(*ParseId<reporting::ReleaseId>(id));
      const auto add = [&](const auto& table) {
        const auto entries = table.Scan(view, key, std::nullopt, 100'000);
        for (const auto& entry : *entries) kept.push_back(entry.row.SerializeAsString());
      };
      kept.push_back(reporting::kReleases.Find(view, key)->value().SerializeAsString());
      kept.push_back(reporting::kStatuses.Find(view, key)->value().SerializeAsString());
      add(reporting::kAnswers);
      add(reporting::kSurveys);
      add(reporting::kWorlds);
      add(reporting::kTables);
      add(reporting::kBundles);
    }
    return kept;
  }
  // What a reader is handed.
  std::vector<std::string> HandedOut() {
    std::vector<std::string> all;
    for (const std::string& id : {superseded_, published_}) {
      all.push_back(Bundle(id, "reporter"));
      all.push_back(Read(id, "reporter").SerializeAsString());
      for (const reporting::v1::Table& table : Tables(id, "reporter"))
        all.push_back(table.SerializeAsString());
    }
    return all;
  }

  std::vector<std::string> Callers() const {
    std::vector<std::string> callers = {"admin", "everything", "nothing"};
    for (int role = options::v1::ROLE_INTEGRATION; role < options::v1::Role_ARRAYSIZE; ++role)
      callers.push_back(ClientOf(role));
    return callers;
  }
  static std::unique_ptr<Message> ValidRequest(const Rpc& rpc, const Values& values) {
    std::unique_ptr<Message> request = rpc.NewRequest();
    const auto& reflection = *request->GetReflection();
    for (const auto& [name, value] : values) {
      const FieldDescriptor* const field = request->GetDescriptor()->FindFieldByName(name);
      if (field == nullptr || field->type() != FieldDescriptor::TYPE_STRING) continue;
      if (field->is_repeated()) {
        reflection.AddString(request.get(), field, value);
      } else {
        reflection.SetString(request.get(), field, value);
      }
    }
    return request;
  }
  // Whether it did something.
  bool Try(const Rpc& rpc, const std::string& caller, const Message& request) {
    rpc::CallOptions options;
    options.timeout = absl::Seconds(5);
    const absl::Status status = Invoke(ClientTo(rpc, caller), rpc, request, nullptr, options);
    EXPECT_FALSE(IsFaultOfOurs(status.code())) << rpc.method->full_name() << ": " << status << "\n"
                                               << request.ShortDebugString();
    return status.ok();
  }

  uint64_t seed_ = 0;
  std::string superseded_, published_;
};

TEST_F(PublishedRelease, StaysAsItIsWhateverIsCalled) {
  constexpr int kTimes = 8;  // at random, by each
  const std::vector<std::string> kept = Kept(), handed_out = HandedOut();
  ASSERT_GT(kept.size(), 20u);
  RandomMessage random(seed_, {{"release_id", superseded_},
                               {"release_id", published_},
                               {"programme_id", "obt-2024"},
                               {"table_id", "funnel"},
                               {"readers", "reporter"}});
  int succeeded = 0;
  for (const Rpc& rpc : EveryRpc()) {
    if (rpc.service != "reporting") continue;
    for (const std::string& caller : Callers()) {
      for (const std::string& id : {superseded_, published_}) {
        const auto valid = ValidRequest(rpc, {{"release_id", id},
                                              {"programme_id", "obt-2024"},
                                              {"table_id", "funnel"},
                                              {"reason", "Because"},
                                              {"readers", "reporter"}});
        succeeded += Try(rpc, caller, *valid) ? 1 : 0;
      }
      for (int i = 0; i < kTimes; ++i) {
        const std::unique_ptr<Message> request = rpc.NewRequest();
        random.Fill(*request);
        Try(rpc, caller, *request);
      }
    }
    ASSERT_TRUE(Kept() == kept) << rpc.method->full_name();
  }
  EXPECT_GT(succeeded, 60) << "the walk reaches what it is for";
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(HandedOut() == handed_out);
    world->Restart("reporting");
    EXPECT_TRUE(Kept() == kept);
  }
  for (const std::string& id : {superseded_, published_}) EXPECT_TRUE(Audit(id).passed());
}

}  // namespace
}  // namespace obt::testing
