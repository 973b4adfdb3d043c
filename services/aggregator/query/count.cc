#include "services/aggregator/query/count.h"

namespace obt::aggregator {

Rule RuleOf(v1::Measure measure) {
  switch (measure) {
    case v1::MEASURE_IN_SCOPE:
      return Rule::kInScope;
    case v1::MEASURE_REGISTERED:
      return Rule::kRegistered;
    case v1::MEASURE_EVER_REGISTERED:
      return Rule::kEverRegistered;
    case v1::MEASURE_LEARNING_MINUTES:
      return Rule::kCredits;
    case v1::MEASURE_MINUTES_BANDS:
      return Rule::kBands;
    default: {  // every milestone is counted alike
      const options::v1::MeasureOption& option = rules::OptionOf(measure);
      if (rules::IsOfItems(measure)) return CountsItems(measure) ? Rule::kItems : Rule::kNone;
      const bool of_people = option.subject() == options::v1::SUBJECT_PEOPLE;
      return of_people && option.milestone() != 0 ? Rule::kMilestone : Rule::kNone;
    }
  }
}

}  // namespace obt::aggregator
