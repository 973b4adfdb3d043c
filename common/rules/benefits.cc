#include "common/rules/benefits.h"

#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "obt/options/v1/measures.pb.h"

namespace obt::rules {
namespace {

using options::v1::BenefitOption;

// Of a value that the enum does not have, nothing is said.
const google::protobuf::EnumValueOptions& OptionsOf(const google::protobuf::EnumDescriptor& type, int value) {
  const google::protobuf::EnumValueDescriptor* const found = type.FindValueByNumber(value);
  return found == nullptr ? google::protobuf::EnumValueOptions::default_instance() : found->options();
}

const BenefitOption& BenefitOf(ideas::v1::BenefitKind kind) {
  return OptionsOf(*ideas::v1::BenefitKind_descriptor(), kind).GetExtension(options::v1::benefit);
}

}  // namespace

bool AddsUp(ideas::v1::BenefitKind kind) { return BenefitOf(kind).adds_up(); }

std::optional<Improvement> ImprovementOf(const ideas::v1::Benefit& benefit) {
  if (!AddsUp(benefit.kind())) return std::nullopt;
  const int64_t more = benefit.after_thousandths() - benefit.before_thousandths();
  const int32_t periods =
      OptionsOf(*ideas::v1::Per_descriptor(), benefit.per()).GetExtension(options::v1::periods_a_year);
  Improvement improvement;
  improvement.once = periods == 0;
  improvement.thousandths =
      (BenefitOf(benefit.kind()).lower_is_better() ? -more : more) * (improvement.once ? 1 : periods);
  return improvement;
}

}  // namespace obt::rules
