#include "services/learning/curriculum/domain.h"

#include <functional>
#include <vector>

#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "services/learning/samples.h"

namespace obt::learning {
namespace {

using obt::testing::IsOk;
using obt::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::vector<std::string> FieldsOf(const Violations& violations) {
  std::vector<std::string> fields;
  for (const FieldViolation& fault : violations.faults()) fields.push_back(fault.field);
  return fields;
}

v1::PutCourseRequest PutRequest() {
  v1::PutCourseRequest request;
  *request.mutable_course() = samples::Masterclass();
  return request;
}

TEST(CurriculumValidate, AWellFormedCourseHasNoFaults) {
  EXPECT_THAT(FieldsOf(Validate(PutRequest())), IsEmpty());
}

TEST(CurriculumValidate, EveryFaultOfACourseIsNamedAtOnce) {
  v1::PutCourseRequest request;
  v1::Course& course = *request.mutable_course();
  course.set_programme_id("OBT 2024");
  course.set_title(std::string(201, 'x'));
  course.set_etag("not an etag of ours at all");
  v1::Module& first = *course.add_modules();
  first.set_module_id("one");
  first.set_title("two\nlines");
  first.set_expected_minutes(-1);
  v1::Module& second = *course.add_modules();
  second.set_module_id("one");
  second.set_title("One");
  second.set_expected_minutes(12'001);
  request.set_request_id(std::string(65, 'r'));
  EXPECT_THAT(
      FieldsOf(Validate(request)),
      UnorderedElementsAre("request_id", "course.programme_id", "course.course_id", "course.title",
                           "course.etag", "course.modules[0].title", "course.modules[0].expected_minutes",
                           "course.modules[1].module_id", "course.modules[1].expected_minutes"));
}

TEST(CurriculumValidate, ACourseMustBeGiven) {
  EXPECT_THAT(FieldsOf(Validate(v1::PutCourseRequest())), ElementsAre("course"));
}

TEST(CurriculumValidate, ACourseHasFrom1To100Modules) {
  v1::PutCourseRequest request = PutRequest();
  request.mutable_course()->clear_modules();
  request.mutable_course()->set_required(false);
  EXPECT_THAT(FieldsOf(Validate(request)), ElementsAre("course.modules"));
  for (int i = 0; i < 101; ++i) {
    v1::Module& module = *request.mutable_course()->add_modules();
    module.set_module_id("m" + std::to_string(i));
    module.set_title("M");
  }
  EXPECT_THAT(FieldsOf(Validate(request)), ElementsAre("course.modules"));
  request.mutable_course()->mutable_modules()->RemoveLast();
  EXPECT_THAT(FieldsOf(Validate(request)), IsEmpty());
}

TEST(CurriculumValidate, ARequiredCourseNeedsARequiredModule) {
  v1::PutCourseRequest request = PutRequest();
  for (v1::Module& module : *request.mutable_course()->mutable_modules()) module.set_required(false);
  EXPECT_THAT(FieldsOf(Validate(request)), ElementsAre("course.modules"));
  request.mutable_course()->set_required(false);
  EXPECT_THAT(FieldsOf(Validate(request)), IsEmpty());
}

TEST(CurriculumValidate, ReadsNameTheirFaults) {
  EXPECT_THAT(FieldsOf(Validate(v1::GetCourseRequest())), UnorderedElementsAre("programme_id", "course_id"));
  v1::ListCoursesRequest list;
  list.set_programme_id("-");
  list.set_page_size(-1);
  EXPECT_THAT(FieldsOf(Validate(list)), UnorderedElementsAre("programme_id", "page_size"));
}

TEST(PutInPlace, ANewCourseGetsItsFirstEtag) {
  const absl::StatusOr<v1::Course> put = PutInPlace(samples::Masterclass(), {});
  ASSERT_OK(put);
  EXPECT_EQ(put->etag(), "1");
}

TEST(PutInPlace, TheSameAgainChangesNothing) {
  CourseContext context;
  context.current = samples::Masterclass();
  context.current->set_etag("7");
  context.used_modules = {"ideas"};
  const absl::StatusOr<v1::Course> put = PutInPlace(samples::Masterclass(), context);
  ASSERT_OK(put);
  EXPECT_EQ(put->etag(), "7");
}

TEST(PutInPlace, AStaleEtagIsAborted) {
  CourseContext context;
  v1::Course wanted = samples::Masterclass();
  wanted.set_etag("1");
  EXPECT_THAT(PutInPlace(wanted, context), StatusIs(absl::StatusCode::kAborted, "STALE_ETAG"))
      << "there is none yet";
  context.current = samples::Masterclass();
  context.current->set_etag("2");
  EXPECT_THAT(PutInPlace(wanted, context), StatusIs(absl::StatusCode::kAborted, "STALE_ETAG"));
  wanted.set_etag("2");
  EXPECT_THAT(PutInPlace(wanted, context), IsOk());
}

TEST(PutInPlace, AProgrammeHasAtMost200Courses) {
  CourseContext context;
  context.courses_in_programme = 199;
  EXPECT_THAT(PutInPlace(samples::Masterclass(), context), IsOk());
  context.courses_in_programme = 200;
  EXPECT_THAT(PutInPlace(samples::Masterclass(), context),
              StatusIs(absl::StatusCode::kFailedPrecondition, "COURSE_LIMIT"));
}

// What a change of the masterclass answers while nobody uses it, and once the module "more" is in use.
TEST(PutInPlace, WhatIsRequiredIsFrozenByTheFirstUse) {
  const auto add_module = [](v1::Course& course, bool required) {
    v1::Module& module = *course.add_modules();
    module.set_module_id("new");
    module.set_required(required);
  };
  struct Case {
    const char* change;
    std::function<void(v1::Course&)> apply;
    const char* reason_when_used;
  };
  const std::vector<Case> cases = {
      {"another title", [](v1::Course& c) { c.set_title("Other"); }, ""},
      {"another module title", [](v1::Course& c) { c.mutable_modules(0)->set_title("Other"); }, ""},
      {"other expected minutes", [](v1::Course& c) { c.mutable_modules(0)->set_expected_minutes(5); }, ""},
      {"another order", [](v1::Course& c) { c.mutable_modules()->SwapElements(0, 1); }, ""},
      {"a new optional module", [&](v1::Course& c) { add_module(c, false); }, ""},
      {"a new required module", [&](v1::Course& c) { add_module(c, true); }, "COURSE_FROZEN"},
      {"a module no longer required", [](v1::Course& c) { c.mutable_modules(0)->set_required(false); },
       "COURSE_FROZEN"},
      {"an optional module now required", [](v1::Course& c) { c.mutable_modules(2)->set_required(true); },
       "COURSE_FROZEN"},
      {"an unused required module removed", [](v1::Course& c) { c.mutable_modules()->DeleteSubrange(0, 1); },
       "COURSE_FROZEN"},
      {"the used module removed", [](v1::Course& c) { c.mutable_modules()->RemoveLast(); }, "MODULE_IN_USE"},
      {"the course no longer required", [](v1::Course& c) { c.set_required(false); }, "COURSE_FROZEN"},
  };
  for (const Case& c : cases) {
    CourseContext context;
    context.current = samples::Masterclass();
    context.current->set_etag("1");
    v1::Course wanted = samples::Masterclass();
    c.apply(wanted);
    const absl::StatusOr<v1::Course> unused = PutInPlace(wanted, context);
    ASSERT_OK(unused) << c.change;
    EXPECT_EQ(unused->etag(), "2") << c.change;
    context.used_modules = {"more"};
    const absl::StatusOr<v1::Course> used = PutInPlace(wanted, context);
    EXPECT_EQ(ReasonOf(used.status()), c.reason_when_used) << c.change;
    EXPECT_THAT(used.status().code(),
                ::testing::AnyOf(absl::StatusCode::kOk, absl::StatusCode::kFailedPrecondition))
        << c.change;
  }
}

TEST(PutInPlace, AnUnusedOptionalModuleMayGo) {
  CourseContext context;
  context.current = samples::Masterclass();
  context.used_modules = {"ideas"};
  v1::Course wanted = samples::Masterclass();
  wanted.mutable_modules()->RemoveLast();
  EXPECT_THAT(PutInPlace(wanted, context), IsOk());
}

}  // namespace
}  // namespace obt::learning
