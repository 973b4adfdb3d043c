// What the contract declares and nobody serves ends the service when it starts.
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/aggregator/spec.h"

namespace obt::aggregator {
namespace {

// An enum with one value more than 0, which has this name and these options.
class Planted {
 public:
  explicit Planted(absl::string_view name, absl::string_view options = "")
      : pool_(google::protobuf::DescriptorPool::generated_pool()) {
    google::protobuf::FileDescriptorProto file;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        absl::StrCat(R"(name: "planted.proto" dependency: "obt/options/v1/measures.proto"
                        enum_type { name: "Planted" value { name: "UNSPECIFIED" number: 0 } value { name: ")",
                     name, R"(" number: 99 options {)", options, "} } }"),
        &file));
    type_ = pool_.BuildFile(file)->enum_type(0);
  }
  const google::protobuf::EnumDescriptor& type() const { return *type_; }

 private:
  google::protobuf::DescriptorPool pool_;
  const google::protobuf::EnumDescriptor* type_ = nullptr;
};

TEST(Contract, EveryValueIsServed) { CheckContract(); }

TEST(Contract, AMeasureOfItemsThatNobodyCountsYetIsRefusedWithASentence) {
  const Planted planted("MEASURE_CONVERSATIONS", R"([obt.options.v1.measure] {
    subject: SUBJECT_ITEMS kind: MEASURE_KIND_SUM unit: "conversations" definition: "those held"
  })");
  EXPECT_DEATH(CheckContract({.measures = planted.type()}),
               "MEASURE_CONVERSATIONS is counted by nobody: give it a rule in services/aggregator");
}

TEST(Contract, AMeasureOfAMilestoneMustBeRecountedToo) {
  const Planted planted("MEASURE_STARTED_TWICE", R"([obt.options.v1.measure] {
    subject: SUBJECT_PEOPLE kind: MEASURE_KIND_MILESTONE milestone: MILESTONE_LEARNING_STARTED
    unit: "people" definition: "those who started"
  })");
  EXPECT_DEATH(CheckContract({.measures = planted.type()}), "MEASURE_STARTED_TWICE is counted by nobody");
}

TEST(Contract, AMilestoneThatNobodyFindsIsRefusedWithASentence) {
  const Planted planted("MILESTONE_JOINED_TEAM");
  EXPECT_DEATH(
      CheckContract({.milestones = planted.type()}),
      "MILESTONE_JOINED_TEAM is found by nobody: .*rules/derive.cc and in verify/recount_records.cc");
}

TEST(Contract, ADimensionThatNobodyGroupsByIsRefusedWithASentence) {
  for (const char* kind : {"TIME", "ORGANISATION", "ATTRIBUTE"}) {
    const Planted planted("DIMENSION_QUARTER",
                          absl::StrCat("[obt.options.v1.dimension]: DIMENSION_KIND_", kind));
    EXPECT_DEATH(CheckContract({.dimensions = planted.type()}), "DIMENSION_QUARTER groups nothing") << kind;
  }
}

TEST(Contract, AStepThatIsToldToNobodyIsRefusedWithASentence) {
  const Planted planted("STEP_REST", "[obt.options.v1.reaches]: MILESTONE_TOOK_PART");
  EXPECT_DEATH(CheckContract({.steps = planted.type()}), "STEP_REST is told to nobody: give it a row");
}

}  // namespace
}  // namespace obt::aggregator
