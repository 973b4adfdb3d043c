// obtctl cohort: who has done some steps and not others.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "obt/aggregator/v1/progress.pb.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/session.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

namespace v1 = aggregator::v1;

absl::Status ShowCohort(Session& session, const Arguments& arguments) {
  v1::ListCohortRequest request;
  request.set_programme_id(arguments.Text("programme"));
  request.set_organisation_code(arguments.Text("organisation"));
  for (const std::string& word : arguments.List("done")) {
    OBT_ASSIGN_OR_RETURN(const int step, ValueOf(*v1::Step_descriptor(), word));
    request.add_done(static_cast<v1::Step>(step));
  }
  for (const std::string& word : arguments.List("not-done")) {
    OBT_ASSIGN_OR_RETURN(const int step, ValueOf(*v1::Step_descriptor(), word));
    request.add_not_done(static_cast<v1::Step>(step));
  }
  const int64_t limit = arguments.Number("limit");
  Table table(std::vector<Column>{{"person_id", "person"}});
  int64_t total = 0;
  do {
    request.set_page_size(static_cast<int32_t>(
        std::min<int64_t>(500, limit == 0 ? 500 : limit - static_cast<int64_t>(table.rows().size()))));
    OBT_ASSIGN_OR_RETURN(const v1::ListCohortResponse page, session.Ask<v1::ListCohortResponse>(request));
    for (const std::string& person_id : page.person_ids()) table.Add(std::vector<Cell>{Cell(person_id)});
    total = page.total();
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() &&
           (limit == 0 || static_cast<int64_t>(table.rows().size()) < limit));
  table.AddNote(absl::StrCat(WithThousands(static_cast<int64_t>(table.rows().size())), " of ",
                             WithThousands(total), " people"));
  session.Print(table);
  return absl::OkStatus();
}

}  // namespace

Command CohortCommand() {
  const std::string steps = absl::StrJoin(WordsOf(*v1::Step_descriptor()), ", ");
  return {
      "cohort",
      "The people who have done some steps and not others",
      "Needs a client with the role organisation_reporter or organisation_admin.\n\nExample:\n"
      "  obtctl cohort --done pre_survey --not-done start_learning --limit 5 --as dwp-intranet",
      {List("done", "STEP", absl::StrCat("Who has done all of these: ", steps)),
       List("not-done", "STEP", "And none of these"),
       Text("organisation", "CODE", "With everything below it; default: all the client is responsible for"),
       Text("programme", "ID", "The edition", "obt-2024"),
       Number("limit", "N", "At most so many; 0: all", 0)},
      ShowCohort};
}

}  // namespace obt::ctl
