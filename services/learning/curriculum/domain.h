// The rules of the curriculum, as pure functions: what a request about courses must look like, and which
// changes of a course are still allowed once learning events use it.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/error.h"
#include "obt/learning/v1/curriculum.pb.h"

namespace obt::learning::v1 {

Violations Validate(const PutCourseRequest& request);

}  // namespace obt::learning::v1

namespace obt::learning {

// Every record reads the courses of its programme: the number is bounded.
inline constexpr int kMaxCoursesPerProgramme = 200;

// The course with this id in this programme, as `PutCourse` finds it.
struct CourseContext {
  std::optional<v1::Course> current;
  std::set<std::string> used_modules;  // module ids that learning events name
  int courses_in_programme = 0;        // counted only for a new course
};

// The course once `wanted` is put in the place of what there is: with its next etag, or as it was, etag and
// all, when `wanted` says nothing new. domain.md §3: "Required modules ... are frozen by the first event ...
// that uses them." Frozen are therefore the set of required modules and whether the course itself is
// required; a used module cannot go. Titles, expected minutes and optional modules stay free. A stale etag is
// ABORTED.
absl::StatusOr<v1::Course> PutInPlace(const v1::Course& wanted, const CourseContext& context);

// nullptr when the course has no such module.
const v1::Module* FindModule(const v1::Course& course, absl::string_view module_id);

}  // namespace obt::learning
