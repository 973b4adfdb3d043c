#include "services/learning/curriculum/courses.h"

#include <tuple>
#include <utility>

#include "common/base/status.h"
#include "services/learning/curriculum/domain.h"
#include "services/learning/schema.h"

namespace obt::learning {

absl::StatusOr<std::optional<v1::Course>> FindCourse(const obt::store::Reader& reader,
                                                     const std::string& programme_id,
                                                     const std::string& course_id) {
  return kCourses.Find(reader, {programme_id, course_id});
}

absl::StatusOr<std::vector<v1::Course>> CoursesOf(const obt::store::Reader& reader,
                                                  const std::string& programme_id) {
  std::vector<v1::Course> courses;
  OBT_RETURN_IF_ERROR(kCourses.ScanEach(reader, std::tuple(programme_id), std::nullopt,
                                        kMaxCoursesPerProgramme, [&courses](const auto&, v1::Course course) {
                                          courses.push_back(std::move(course));
                                          return true;
                                        }));
  return courses;
}

absl::StatusOr<obt::store::Page<v1::Course>> PageOfCourses(const obt::store::Reader& reader,
                                                           const std::string& programme_id,
                                                           absl::string_view position, size_t limit) {
  return obt::store::ReadPage(kCourses, reader, std::tuple(programme_id), position, limit);
}

void PutCourse(obt::store::Txn& txn, const v1::Course& course) {
  kCourses.Put(txn, {course.programme_id(), course.course_id()}, course);
}

// More than a course may ever have had.
constexpr size_t kMaxUsedModules = 10'000;

absl::StatusOr<std::set<std::string>> UsedModules(const obt::store::Reader& reader,
                                                  const v1::Course& course) {
  std::set<std::string> used;
  OBT_RETURN_IF_ERROR(kUsedModules.ScanEach(reader, std::tuple(course.programme_id(), course.course_id()),
                                            std::nullopt, kMaxUsedModules,
                                            [&used](const auto& key, const auto&) {
                                              used.insert(std::get<2>(key));
                                              return true;
                                            }));
  return used;
}

absl::StatusOr<bool> IsUsed(const obt::store::Reader& reader, const std::string& programme_id,
                            const v1::ModuleActivity& module) {
  return kUsedModules.Has(reader, {programme_id, module.course_id(), module.module_id()});
}

void MarkUsed(obt::store::Txn& txn, const std::string& programme_id, const v1::ModuleActivity& module) {
  kUsedModules.Put(txn, {programme_id, module.course_id(), module.module_id()}, {});
}

}  // namespace obt::learning
