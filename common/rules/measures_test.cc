// An enum whose values do not say what they are, or that nobody counts, is found with a sentence that helps.
#include "common/rules/measures.h"

#include "gmock/gmock.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace obt::rules {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

// An enum with one value, MEASURE_NEW, that has these options.
class Planted {
 public:
  explicit Planted(const std::string& options) : pool_(google::protobuf::DescriptorPool::generated_pool()) {
    google::protobuf::FileDescriptorProto file;
    google::protobuf::TextFormat::Parser().ParseFromString(
        R"(name: "planted.proto" dependency: "obt/options/v1/measures.proto"
           enum_type { name: "Measure" value { name: "MEASURE_UNSPECIFIED" number: 0 }
                       value { name: "MEASURE_NEW" number: 1 options {)" +
            options + "} } }",
        &file);
    type_ = pool_.BuildFile(file)->enum_type(0);
  }
  std::string Fault(bool is_counted = true) const {
    return FaultOfMeasures(*type_, [is_counted](Measure) { return is_counted; });
  }
  const google::protobuf::EnumDescriptor& type() const { return *type_; }

 private:
  google::protobuf::DescriptorPool pool_;
  const google::protobuf::EnumDescriptor* type_;
};

std::string Option(const std::string& fields) { return "[obt.options.v1.measure] {" + fields + "}"; }
const char kWhole[] =
    R"(subject: SUBJECT_ITEMS kind: MEASURE_KIND_SUM unit: "items" definition: "held items")";

TEST(Measures, AValueThatDoesNotSayWhatItIsIsFound) {
  EXPECT_THAT(Planted("").Fault(), HasSubstr("MEASURE_NEW must state what it is"));
  EXPECT_THAT(Planted(Option("subject: SUBJECT_PEOPLE")).Fault(), HasSubstr("must state what it is"));
  EXPECT_THAT(
      Planted(Option(R"(subject: SUBJECT_PEOPLE kind: MEASURE_KIND_MILESTONE unit: "x" definition: "x")"))
          .Fault(),
      HasSubstr("must name its milestone"));
  EXPECT_THAT(Planted(Option(R"(subject: SUBJECT_PEOPLE kind: MEASURE_KIND_BANDS unit: "x" definition: "x")"))
                  .Fault(),
              HasSubstr("must name its breakdown"));
  EXPECT_THAT(Planted(Option(R"(subject: SUBJECT_PEOPLE kind: MEASURE_KIND_SUM breakdown: "x" unit: "x"
                                definition: "x")"))
                  .Fault(),
              HasSubstr("must name its breakdown"));
  EXPECT_THAT(FaultOfDimensions(Planted("").type(), [](Dimension) { return true; }),
              HasSubstr("(obt.options.v1.dimension)"));
  EXPECT_THAT(FaultOfSteps(Planted("").type(), [](Step) { return true; }),
              HasSubstr("(obt.options.v1.reaches)"));
}

TEST(Measures, AMeasureOfItemsCanBeDeclaredButNotServedUncounted) {
  EXPECT_THAT(Planted(Option(kWhole)).Fault(), IsEmpty());
  EXPECT_THAT(Planted(Option(kWhole)).Fault(false), HasSubstr("is counted by nobody"));
}

TEST(Measures, OptionsAreReadByValue) {
  namespace v1 = aggregator::v1;
  EXPECT_EQ(OptionOf(v1::MEASURE_PRE_SURVEY).milestone(), options::v1::MILESTONE_PRE_SURVEY);
  EXPECT_EQ(OptionOf(v1::MEASURE_UNSPECIFIED).kind(), options::v1::MEASURE_KIND_UNSPECIFIED);
  EXPECT_EQ(OptionOf(static_cast<Measure>(999)).kind(), options::v1::MEASURE_KIND_UNSPECIFIED);
  EXPECT_EQ(MilestoneOf(v1::STEP_REACH_TARGET), options::v1::MILESTONE_REACHED_TARGET);
  EXPECT_TRUE(IsLevel(v1::MEASURE_MINUTES_BANDS) && !IsLevel(v1::MEASURE_LEARNING_MINUTES));
  EXPECT_TRUE(CanBeGroupedBy(v1::MEASURE_IN_SCOPE, v1::DIMENSION_WEEK));
  EXPECT_FALSE(CanBeGroupedBy(v1::MEASURE_IN_SCOPE, v1::DIMENSION_GRADE));
  EXPECT_TRUE(CanBeGroupedBy(v1::MEASURE_ADOPTIONS, v1::DIMENSION_THEME));
  EXPECT_FALSE(CanBeGroupedBy(v1::MEASURE_ADOPTIONS, v1::DIMENSION_GRADE));
  EXPECT_FALSE(CanBeGroupedBy(v1::MEASURE_CONVERSED, v1::DIMENSION_THEME));
  EXPECT_TRUE(IsOfItems(v1::MEASURE_ADOPTIONS) && !IsOfItems(v1::MEASURE_CONVERSED));
  EXPECT_EQ(WordOf(v1::MEASURE_IN_SCOPE), "IN_SCOPE");
}

}  // namespace
}  // namespace obt::rules
