#include <utility>

#include "absl/strings/str_cat.h"
#include "common/rpc/answer_page.h"
#include "obt/learning/v1/curriculum.pb.h"
#include "obt/learning/v1/events.pb.h"
#include "services/learning/bind.h"
#include "services/learning/curriculum/courses.h"
#include "services/learning/curriculum/domain.h"
#include "services/learning/curriculum/survey_domain.h"
#include "services/learning/curriculum/surveys.h"

namespace obt::learning {
namespace {

using obt::store::Reader;
using obt::store::Txn;
using obt::store::View;
using rpc::Call;

// What is there already where the course is to go.
absl::StatusOr<CourseContext> ReadCourseContext(const Reader& reader, const v1::Course& course) {
  CourseContext context;
  OBT_ASSIGN_OR_RETURN(context.current, FindCourse(reader, course.programme_id(), course.course_id()));
  if (context.current.has_value()) {
    OBT_ASSIGN_OR_RETURN(context.used_modules, UsedModules(reader, course));
  } else {
    OBT_ASSIGN_OR_RETURN(const std::vector<v1::Course> courses, CoursesOf(reader, course.programme_id()));
    context.courses_in_programme = static_cast<int>(courses.size());
  }
  return context;
}

absl::StatusOr<v1::PutCourseResponse> PutCourse(const v1::PutCourseRequest& request, const Call&, Txn& txn,
                                                feed::Directory& directory) {
  OBT_RETURN_IF_ERROR(directory.RequireProgramme(txn, request.course().programme_id()));
  OBT_ASSIGN_OR_RETURN(const CourseContext context, ReadCourseContext(txn, request.course()));
  v1::PutCourseResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_course(), PutInPlace(request.course(), context));
  if (context.current.has_value() && context.current->etag() == response.course().etag()) return response;
  learning::PutCourse(txn, response.course());
  v1::CourseChanged changed;
  *changed.mutable_course() = response.course();
  txn.Publish(changed);
  return response;
}

absl::StatusOr<v1::GetCourseResponse> GetCourse(const v1::GetCourseRequest& request, const Call&,
                                                const View& view) {
  OBT_ASSIGN_OR_RETURN(std::optional<v1::Course> course,
                       FindCourse(view, request.programme_id(), request.course_id()));
  if (!course.has_value()) {
    return Error(
        absl::StatusCode::kNotFound, "COURSE_NOT_FOUND",
        absl::StrCat("there is no course ", request.course_id(), " in programme ", request.programme_id()));
  }
  v1::GetCourseResponse response;
  *response.mutable_course() = *std::move(course);
  return response;
}

absl::StatusOr<v1::ListCoursesResponse> ListCourses(const v1::ListCoursesRequest& request, const Call& call,
                                                    const View& view, feed::Directory& directory) {
  OBT_RETURN_IF_ERROR(directory.RequireProgramme(view, request.programme_id()));
  return rpc::AnswerPage(request, call, &v1::ListCoursesResponse::mutable_courses,
                         [&](const std::string& position, size_t limit) {
                           return PageOfCourses(view, request.programme_id(), position, limit);
                         });
}

absl::StatusOr<v1::PutSurveyResponse> PutSurvey(const v1::PutSurveyRequest& request, const Call&, Txn& txn,
                                                feed::Directory& directory) {
  OBT_RETURN_IF_ERROR(directory.RequireProgramme(txn, request.survey().programme_id()));
  OBT_ASSIGN_OR_RETURN(const SurveyContext context, ReadSurveyContext(txn, request.survey()));
  v1::PutSurveyResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_survey(), PutInPlace(request.survey(), context));
  if (context.current.has_value() && context.current->etag() == response.survey().etag()) return response;
  learning::PutSurvey(txn, response.survey());
  v1::SurveyChanged changed;
  *changed.mutable_survey() = response.survey();
  txn.Publish(changed);
  return response;
}

absl::StatusOr<v1::GetSurveyResponse> GetSurvey(const v1::GetSurveyRequest& request, const Call&,
                                                const View& view) {
  OBT_ASSIGN_OR_RETURN(std::optional<v1::Survey> survey,
                       FindSurvey(view, request.programme_id(), request.survey_id()));
  OBT_RETURN_IF_ERROR(CheckSurvey(survey, request.programme_id(), request.survey_id()));
  v1::GetSurveyResponse response;
  *response.mutable_survey() = *std::move(survey);
  return response;
}

absl::StatusOr<v1::ListSurveysResponse> ListSurveys(const v1::ListSurveysRequest& request, const Call& call,
                                                    const View& view, feed::Directory& directory) {
  OBT_RETURN_IF_ERROR(directory.RequireProgramme(view, request.programme_id()));
  return rpc::AnswerPage(request, call, &v1::ListSurveysResponse::mutable_surveys,
                         [&](const std::string& position, size_t limit) {
                           return PageOfSurveys(view, request.programme_id(), position, limit);
                         });
}

}  // namespace

void BindCurriculum(rpc::Router& router, feed::Directory& directory) {
  router.Command(PutCourse, directory)
      .Query(GetCourse)
      .Query(ListCourses, directory)
      .Command(PutSurvey, directory)
      .Query(GetSurvey)
      .Query(ListSurveys, directory);
}

}  // namespace obt::learning
