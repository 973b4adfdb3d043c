// obtctl programme: the annual editions, and who is in scope of them.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "obt/identity/v1/programme.pb.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/session.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

namespace v1 = identity::v1;

Cell TargetOf(const v1::Programme& programme) {
  if (!programme.has_target_minutes()) return Cell();
  return static_cast<int64_t>(programme.target_minutes());
}

absl::Status ListProgrammes(Session& session, const Arguments&) {
  Table table({{"programme_id", "programme"},
               {"title", "title"},
               {"starts_on", "starts"},
               {"ends_on", "ends"},
               {"target_minutes", "target minutes", ColumnKind::kCount}});
  OBT_RETURN_IF_ERROR(ForEachPage<v1::ListProgrammesResponse>(
      session, v1::ListProgrammesRequest(), [&table](const v1::ListProgrammesResponse& page) {
        for (const v1::Programme& each : page.programmes()) {
          table.Add({each.programme_id(), each.title(), DayText(each.starts_on()), DayText(each.ends_on()),
                     TargetOf(each)});
        }
      }));
  session.Print(table);
  return absl::OkStatus();
}

absl::Status GetProgramme(Session& session, const Arguments& arguments) {
  v1::GetProgrammeRequest request;
  request.set_programme_id(arguments.Text("PROGRAMME"));
  OBT_ASSIGN_OR_RETURN(const v1::GetProgrammeResponse response,
                       session.Ask<v1::GetProgrammeResponse>(request));
  const v1::Programme& programme = response.programme();
  std::vector<std::string> steps;
  for (const v1::ProgrammeStep& step : programme.steps()) {
    steps.push_back(
        absl::StrCat(step.title(), ", ", DayText(step.starts_on()), " to ", DayText(step.ends_on())));
  }
  session.Print(Table::Record({
      {{"programme_id", "programme"}, programme.programme_id()},
      {{"title", "title"}, programme.title()},
      {{"theme", "theme"}, programme.theme()},
      {{"starts_on", "first day"}, DayText(programme.starts_on())},
      {{"ends_on", "last day"}, DayText(programme.ends_on())},
      {{"counting_from", "learning counts from"}, DayText(programme.counting_from())},
      {{"counting_to", "until before"}, DayText(programme.counting_to())},
      {{"target_minutes", "target minutes", ColumnKind::kCount}, TargetOf(programme)},
      {{"minute_band_bounds", "minute bands at"}, absl::StrJoin(programme.minute_band_bounds(), ", ")},
      {{"steps", "steps"}, absl::StrJoin(steps, "\n")},
      {{"etag", "etag"}, programme.etag()},
  }));
  return absl::OkStatus();
}

absl::Status ListHeadcounts(Session& session, const Arguments& arguments) {
  v1::ListHeadcountsRequest request;
  request.set_programme_id(arguments.Text("PROGRAMME"));
  Table table({{"organisation_code", "organisation"},
               {"dated", "dated"},
               {"headcount", "headcount", ColumnKind::kCount},
               {"source", "source"}});
  OBT_RETURN_IF_ERROR(ForEachPage<v1::ListHeadcountsResponse>(
      session, request, [&table](const v1::ListHeadcountsResponse& page) {
        for (const v1::Headcount& each : page.headcounts()) {
          table.Add({each.organisation_code(), DayText(each.dated()), static_cast<int64_t>(each.headcount()),
                     each.source()});
        }
      }));
  session.Print(table);
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> ProgrammeCommands() {
  return {
      {"programme list", "All editions", "", {}, ListProgrammes},
      {"programme get",
       "One edition with its rules",
       "Example:\n  obtctl programme get obt-2024",
       {Positional("PROGRAMME", "Its id")},
       GetProgramme},
      {"programme headcounts",
       "The stated headcounts, which are the denominators of rates",
       "Example:\n  obtctl programme headcounts obt-2024 -o csv",
       {Positional("PROGRAMME", "Its id")},
       ListHeadcounts},
  };
}

}  // namespace obt::ctl
