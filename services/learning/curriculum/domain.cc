#include "services/learning/curriculum/domain.h"

#include "absl/container/flat_hash_set.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "common/base/validate.h"

namespace obt::learning {
namespace {

using validate::Presence;

void CheckModules(Violations& out, const v1::Course& course) {
  validate::Count(out, "course.modules", course.modules_size(), 1, kMaxModules);
  absl::flat_hash_set<absl::string_view> seen;
  for (int i = 0; i < course.modules_size(); ++i) {
    const v1::Module& module = course.modules(i);
    const auto path = [i](absl::string_view field) { return validate::Path("course.modules", i, field); };
    validate::Code(out, path("module_id"), module.module_id(), Presence::kRequired);
    if (!module.module_id().empty() && !seen.insert(module.module_id()).second) {
      out.Add(path("module_id"), "must not be the id of another module of the course");
    }
    validate::Text(out, path("title"), module.title(), validate::kMaxName, Presence::kRequired);
    validate::Range(out, path("expected_minutes"), module.expected_minutes(), 0, kMaxExpectedMinutes);
  }
}

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

absl::StatusOr<v1::Course> PutInPlace(const v1::Course& wanted, const CourseFacts& facts) {
  const v1::Course& current = facts.current.has_value() ? *facts.current : v1::Course::default_instance();
  OBT_RETURN_IF_ERROR(CheckEtag(wanted.etag(), current.etag(), "course"));
  if (!facts.current.has_value() && facts.courses_in_programme >= kMaxCoursesPerProgramme) {
    return Error(
        absl::StatusCode::kFailedPrecondition, "COURSE_LIMIT",
        absl::StrCat("the programme has ", kMaxCoursesPerProgramme, " courses, the most there can be"));
  }
  OBT_RETURN_IF_ERROR(CheckFrozen(wanted, current, facts.used_modules));
  v1::Course put = wanted;
  put.DiscardUnknownFields();
  put.set_etag(current.etag());
  if (!facts.current.has_value() || put.SerializeAsString() != current.SerializeAsString()) {
    put.set_etag(NextEtag(current.etag()));
  }
  return put;
}

absl::Status CheckEtag(absl::string_view wanted, absl::string_view current, absl::string_view what) {
  if (wanted.empty() || wanted == current) return absl::OkStatus();
  return Error(absl::StatusCode::kAborted, "STALE_ETAG",
               absl::StrCat("etag: the ", what, " has changed since; read it again and decide anew"));
}

std::string NextEtag(absl::string_view etag) {
  uint64_t revision = 0;
  if (!absl::SimpleAtoi(etag, &revision)) revision = 0;
  return absl::StrCat(revision + 1);
}

absl::Status CheckProgramme(const identity::v1::Programme* programme, absl::string_view programme_id) {
  if (programme != nullptr) return absl::OkStatus();
  return Error(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND",
               absl::StrCat("there is no programme ", programme_id));
}

const v1::Module* FindModule(const v1::Course& course, absl::string_view module_id) {
  for (const v1::Module& module : course.modules()) {
    if (module.module_id() == module_id) return &module;
  }
  return nullptr;
}

}  // namespace obt::learning

namespace obt::learning::v1 {

using validate::Presence;

Violations Validate(const PutCourseRequest& request) {
  Violations out;
  validate::RequestId(out, request.request_id());
  if (!request.has_course()) {
    out.Add("course", "is required");
    return out;
  }
  const Course& course = request.course();
  validate::Code(out, "course.programme_id", course.programme_id(), Presence::kRequired);
  validate::Code(out, "course.course_id", course.course_id(), Presence::kRequired);
  validate::Text(out, "course.title", course.title(), validate::kMaxName, Presence::kRequired);
  validate::ForeignId(out, "course.etag", course.etag(), kMaxEtagChars, Presence::kOptional);
  CheckModules(out, course);
  if (course.required() && RequiredModules(course).empty()) {
    out.Add("course.modules", "must have a required module, because the course is required");
  }
  return out;
}

Violations Validate(const GetCourseRequest& request) {
  Violations out;
  validate::Code(out, "programme_id", request.programme_id(), Presence::kRequired);
  validate::Code(out, "course_id", request.course_id(), Presence::kRequired);
  return out;
}

Violations Validate(const ListCoursesRequest& request) {
  Violations out;
  validate::Code(out, "programme_id", request.programme_id(), Presence::kRequired);
  validate::PageSize(out, request.page_size());
  return out;
}

}  // namespace obt::learning::v1
