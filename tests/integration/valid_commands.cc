#include "absl/strings/str_cat.h"
#include "tests/integration/valid_requests.h"

namespace obt::testing {
namespace {

constexpr char kPlan[] =
    " plan { hypothesis: 'h' measure: 'm' first_day { year: 2024 month: 11 day: 10 } last_day { year: 2024 "
    "month: 12 day: 10 } }";
constexpr char kResult[] = " result { outcome: OUTCOME_WORKED learnt: 'l' }";
constexpr char kStory[] = " text { title: 't' story: 's' learnt: 'l' }";
constexpr char kStale[] = " etag: '0'";
constexpr char kEffective[] = " effective { year: 2025 month: 4 day: 1 }";

// Of an item of ideas. Not everybody who sees it may change it.
Asked OfItem(const std::string& field, const std::string& more, const std::string& also = "") {
  Asked asked{absl::StrCat(field, ": '$I'", more), {"NOT_AUTHOR", "NOT_FACILITATOR", "NOT_ADMIN"}};
  if (!also.empty()) asked.also = {also};
  return asked;
}

Requests OfIdeas() {
  const std::string try_by = " try_by { year: 2024 month: 11 day: 30 }", reason = " reason: 'r'";
  return {
      {"CreateIdea",
       {"team_id: '$S' text { title: 't' } terms { visibility: VISIBILITY_TEAM }", {"NOT_MEMBER"}}},
      {"UpdateIdea",
       OfItem("idea_id", absl::StrCat(" text { title: 't' } terms { visibility: VISIBILITY_TEAM }", kStale))},
      {"ProposeIdea", OfItem("idea_id", kStale)},
      {"AgreeIdea", OfItem("idea_id", absl::StrCat(" conversation_id: '$P'", try_by, kStale))},
      {"ParkIdea", OfItem("idea_id", absl::StrCat(reason, kStale))},
      {"ReopenIdea", OfItem("idea_id", kStale)},
      {"MergeIdeas", {absl::StrCat("survivor_id: '$I' duplicate_ids: '$I'", reason), {"INVALID_FIELDS"}}},
      {"UnmergeIdea", OfItem("idea_id", "")},
      {"Endorse", OfItem("target_id", "")},
      {"WithdrawEndorsement", OfItem("target_id", "")},
      {"LogConversation",
       {"team_id: '$S' held_on { year: 2024 month: 11 day: 4 } attendance: 3", {"NOT_FACILITATOR"}}},
      {"WithdrawConversation", OfItem("conversation_id", kStale)},
      {"PlanExperiment", OfItem("idea_id", kPlan)},
      {"UpdateExperiment", OfItem("experiment_id", absl::StrCat(kPlan, kStale))},
      {"StartExperiment", OfItem("experiment_id", kStale)},
      {"ConcludeExperiment", OfItem("experiment_id", absl::StrCat(kResult, kStale))},
      {"DraftCaseStudy", OfItem("experiment_id", kStory, absl::StrCat("adoption_id: '$I'", kStory))},
      {"UpdateCaseStudy", OfItem("case_study_id", absl::StrCat(kStory, kStale))},
      {"SubmitCaseStudy", OfItem("case_study_id", kStale)},
      {"PublishCaseStudy", OfItem("case_study_id", kStale)},
      {"WithdrawCaseStudy", OfItem("case_study_id", absl::StrCat(reason, kStale))},
      {"AdoptCaseStudy", {"team_id: '$S' case_study_id: '$P'", {"NOT_FACILITATOR", "CASE_STUDY_NOT_FOUND"}}},
      {"ReportAdoption", OfItem("adoption_id", absl::StrCat(kResult, kStale))},
      {"AddComment", OfItem("target_id", " text: 't'")},
      {"EditComment", OfItem("comment_id", absl::StrCat(" text: 't'", kStale))},
      {"RemoveComment", OfItem("comment_id", "")},
      {"ReportContent", OfItem("target_id", reason)},
      {"ResolveReport",
       OfItem("report_id", absl::StrCat(" resolution: RESOLUTION_DISMISSED", reason, kStale))},
      {"PutThemes", {absl::StrCat("programme_id: 'obt-2024' themes { code: 'a' title: 'A' }", kStale)}}};
}

Requests OfPeopleAndTeams() {
  return {
      {"CreatePerson", {"organisation_code: '$S' name: 'N' email: 'n@dwp.gov.uk'"}},
      {"UpdatePerson", {absl::StrCat("person_id: '$S' grade: 'EO' update_mask { paths: 'grade' }", kStale)}},
      {"MovePerson", {absl::StrCat("person_id: '$S' to_organisation_code: 'dwp'", kEffective, kStale)}},
      {"MarkLeft", {absl::StrCat("person_id: '$S'", kStale)}},
      {"Reinstate", {absl::StrCat("person_id: '$S'", kStale)}},
      {"CorrectStays",
       {absl::StrCat(
           "person_id: '$S' stays { organisation_code: 'dwp' from_day { year: 2024 month: 4 day: 1 } }",
           kStale)}},
      {"StartImport", {"organisation_code: '$S' mode: IMPORT_MODE_DELTA"}},
      {"ImportPeople", {"import_id: '$S' rows { hr_id: '1' name: 'N' }"}},
      {"FinishImport", {"import_id: '$S'"}},
      {"CancelImport", {"import_id: '$S'"}},
      {"CreateTeam",
       {"team { programme_id: 'obt-2024' organisation_code: '$S' name: 'N' facilitator_ids: '$P' }"}},
      {"BatchCreateTeams",
       {"teams { programme_id: 'obt-2024' organisation_code: '$S' team_key: 'k' name: 'N' "
        "facilitator_ids: '$P' }"}},
      {"UpdateTeam", {absl::StrCat("team_id: '$S' name: 'M' update_mask { paths: 'name' }", kStale)}},
      {"CloseTeam", {absl::StrCat("team_id: '$S'", kStale)}}};
}

// What the centre keeps.
Requests OfTheCentre() {
  const std::string programme =
      "programme { programme_id: 'obt-2024' title: 't' first_day { year: 2024 month: 10 day: 14 } "
      "last_day { year: 2025 month: 2 day: 14 }";
  return {
      {"CreateClient", {"client_id: 'dwp' title: 't'"}},
      {"GrantRole", {"client_id: 'operator' grant { role: ROLE_OPERATOR }"}},
      {"RevokeRole", {"client_id: 'operator' grant { role: ROLE_SERVICE }", {"GRANT_NOT_FOUND"}}},
      {"CreateOrganisation", {"organisation { code: 'dwp' name: 'n' kind: ORGANISATION_KIND_DEPARTMENT }"}},
      {"UpdateOrganisation", {absl::StrCat("organisation_code: '$S' local_plan { team_size: 8 }", kStale)}},
      {"RenameOrganisation", {absl::StrCat("organisation_code: '$S' name: 'n'", kEffective, kStale)}},
      {"MoveOrganisation", {absl::StrCat("organisation_code: '$S'", kEffective, kStale)}},
      {"MergeOrganisations",
       {absl::StrCat("from_organisation_code: '$S' into_organisation_code: 'attic' from_etag: '0'",
                     kEffective)}},
      {"CloseOrganisation", {absl::StrCat("organisation_code: '$S'", kEffective, kStale)}},
      {"CreateProgramme", {absl::StrCat(programme, " }")}},
      {"UpdateProgramme", {absl::StrCat(programme, kStale, " }")}},
      {"SetHeadcounts",
       {"programme_id: 'obt-2024' headcounts { organisation_code: '$S' dated { year: 2024 month: 4 day: 1 } "
        "headcount: 100 source: 'test' }"}},
      {"PutReferenceList",
       {"list { kind: REFERENCE_KIND_REGION entries { code: 'LONDON' name: 'LONDON' } }"}},
      {"PutCourse",
       {absl::StrCat(
           "course { programme_id: 'obt-2024' course_id: 'masterclass' title: 't' modules { module_id: "
           "'m1' title: 't' }",
           kStale, " }")}},
      {"PutSurvey",
       {absl::StrCat("survey { programme_id: 'obt-2024' survey_id: 'before' kind: SURVEY_KIND_PRE title: 't' "
                     "questions { question_id: 'q' construct: 'q' wording: 'w' scale: 5 }",
                     kStale, " }")}},
      {"SetDisclosurePolicy", {absl::StrCat("reason: 'r'", kStale)}},
      {"CreateRelease",
       {"programme_id: 'obt-2024' as_of { year: 2024 month: 10 day: 20 }", {"INVALID_FIELDS"}}},
      {"ReviseRelease", {"release_id: '$R' reason: 'r'"}},
      {"StartPreRelease", {absl::StrCat("release_id: '$R' readers: 'reporter'", kStale)}},
      {"PublishRelease", {absl::StrCat("release_id: '$R'", kStale)}},
      {"DiscardRelease", {absl::StrCat("release_id: '$R' reason: 'r'", kStale)}}};
}

Requests OfLearning() {
  return {{"RecordLearning",
           {"events { programme_id: 'obt-2024' source: 'csl' source_event_id: '1' person_id: '$S' verb: "
            "VERB_STARTED module { course_id: 'masterclass' module_id: 'm1' } occurred_at { seconds: "
            "1728907200 } }"}},
          {"RetractLearning",
           {"programme_id: 'obt-2024' source: 'csl' source_event_id: '2' person_id: '$S' "
            "target_source_event_id: '1' occurred_at { seconds: 1728907200 }"}},
          {"SubmitSurveyResponse",
           {"programme_id: 'obt-2024' survey_id: 'before' answered_at { seconds: 1728907200 }"}},
          {"BatchSubmitSurveyResponses",
           {"responses { programme_id: 'obt-2024' survey_id: 'before' person_id: '$S' "
            "answered_at { seconds: 1728907200 } }"}},
          {"WithdrawSurveyResponse",
           {"programme_id: 'obt-2024' survey_id: 'before' withdrawn_at { seconds: 1728907200 }",
            {"RESPONSE_NOT_FOUND"}}}};
}

Requests OfOperators() {
  return {{"Backup", {""}}, {"VerifyStore", {""}}, {"StartVerify", {""}}, {"StartRebuild", {""}}};
}

}  // namespace

Requests ValidCommands() {
  Requests all;
  for (Requests some : {OfIdeas(), OfPeopleAndTeams(), OfTheCentre(), OfLearning(), OfOperators()})
    all.merge(some);
  return all;
}

}  // namespace obt::testing
