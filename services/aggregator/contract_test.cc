// What the contract declares and nobody counts ends the service when it starts.
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/aggregator/spec.h"

namespace obt::aggregator {
namespace {

TEST(Contract, EveryMeasureIsCountedAndRecounted) { CheckContract(); }

TEST(Contract, AMeasureOfItemsThatNobodyCountsYetIsRefusedWithASentence) {
  google::protobuf::FileDescriptorProto file;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"(name: "planted.proto"
         dependency: "obt/options/v1/measures.proto"
         enum_type {
           name: "Measure"
           value { name: "MEASURE_UNSPECIFIED" number: 0 }
           value {
             name: "MEASURE_CONVERSATIONS"
             number: 99
             options {
               [obt.options.v1.measure] {
                 subject: SUBJECT_ITEMS kind: MEASURE_KIND_SUM unit: "conversations" definition: "those held"
               }
             }
           }
         })",
      &file));
  google::protobuf::DescriptorPool pool(google::protobuf::DescriptorPool::generated_pool());
  EXPECT_DEATH(CheckContract(*pool.BuildFile(file)->enum_type(0)),
               "MEASURE_CONVERSATIONS is counted by nobody: give it a rule in services/aggregator");
}

}  // namespace
}  // namespace obt::aggregator
