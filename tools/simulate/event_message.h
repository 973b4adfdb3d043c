// Events and moves of a plan as the requests that tell the suite of them. Pure.
#pragma once

#include <string>
#include <vector>

#include "common/base/ids.h"
#include "obt/identity/v1/person.pb.h"
#include "obt/learning/v1/curriculum.pb.h"
#include "obt/learning/v1/learning.pb.h"
#include "tools/simulate/play.h"
#include "tools/simulate/population.h"

namespace obt::simulate {

// The first day of the stays the population is imported with: 1 April 2024.
int32_t FirstDayOfStays();

// The programme's required course as the model the plan is made from.
CourseModel ModelOf(const learning::v1::Course& course);

void FillEvent(const LearningEvent& event, const learning::v1::Course& course, const Reference& reference,
               const PersonId& person, learning::v1::LearningEvent& message);

identity::v1::MovePersonRequest MoveMessage(const Move& move, const Reference& reference,
                                            const PersonId& person, uint64_t seed);
// Both stays, as they should have been.
identity::v1::CorrectStaysRequest CorrectionMessage(const Move& move, const Reference& reference,
                                                    const PersonId& person, uint64_t seed);

}  // namespace obt::simulate
