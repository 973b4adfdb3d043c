#include "services/learning/curriculum/domain.h"

#include "absl/strings/str_cat.h"
#include "common/base/etag.h"
#include "common/base/rules.h"
#include "common/base/status.h"

namespace obt::learning {
namespace {

std::set<std::string> RequiredModules(const v1::Course& course) {
  std::set<std::string> required;
  for (const v1::Module& module : course.modules()) {
    if (module.required()) required.insert(module.module_id());
  }
  return required;
}

absl::Status CheckFrozen(const v1::Course& wanted, const v1::Course& current,
                         const std::set<std::string>& used_modules) {
  if (used_modules.empty()) return absl::OkStatus();
  for (const std::string& module_id : used_modules) {
    if (FindModule(wanted, module_id) != nullptr) continue;
    return Error(absl::StatusCode::kFailedPrecondition, "MODULE_IN_USE",
                 absl::StrCat("module ", module_id, " has learning events and must stay in the course"));
  }
  if (wanted.required() == current.required() && RequiredModules(wanted) == RequiredModules(current)) {
    return absl::OkStatus();
  }
  return Error(absl::StatusCode::kFailedPrecondition, "COURSE_FROZEN",
               absl::StrCat("course ", current.course_id(),
                            " has learning events: what is required is frozen; titles, expected minutes and "
                            "optional modules may still change"));
}

}  // namespace

absl::StatusOr<v1::Course> PutInPlace(const v1::Course& wanted, const CourseContext& context) {
  const v1::Course& current = context.current.has_value() ? *context.current : v1::Course::default_instance();
  OBT_RETURN_IF_ERROR(CheckEtag(wanted.etag(), current.etag()));
  if (!context.current.has_value() && context.courses_in_programme >= kMaxCoursesPerProgramme) {
    return Error(
        absl::StatusCode::kFailedPrecondition, "COURSE_LIMIT",
        absl::StrCat("the programme has ", kMaxCoursesPerProgramme, " courses, the most there can be"));
  }
  OBT_RETURN_IF_ERROR(CheckFrozen(wanted, current, context.used_modules));
  return NextRevision(wanted, context.current);
}

const v1::Module* FindModule(const v1::Course& course, absl::string_view module_id) {
  for (const v1::Module& module : course.modules()) {
    if (module.module_id() == module_id) return &module;
  }
  return nullptr;
}

}  // namespace obt::learning

namespace obt::learning::v1 {

Violations Validate(const PutCourseRequest& request) {
  Violations out = validate::ByRules(request);
  if (request.course().required() && RequiredModules(request.course()).empty())
    out.Add("course.modules", "must have a required module, because the course is required");
  return out;
}

}  // namespace obt::learning::v1
