// Courses and which of their modules are in use: the rows behind the curriculum.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/store/page.h"
#include "common/store/reader.h"
#include "common/store/txn.h"
#include "obt/learning/v1/curriculum.pb.h"
#include "obt/learning/v1/learning.pb.h"

namespace obt::learning {

absl::StatusOr<std::optional<v1::Course>> FindCourse(const obt::store::Reader& reader,
                                                     const std::string& programme_id,
                                                     const std::string& course_id);
// All courses of a programme by id; there are at most kMaxCoursesPerProgramme.
absl::StatusOr<std::vector<v1::Course>> CoursesOf(const obt::store::Reader& reader,
                                                  const std::string& programme_id);

// Courses by id behind `position` (empty: from the first), at most `limit`.
absl::StatusOr<obt::store::Page<v1::Course>> PageOfCourses(const obt::store::Reader& reader,
                                                           const std::string& programme_id,
                                                           absl::string_view position, size_t limit);

void PutCourse(obt::store::Txn& txn, const v1::Course& course);

// Ids of the modules that learning events name: some of the course's.
absl::StatusOr<std::set<std::string>> UsedModules(const obt::store::Reader& reader, const v1::Course& course);
absl::StatusOr<bool> IsUsed(const obt::store::Reader& reader, const std::string& programme_id,
                            const v1::ModuleActivity& module);
void MarkUsed(obt::store::Txn& txn, const std::string& programme_id, const v1::ModuleActivity& module);

}  // namespace obt::learning
