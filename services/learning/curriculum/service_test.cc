#include <string>
#include <vector>

#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "obt/learning/v1/events.pb.h"
#include "services/learning/bind.h"
#include "services/learning/test_world.h"

namespace obt::learning {
namespace {

using obt::testing::IsOk;
using obt::testing::StatusIs;
using obt::testing::ViolatesFields;
using ::testing::ElementsAre;

absl::StatusOr<v1::GetCourseResponse> Get(World& world, const std::string& course_id) {
  v1::GetCourseRequest request;
  request.set_programme_id("obt-2024");
  request.set_course_id(course_id);
  return world.Call<v1::GetCourseResponse>(request);
}

v1::Course CourseNamed(const std::string& course_id, const std::string& title = "A course") {
  v1::Course course = samples::Masterclass();
  course.set_course_id(course_id);
  course.set_title(title);
  return course;
}

TEST(CurriculumService, ACourseThatWasPutCanBeGot) {
  World world;
  ASSERT_OK_AND_ASSIGN(const v1::Course put, world.Put(CourseNamed("data")));
  ASSERT_OK_AND_ASSIGN(const v1::GetCourseResponse got, Get(world, "data"));
  EXPECT_EQ(got.course().SerializeAsString(), put.SerializeAsString());
  EXPECT_EQ(got.course().etag(), "1");
}

TEST(CurriculumService, UnknownCoursesAndProgrammesAreNotFound) {
  World world;
  EXPECT_THAT(Get(world, "nothing"), StatusIs(absl::StatusCode::kNotFound, "COURSE_NOT_FOUND"));
  EXPECT_THAT(world.Put(samples::Masterclass("obt-1999")),
              StatusIs(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND"));
  v1::ListCoursesRequest list;
  list.set_programme_id("obt-1999");
  EXPECT_THAT(world.Call<v1::ListCoursesResponse>(list),
              StatusIs(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND"));
}

TEST(CurriculumService, EachChangeOfACourseIsPublishedAndTheSameAgainIsNot) {
  World world;
  const size_t before = world.Changes().size();
  EXPECT_THAT(world.Put(samples::Masterclass()), IsOk());
  EXPECT_EQ(world.Changes().size(), before) << "the same again";
  v1::Course renamed = samples::Masterclass();
  renamed.set_title("Innovation");
  EXPECT_THAT(world.Put(renamed), IsOk());
  const std::vector<obt::store::v1::Change> changes = world.Changes();
  ASSERT_EQ(changes.size(), before + 1);
  EXPECT_EQ(changes.back().type(), "obt.learning.v1.CourseChanged");
  v1::CourseChanged changed;
  ASSERT_TRUE(changed.ParseFromString(changes.back().event()));
  EXPECT_EQ(changed.course().title(), "Innovation");
  EXPECT_EQ(changed.course().etag(), "2");
}

TEST(CurriculumService, RequiredModulesAreFrozenByTheFirstEventThatUsesTheCourse) {
  World world;
  v1::Course course = samples::Masterclass();
  course.mutable_modules(2)->set_required(true);
  EXPECT_THAT(world.Put(course), IsOk());
  EXPECT_THAT(world.Put(samples::Masterclass()), IsOk());
  world.RecordAll({samples::ModuleEvent("e1", v1::VERB_STARTED, "more", "2024-10-20T10:00:00Z")});
  EXPECT_THAT(world.Put(course), StatusIs(absl::StatusCode::kFailedPrecondition, "COURSE_FROZEN"));
  v1::Course without_used = samples::Masterclass();
  without_used.mutable_modules()->RemoveLast();
  EXPECT_THAT(world.Put(without_used), StatusIs(absl::StatusCode::kFailedPrecondition, "MODULE_IN_USE"));
  EXPECT_THAT(world.Put(samples::Masterclass("obt-2023")), IsOk())
      << "the other edition's course is not in use";
}

TEST(CurriculumService, CoursesOfAProgrammeAreListedByIdInPages) {
  World world;
  for (const char* id : {"d", "b", "a", "c"}) ASSERT_OK(world.Put(CourseNamed(id)));
  v1::ListCoursesRequest request;
  request.set_programme_id("obt-2024");
  request.set_page_size(2);
  std::vector<std::string> seen;
  int pages = 0;
  do {
    ASSERT_OK_AND_ASSIGN(const v1::ListCoursesResponse page, world.Call<v1::ListCoursesResponse>(request));
    for (const v1::Course& course : page.courses()) seen.push_back(course.course_id());
    request.set_page_token(page.next_page_token());
    ASSERT_LT(++pages, 10);
  } while (!request.page_token().empty());
  EXPECT_THAT(seen, ElementsAre("a", "b", "c", "d", "masterclass"));
  EXPECT_EQ(pages, 3);
}

TEST(CurriculumService, APageOfCoursesStaysBelowTheSizeOfAResponse) {
  World world;
  for (int c = 0; c < 45; ++c) {
    v1::Course course = CourseNamed("c" + std::to_string(c), std::string(200, 'x'));
    course.clear_modules();
    for (int m = 0; m < 100; ++m) {
      v1::Module& module = *course.add_modules();
      module.set_module_id("m" + std::to_string(m));
      for (int i = 0; i < 200; ++i) module.mutable_title()->append("\xf0\x9f\x8c\xb1");
      module.set_required(true);
    }
    ASSERT_OK(world.Put(course));
  }
  v1::ListCoursesRequest request;
  request.set_programme_id("obt-2024");
  request.set_page_size(500);
  int courses = 0;
  do {
    ASSERT_OK_AND_ASSIGN(const v1::ListCoursesResponse page, world.Call<v1::ListCoursesResponse>(request));
    EXPECT_LT(page.ByteSizeLong(), size_t{4} << 20);
    ASSERT_GT(page.courses_size(), 0);
    courses += page.courses_size();
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(courses, 46);
}

TEST(CurriculumService, APageTokenOfAnotherProgrammeIsRefused) {
  World world;
  ASSERT_OK(world.Put(CourseNamed("a")));
  v1::ListCoursesRequest request;
  request.set_programme_id("obt-2024");
  request.set_page_size(1);
  ASSERT_OK_AND_ASSIGN(const v1::ListCoursesResponse page, world.Call<v1::ListCoursesResponse>(request));
  request.set_page_token(page.next_page_token());
  request.set_programme_id("obt-2023");
  EXPECT_THAT(world.Call<v1::ListCoursesResponse>(request), ViolatesFields(ElementsAre("page_token")));
}

}  // namespace
}  // namespace obt::learning
