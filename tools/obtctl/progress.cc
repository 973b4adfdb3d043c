// obtctl progress: where one person stands, as the intranet's widget shows it.
#include "absl/strings/str_cat.h"
#include "obt/aggregator/v1/progress.pb.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/session.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

namespace v1 = aggregator::v1;

absl::Status ShowProgress(Session& session, const Arguments& arguments) {
  v1::GetPersonProgressRequest request;
  request.set_programme_id(arguments.Text("programme"));
  request.set_person_id(arguments.Text("PERSON"));
  if (arguments.Number("learning-sequence") > 0) {
    common::v1::SequencePoint& point = *request.add_at_least();
    point.set_source("learning");
    point.set_sequence(static_cast<uint64_t>(arguments.Number("learning-sequence")));
  }
  OBT_ASSIGN_OR_RETURN(const v1::GetPersonProgressResponse response,
                       session.Ask<v1::GetPersonProgressResponse>(request));
  Table table({{"step", "step"}, {"done", "done"}, {"done_on", "on"}});
  for (const v1::StepProgress& step : response.steps()) {
    table.Add({WordOf(*v1::Step_descriptor(), step.step()), step.done(), DayText(step.done_on())});
  }
  const std::string next = response.next_step() == v1::STEP_UNSPECIFIED
                               ? "nothing left to do"
                               : absl::StrCat("next: ", WordOf(*v1::Step_descriptor(), response.next_step()));
  const std::string target =
      response.has_target_minutes() ? absl::StrCat(" of ", WithThousands(response.target_minutes())) : "";
  table.AddNote(absl::StrCat(WithThousands(response.minutes()), target, " minutes; ", next));
  session.Print(table);
  return absl::OkStatus();
}

}  // namespace

Command ProgressCommand() {
  return {"progress",
          "Where one person stands: steps done, with dates, and what comes next",
          "Needs a client with the role integration for the person's organisation.\n\n"
          "Example:\n  obtctl progress $(obtctl people find --email a.b@dwp.gov.uk --id) --as dwp-intranet",
          {Positional("PERSON", "Person id; see obtctl people find"),
           Text("programme", "ID", "The edition", "obt-2024"),
           Number("learning-sequence", "N",
                  "Wait until this change of learning is in, to read one's own writes", 0)},
          ShowProgress};
}

}  // namespace obt::ctl
