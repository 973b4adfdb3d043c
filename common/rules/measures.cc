#include "common/rules/measures.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace obt::rules {
namespace {

namespace v1 = options::v1;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;

// What every value of an enum states, by its number.
template <typename Stated, typename Extension>
class Statements {
 public:
  Statements(const EnumDescriptor& type, const Extension& extension) {
    for (int i = 0; i < type.value_count(); ++i) {
      const size_t number = static_cast<size_t>(type.value(i)->number());
      if (stated_.size() <= number) stated_.resize(number + 1);
      stated_[number] = type.value(i)->options().GetExtension(extension);
    }
  }
  // Of 0, and of what the enum does not have, that of 0: nothing.
  const Stated& Of(int number) const {
    const size_t index = static_cast<size_t>(number);
    return stated_[index < stated_.size() ? index : 0];
  }

 private:
  std::vector<Stated> stated_;
};

std::string FaultOfMeasure(const EnumValueDescriptor& value) {
  const MeasureOption& option = value.options().GetExtension(v1::measure);
  const auto fault = [&value](absl::string_view rest) { return absl::StrCat(value.name(), rest); };
  if (option.subject() == 0 || option.kind() == 0 || option.unit().empty() || option.definition().empty()) {
    return fault(
        " must state what it is: give it the option (obt.options.v1.measure) with a subject, a kind, "
        "a unit and a definition");
  }
  if ((option.kind() == v1::MEASURE_KIND_MILESTONE) != (option.milestone() != 0))
    return fault(" must name its milestone if its kind is MILESTONE, and only then");
  if (!option.denominator().empty() &&
      value.type()->FindValueByName(absl::StrCat("MEASURE_", option.denominator())) == nullptr)
    return fault(" must name a measure as its denominator, or none");
  const bool bands = option.kind() == v1::MEASURE_KIND_BANDS;
  if (option.subject() == v1::SUBJECT_ITEMS ? bands : bands != !option.breakdown().empty())
    return fault(" must name its breakdown if its kind is BANDS, or may if it is of items, and only then");
  return "";
}

// Of values that must have an option that is an enum itself.
template <typename Extension>
std::string FaultWithout(const EnumValueDescriptor& value, const Extension& extension,
                         absl::string_view name) {
  if (value.options().GetExtension(extension) != 0) return "";
  return absl::StrCat(value.name(), " must state what it is: give it the option (obt.options.v1.", name, ")");
}

// The first fault of an enum's values: of what `fault_of` says of them, else that nobody serves it.
template <typename Value, typename FaultOf>
std::string FirstFault(const EnumDescriptor& type, FaultOf fault_of, absl::FunctionRef<bool(Value)> is_served,
                       absl::string_view what_to_do) {
  for (int i = 0; i < type.value_count(); ++i) {
    const EnumValueDescriptor& value = *type.value(i);
    if (value.number() == 0) continue;
    if (std::string fault = fault_of(value); !fault.empty()) return fault;
    if (!is_served(static_cast<Value>(value.number()))) return absl::StrCat(value.name(), what_to_do);
  }
  return "";
}

}  // namespace

const MeasureOption& OptionOf(Measure measure) {
  static const auto& table = *new Statements<MeasureOption, decltype(v1::measure)>(
      *aggregator::v1::Measure_descriptor(), v1::measure);
  return table.Of(measure);
}

v1::DimensionKind KindOf(Dimension dimension) {
  static const auto& table = *new Statements<v1::DimensionKind, decltype(v1::dimension)>(
      *aggregator::v1::Dimension_descriptor(), v1::dimension);
  return table.Of(dimension);
}

Milestone MilestoneOf(Step step) {
  static const auto& table =
      *new Statements<Milestone, decltype(v1::reaches)>(*aggregator::v1::Step_descriptor(), v1::reaches);
  return table.Of(step);
}

bool NeedsTarget(Milestone milestone) {
  for (int i = aggregator::v1::Measure_MIN + 1; i <= aggregator::v1::Measure_MAX; ++i) {
    const MeasureOption& option = OptionOf(static_cast<Measure>(i));
    if (option.milestone() == milestone && option.needs_target()) return true;
  }
  return false;
}

Measure DenominatorOf(Measure measure) {
  Measure denominator = aggregator::v1::MEASURE_UNSPECIFIED;
  const std::string& name = OptionOf(measure).denominator();
  if (!name.empty()) aggregator::v1::Measure_Parse(absl::StrCat("MEASURE_", name), &denominator);
  return denominator;
}

bool IsLevel(Measure measure) {
  const v1::MeasureKind kind = OptionOf(measure).kind();
  return kind == v1::MEASURE_KIND_STOCK || kind == v1::MEASURE_KIND_BANDS;
}

bool IsTime(Dimension dimension) { return KindOf(dimension) == v1::DIMENSION_KIND_TIME; }

bool IsOfItems(Measure measure) { return OptionOf(measure).subject() == v1::SUBJECT_ITEMS; }

bool IsOrganisational(Dimension dimension) { return KindOf(dimension) == v1::DIMENSION_KIND_ORGANISATION; }

bool CanBeGroupedBy(Measure measure, Dimension dimension) {
  const v1::Subject subject = OptionOf(measure).subject();
  const v1::DimensionKind kind = KindOf(dimension);
  if (kind == v1::DIMENSION_KIND_ATTRIBUTE && subject == v1::SUBJECT_ITEMS) return false;
  if (kind == v1::DIMENSION_KIND_ITEM && subject == v1::SUBJECT_PEOPLE) return false;
  return subject != v1::SUBJECT_HEADCOUNT ||
         (kind != v1::DIMENSION_KIND_ATTRIBUTE && kind != v1::DIMENSION_KIND_ITEM);
}

std::string WordOf(Measure measure) {
  return std::string(absl::StripPrefix(aggregator::v1::Measure_Name(measure), "MEASURE_"));
}

std::string WordOf(Step step) {
  return std::string(absl::StripPrefix(aggregator::v1::Step_Name(step), "STEP_"));
}

std::string FaultOfMeasures(const EnumDescriptor& measures, absl::FunctionRef<bool(Measure)> is_served) {
  return FirstFault(measures, FaultOfMeasure, is_served,
                    " is counted by nobody: give it a rule in services/aggregator, in query/count.cc or "
                    "count_items.cc, and in "
                    "verify/recount_figures.cc or recount_items.cc");
}

std::string FaultOfMilestones(const EnumDescriptor& milestones,
                              absl::FunctionRef<bool(Milestone)> is_served) {
  return FirstFault(
      milestones, [](const EnumValueDescriptor&) { return std::string(); }, is_served,
      " is found by nobody: give it its rule and list it in services/aggregator, in "
      "rules/derive.cc and in verify/recount_records.cc");
}

std::string FaultOfDimensions(const EnumDescriptor& dimensions,
                              absl::FunctionRef<bool(Dimension)> is_served) {
  return FirstFault(
      dimensions,
      [](const EnumValueDescriptor& value) { return FaultWithout(value, v1::dimension, "dimension"); },
      is_served,
      " groups nothing: give it what it groups by in services/aggregator, in columns/attributes.h or "
      "query/axes.cc, and in verify/recount.h or verify/recount_figures.cc");
}

std::string FaultOfSteps(const EnumDescriptor& steps, absl::FunctionRef<bool(Step)> is_served) {
  return FirstFault(
      steps, [](const EnumValueDescriptor& value) { return FaultWithout(value, v1::reaches, "reaches"); },
      is_served, " is told to nobody: give it a row in services/aggregator/api/progress_domain.cc");
}

}  // namespace obt::rules
