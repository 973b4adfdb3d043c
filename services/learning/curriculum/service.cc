#include "services/learning/curriculum/service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/validate.h"
#include "common/rpc/page_token.h"
#include "obt/learning/v1/events.pb.h"
#include "services/learning/curriculum/courses.h"
#include "services/learning/curriculum/surveys.h"

namespace obt::learning {
namespace {

// What is there already where the course is to go.
absl::StatusOr<CourseContext> ReadCourseContext(const obt::store::Reader& reader, const v1::Course& course) {
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

}  // namespace

void CurriculumService::BindTo(rpc::Router& router) {
  router.Bind("obt.learning.v1.CurriculumService")
      .Command("PutCourse", this, &CurriculumService::PutCourse)
      .Query("GetCourse", this, &CurriculumService::GetCourse)
      .Query("ListCourses", this, &CurriculumService::ListCourses)
      .Command("PutSurvey", this, &CurriculumService::PutSurvey)
      .Query("GetSurvey", this, &CurriculumService::GetSurvey)
      .Query("ListSurveys", this, &CurriculumService::ListSurveys)
      .Done();
}

absl::StatusOr<v1::PutCourseResponse> CurriculumService::PutCourse(const v1::PutCourseRequest& request,
                                                                   const rpc::Call&, obt::store::Txn& txn) {
  OBT_RETURN_IF_ERROR(directory_.RequireProgramme(txn, request.course().programme_id()));
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

absl::StatusOr<v1::GetCourseResponse> CurriculumService::GetCourse(const v1::GetCourseRequest& request,
                                                                   const rpc::Call&,
                                                                   const obt::store::View& view) {
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

absl::StatusOr<v1::ListCoursesResponse> CurriculumService::ListCourses(const v1::ListCoursesRequest& request,
                                                                       const rpc::Call& call,
                                                                       const obt::store::View& view) {
  OBT_RETURN_IF_ERROR(directory_.RequireProgramme(view, request.programme_id()));
  OBT_ASSIGN_OR_RETURN(const std::string after, rpc::OpenPageToken(call, request));
  OBT_ASSIGN_OR_RETURN(
      obt::store::Page<v1::Course> page,
      PageOfCourses(view, request.programme_id(), after, validate::EffectivePageSize(request.page_size())));
  v1::ListCoursesResponse response;
  for (v1::Course& course : page.rows) *response.add_courses() = std::move(course);
  if (!page.next.empty()) response.set_next_page_token(rpc::SealPageToken(call, request, page.next));
  return response;
}

absl::StatusOr<v1::PutSurveyResponse> CurriculumService::PutSurvey(const v1::PutSurveyRequest& request,
                                                                   const rpc::Call&, obt::store::Txn& txn) {
  OBT_RETURN_IF_ERROR(directory_.RequireProgramme(txn, request.survey().programme_id()));
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

absl::StatusOr<v1::GetSurveyResponse> CurriculumService::GetSurvey(const v1::GetSurveyRequest& request,
                                                                   const rpc::Call&,
                                                                   const obt::store::View& view) {
  OBT_ASSIGN_OR_RETURN(std::optional<v1::Survey> survey,
                       FindSurvey(view, request.programme_id(), request.survey_id()));
  OBT_RETURN_IF_ERROR(CheckSurvey(survey, request.programme_id(), request.survey_id()));
  v1::GetSurveyResponse response;
  *response.mutable_survey() = *std::move(survey);
  return response;
}

absl::StatusOr<v1::ListSurveysResponse> CurriculumService::ListSurveys(const v1::ListSurveysRequest& request,
                                                                       const rpc::Call& call,
                                                                       const obt::store::View& view) {
  OBT_RETURN_IF_ERROR(directory_.RequireProgramme(view, request.programme_id()));
  OBT_ASSIGN_OR_RETURN(const std::string after, rpc::OpenPageToken(call, request));
  OBT_ASSIGN_OR_RETURN(
      obt::store::Page<v1::Survey> page,
      PageOfSurveys(view, request.programme_id(), after, validate::EffectivePageSize(request.page_size())));
  v1::ListSurveysResponse response;
  for (v1::Survey& survey : page.rows) *response.add_surveys() = std::move(survey);
  if (!page.next.empty()) response.set_next_page_token(rpc::SealPageToken(call, request, page.next));
  return response;
}

}  // namespace obt::learning
