// obtctl course: what there is to learn.
#include "obt/learning/v1/curriculum.pb.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/session.h"

namespace obt::ctl {
namespace {

namespace v1 = learning::v1;

absl::Status ListCourses(Session& session, const Arguments& arguments) {
  v1::ListCoursesRequest request;
  request.set_programme_id(arguments.Text("programme"));
  Table table({{"course_id", "course"},
               {"course_title", "title"},
               {"module_id", "module"},
               {"module_title", "title"},
               {"expected_minutes", "minutes", ColumnKind::kCount},
               {"required", "required"}});
  OBT_RETURN_IF_ERROR(
      ForEachPage<v1::ListCoursesResponse>(session, request, [&table](const v1::ListCoursesResponse& page) {
        for (const v1::Course& course : page.courses()) {
          for (const v1::Module& module : course.modules()) {
            table.Add({course.course_id(), course.title(), module.module_id(), module.title(),
                       static_cast<int64_t>(module.expected_minutes()),
                       course.required() && module.required()});
          }
        }
      }));
  session.Print(table);
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> CourseCommands() {
  return {{"course list",
           "Courses of a programme with their modules",
           "",
           {Text("programme", "ID", "The edition", "obt-2024")},
           ListCourses}};
}

}  // namespace obt::ctl
