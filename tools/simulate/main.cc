// obt-simulate: fills a suite with a made-up Civil Service and plays obt-2024, from the learning to what
// other departments adopted, through the public RPCs.
#include <filesystem>
#include <limits>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/files.h"
#include "common/base/status.h"
#include "common/cli/numbers.h"
#include "obt/learning/v1/curriculum.pb.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/session.h"
#include "tools/simulate/event_message.h"
#include "tools/simulate/idea_player.h"
#include "tools/simulate/ids_file.h"
#include "tools/simulate/planted_file.h"
#include "tools/simulate/player.h"
#include "tools/simulate/staff_import.h"
#include "tools/simulate/survey_player.h"
#include "tools/simulate/world_state.h"

namespace obt::simulate {
namespace {

constexpr int64_t kMostLanes = 512;
constexpr int64_t kLanesOfIdeas = 256;  // many of them wait for what they need
constexpr int64_t kMostEvents = 1000;   // in a call
constexpr unsigned kMode = 0644;

// Where a world's state and ids are.
struct Files {
  std::string place;
  std::string state;
  std::string ids;
  std::string team_ids;
  std::string item_ids;
  std::string planted;
};

absl::StatusOr<Files> FilesOf(const ctl::Session& session) {
  OBT_ASSIGN_OR_RETURN(const std::string place, session.Place());
  const std::string directory = place + "/simulate";
  std::error_code fault;
  std::filesystem::create_directories(directory, fault);
  if (fault) return ctl::UsageError(absl::StrCat("cannot make ", directory, ": ", fault.message()));
  return Files{place,
               directory + "/state",
               directory + "/people.ids",
               directory + "/teams.ids",
               directory + "/items.ids",
               directory + "/planted.csv"};
}

std::string HowToReset(const Files& files) {
  return absl::StrCat("begin anew with tools/quickstart --reset --dir ", files.place,
                      ", which throws the present world away");
}

absl::Status BegunOtherwise(const Files& files) {
  return ctl::UsageError(
      absl::StrCat("the world was begun with another plan than this program makes; ", HowToReset(files)));
}

absl::StatusOr<int64_t> PeopleOf(const ctl::Arguments& arguments) {
  const std::string text = arguments.Text("people");
  if (text == "all") return 0;
  const absl::StatusOr<int64_t> people = ctl::ParseNumber(text, {1, kMaxPeople});
  if (people.ok()) return people;
  return ctl::UsageError(absl::StrCat("--people must be \"all\", or ", people.status().message()));
}

std::string Describe(const WorldState& state) {
  return absl::StrCat(
      state.people == 0 ? "everybody" : absl::StrCat(ctl::WithThousands(state.people), " people"), ", seed ",
      state.seed);
}

// The state of the world asked for; a new one when there is none.
absl::StatusOr<WorldState> EnterWorld(const Files& files, const ctl::Arguments& arguments) {
  OBT_ASSIGN_OR_RETURN(const int64_t people, PeopleOf(arguments));
  WorldState asked;
  asked.people = people;
  asked.seed = static_cast<uint64_t>(arguments.Number("seed"));
  OBT_ASSIGN_OR_RETURN(const std::optional<WorldState> present, LoadState(files.state));
  if (!present.has_value()) return asked;
  if (present->people == asked.people && present->seed == asked.seed) return *present;
  return ctl::UsageError(absl::StrCat("there is a world of ", Describe(*present), " already, not of ",
                                      Describe(asked), "; ", HowToReset(files)));
}

absl::StatusOr<Population> PopulationOf(const WorldState& state, const ctl::Arguments& arguments) {
  PopulationOptions options;
  options.reference_dir = arguments.Text("reference");
  options.people = state.people;
  options.seed = state.seed;
  absl::StatusOr<Population> population = Population::Make(options);
  if (!population.ok()) return ctl::UsageError(population.status().message());
  return population;
}

std::string In(absl::Duration took) { return absl::StrFormat(", in %.1f s", absl::ToDoubleSeconds(took)); }

absl::Status ImportPeople(ctl::Session& session, const ctl::Arguments& arguments) {
  OBT_RETURN_IF_ERROR(PeopleOf(arguments).status());  // before a directory is made
  OBT_ASSIGN_OR_RETURN(const Files files, FilesOf(session));
  OBT_ASSIGN_OR_RETURN(WorldState state, EnterWorld(files, arguments));
  if (state.imported) {
    session.Say("all people are imported");
    return absl::OkStatus();
  }
  OBT_ASSIGN_OR_RETURN(const Population population, PopulationOf(state, arguments));
  OBT_RETURN_IF_ERROR(SaveState(files.state, state));
  OBT_ASSIGN_OR_RETURN(const std::unique_ptr<PersonIds> ids,
                       PersonIds::Open(files.ids, "people", population.size()));
  const size_t known = ids->CountKnown();
  const absl::Time began = absl::Now();
  OBT_RETURN_IF_ERROR(ImportPopulation(session, population, state.seed, arguments.Number("lanes"), *ids));
  const int64_t imported = static_cast<int64_t>(population.size() - known);
  session.Say(absl::StrCat("people imported ", ctl::WithThousands(imported), In(absl::Now() - began)));
  state.imported = true;
  return SaveState(files.state, state);
}

// The one required course: what the model of learning is about.
absl::StatusOr<learning::v1::Course> RequiredCourse(ctl::Session& session) {
  learning::v1::ListCoursesRequest request;
  request.set_programme_id("obt-2024");
  OBT_ASSIGN_OR_RETURN(const learning::v1::ListCoursesResponse response,
                       session.Ask<learning::v1::ListCoursesResponse>(request));
  for (const learning::v1::Course& course : response.courses()) {
    if (course.required()) return course;
  }
  return Error(absl::StatusCode::kFailedPrecondition, "COURSE_MISSING",
               "obt-2024 has no required course; load the reference data first: obtctl reference load "
               "deploy/reference");
}

absl::StatusOr<SurveyPair> Surveys(ctl::Session& session) {
  learning::v1::ListSurveysRequest request;
  request.set_programme_id("obt-2024");
  OBT_ASSIGN_OR_RETURN(const learning::v1::ListSurveysResponse response,
                       session.Ask<learning::v1::ListSurveysResponse>(request));
  return PairOf({response.surveys().begin(), response.surveys().end()});
}

absl::Status Judge(const ctl::Session& session, const PlayReport& report, absl::string_view what,
                   absl::string_view more) {
  session.Say(absl::StrCat(what, " acknowledged ", ctl::WithThousands(report.acknowledged), ", conflicts ",
                           ctl::WithThousands(report.conflicts), ", refused ",
                           ctl::WithThousands(report.refused), In(report.took), more));
  for (const std::string& sample : report.samples) session.Say("  " + sample);
  if (report.conflicts + report.refused == 0) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "EVENTS_REFUSED",
               absl::StrCat("not all ", what, " were taken in"));
}

// Plays what the state says is left.
absl::Status PlayPlanned(ctl::Session& session, const PlayStage& stage, const SurveyPair& surveys,
                         const std::function<absl::Status()>& save, WorldState& state) {
  const auto keep = [&](const PlayProgress& progress) {
    state.events = progress.events;
    state.moves = progress.moves;
    return save();
  };
  OBT_ASSIGN_OR_RETURN(const PlayReport learnt, Play(session, stage, {state.events, state.moves}, keep));
  const int64_t moves = static_cast<int64_t>(stage.plan.moves.size());
  OBT_RETURN_IF_ERROR(Judge(session, learnt, "events", absl::StrCat("; moves ", ctl::WithThousands(moves))));
  const SurveyStage survey_stage{stage.plan.surveys, surveys, stage.ids, stage.lanes, stage.batch};
  const auto keep_surveys = [&](int64_t steps) {
    state.surveys = steps;
    return save();
  };
  OBT_ASSIGN_OR_RETURN(const PlayReport answered,
                       PlaySurveys(session, survey_stage, state.surveys, keep_surveys));
  return Judge(session, answered, "survey responses", "");
}

absl::Status PlayWorld(ctl::Session& session, const ctl::Arguments& arguments) {
  OBT_ASSIGN_OR_RETURN(const Files files, FilesOf(session));
  OBT_ASSIGN_OR_RETURN(const std::optional<WorldState> present, LoadState(files.state));
  if (!present.has_value() || !present->imported) {
    return ctl::UsageError("the people are not imported yet: obt-simulate people --people N");
  }
  WorldState state = *present;
  if (state.played) {
    session.Say("all learning and surveys are played");
    return absl::OkStatus();
  }
  OBT_ASSIGN_OR_RETURN(const Population population, PopulationOf(state, arguments));
  OBT_ASSIGN_OR_RETURN(const learning::v1::Course course, RequiredCourse(session));
  OBT_ASSIGN_OR_RETURN(const SurveyPair surveys, Surveys(session));
  PlayOptions options;
  options.seed = state.seed;
  OBT_ASSIGN_OR_RETURN(const PlayPlan plan, MakePlayPlan(population, ModelOf(course), options));
  if (state.plan != 0 && state.plan != DigestOf(plan)) return BegunOtherwise(files);
  state.plan = DigestOf(plan);
  OBT_ASSIGN_OR_RETURN(const std::unique_ptr<PersonIds> ids,
                       PersonIds::Open(files.ids, "people", population.size()));
  const PlayStage stage{population,
                        course,
                        plan,
                        *ids,
                        state.seed,
                        static_cast<size_t>(arguments.Number("lanes")),
                        static_cast<size_t>(arguments.Number("batch"))};
  OBT_RETURN_IF_ERROR(PlayPlanned(
      session, stage, surveys, [&] { return SaveState(files.state, state); }, state));
  state.played = true;
  return SaveState(files.state, state);
}

// Makes the teams, and plays the steps that the state says are left.
absl::Status PlaySteps(ctl::Session& session, const IdeaStage& stage,
                       const std::function<absl::Status()>& save, WorldState& state) {
  if (!state.teamed) {
    OBT_ASSIGN_OR_RETURN(const PlayReport made, MakeTeams(session, stage));
    OBT_RETURN_IF_ERROR(Judge(session, made, "teams", ""));
    state.teamed = true;
    OBT_RETURN_IF_ERROR(save());
  }
  const auto keep = [&](int64_t steps) {
    state.steps = steps;
    return save();
  };
  OBT_ASSIGN_OR_RETURN(const PlayReport played, PlayIdeas(session, stage, state.steps, keep));
  return Judge(session, played, "steps", "");
}

absl::Status PlayInnovation(ctl::Session& session, const ctl::Arguments& arguments) {
  OBT_ASSIGN_OR_RETURN(const Files files, FilesOf(session));
  OBT_ASSIGN_OR_RETURN(const std::optional<WorldState> present, LoadState(files.state));
  if (!present.has_value() || !present->played) {
    return ctl::UsageError("the learning is not played yet: obt-simulate play");
  }
  WorldState state = *present;
  if (state.innovated) {
    session.Say("all conversations, ideas and what came of them are played");
    return absl::OkStatus();
  }
  OBT_ASSIGN_OR_RETURN(const Population population, PopulationOf(state, arguments));
  OBT_ASSIGN_OR_RETURN(const Calendar calendar, Calendar::Load());
  OBT_ASSIGN_OR_RETURN(const IdeasPlan plan, PlanIdeas(population, state.seed));
  const std::vector<IdeaStep> steps = StepsOf(plan);
  const uint64_t digest = DigestOf(steps, plan);
  if (state.steps_plan != 0 && state.steps_plan != digest) return BegunOtherwise(files);
  state.steps_plan = digest;
  OBT_ASSIGN_OR_RETURN(const auto people, PersonIds::Open(files.ids, "people", population.size()));
  OBT_ASSIGN_OR_RETURN(const auto teams, TeamIds::Open(files.team_ids, "teams", plan.teams.size()));
  OBT_ASSIGN_OR_RETURN(const auto items, ItemIds::Open(files.item_ids, "items", ItemPlaces(plan).end));
  const IdeaStage stage{population, calendar,   plan,
                        steps,      *people,    *teams,
                        *items,     state.seed, static_cast<size_t>(arguments.Number("lanes"))};
  const auto save = [&] { return SaveState(files.state, state); };
  OBT_RETURN_IF_ERROR(PlaySteps(session, stage, save, state));
  OBT_RETURN_IF_ERROR(ReplaceFile(files.planted, PlantedCsv(plan, state.seed, *items), kMode));
  state.innovated = true;
  return save();
}

ctl::Program Simulate() {
  const ctl::Option reference = ctl::Text("reference", "DIR", "Reference data", "deploy/reference");
  const ctl::Option lanes = ctl::Number("lanes", "N", "Calls in flight", 4).Between(1, kMostLanes);
  ctl::Program program;
  program.name = "obt-simulate";
  program.version = OBT_VERSION;
  program.about = "Fills a suite with a made-up Civil Service and plays obt-2024";
  program.footer =
      "Seeded: the same seed gives the same people and events. Run again, it resumes rather than repeats.";
  program.globals = ctl::SessionOptions();
  program.Add({"people",
               "Import the population, body by body",
               "All are 477,230.\n\nExamples:\n  obt-simulate people --people 20000\n"
               "  obt-simulate people --people all",
               {ctl::Required("people", "N|all", "How many; bodies keep their proportions"),
                ctl::Number("seed", "N", "Another seed, other people", 1)
                    .Between(0, std::numeric_limits<int64_t>::max()),
                reference, lanes},
               ImportPeople});
  program.Add(
      {"play",
       "Play 14 October to 14 December 2024: learning, moves, corrections, surveys",
       "Late, repeated, out-of-order, corrected and taken-back events and answers are in it on purpose. What "
       "people\n"
       "answer is made up.\n\nExample:\n  obt-simulate play",
       {reference, lanes, ctl::Number("batch", "N", "Events in a call", 1000).Between(1, kMostEvents)},
       PlayWorld});
  program.Add(
      {"ideas",
       "Play October 2024 to 14 February 2025: teams, conversations, ideas, experiments, what others adopted",
       "Comes after play. Which ideas say what another says is kept in .obt/simulate/planted.csv, for "
       "whoever\n"
       "judges a search.\n\nExample:\n  obt-simulate ideas",
       {reference, ctl::Number("lanes", "N", "Calls in flight", kLanesOfIdeas).Between(1, kMostLanes)},
       PlayInnovation});
  return program;
}

}  // namespace
}  // namespace obt::simulate

int main(int argc, char** argv) { return obt::ctl::RunProgram(obt::simulate::Simulate(), argc, argv); }
