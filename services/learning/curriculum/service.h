// obt.learning.v1.CurriculumService: the courses and surveys of each programme. Thread-safe.
#pragma once

#include "common/feed/directory.h"
#include "common/rpc/router.h"
#include "obt/learning/v1/curriculum.pb.h"
#include "services/learning/curriculum/domain.h"
#include "services/learning/curriculum/survey_domain.h"

namespace obt::learning {

class CurriculumService {
 public:
  explicit CurriculumService(feed::Directory& directory) : directory_(directory) {}
  void BindTo(rpc::Router& router);

  absl::StatusOr<v1::PutCourseResponse> PutCourse(const v1::PutCourseRequest& request, const rpc::Call& call,
                                                  obt::store::Txn& txn);
  absl::StatusOr<v1::GetCourseResponse> GetCourse(const v1::GetCourseRequest& request, const rpc::Call& call,
                                                  const obt::store::View& view);
  absl::StatusOr<v1::ListCoursesResponse> ListCourses(const v1::ListCoursesRequest& request,
                                                      const rpc::Call& call, const obt::store::View& view);
  absl::StatusOr<v1::PutSurveyResponse> PutSurvey(const v1::PutSurveyRequest& request, const rpc::Call& call,
                                                  obt::store::Txn& txn);
  absl::StatusOr<v1::GetSurveyResponse> GetSurvey(const v1::GetSurveyRequest& request, const rpc::Call& call,
                                                  const obt::store::View& view);
  absl::StatusOr<v1::ListSurveysResponse> ListSurveys(const v1::ListSurveysRequest& request,
                                                      const rpc::Call& call, const obt::store::View& view);

 private:
  feed::Directory& directory_;
};

}  // namespace obt::learning
