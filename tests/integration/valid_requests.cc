#include "tests/integration/valid_requests.h"

#include "absl/strings/str_cat.h"

namespace obt::testing {
namespace {

// What reporters may call beside what is scoped, of ideas.
Requests OfReadersOfIdeas() {
  return {
      {"GetCaseStudy", {"case_study_id: '$I'"}},
      {"ListCaseStudies", {"programme_id: 'obt-2024'", {}, {"programme_id: 'obt-2024' team_id: '$T'"}}},
      {"SearchCaseStudies",
       {"question { query: 'printer' organisation_code: '$S' }", {}, {"question { query: 'quokka' }"}}},
      {"ListAdoptions", {"case_study_id: '$I'", {}, {"adoption_id: '$I'"}}},
      {"ListComments", {"target_id: '$I'"}},
      {"GetExperiment", {"experiment_id: '$I'"}},
      {"ListExperiments",
       {"programme_id: 'obt-2024'",
        {},
        {"programme_id: 'obt-2024' idea_id: '$I'", "programme_id: 'obt-2024' team_id: '$T'"}}},
      {"GetIdea", {"idea_id: '$I'"}},
      {"ListIdeas",
       {"programme_id: 'obt-2024' organisation_code: '$S'", {}, {"programme_id: 'obt-2024' team_id: '$T'"}}},
      {"SearchIdeas",
       {"question { query: 'printer' organisation_code: '$S' }",
        {},
        {"question { query: 'quokka printer' }", "question { query: 'quokkka' }",
         "question { programme_id: 'obt-2024' order: SEARCH_ORDER_MOST_ADOPTED }"}}},
      {"FindSimilarIdeas",
       {"title: 'A quokka printer' text: 'letters'", {}, {"item_id: '$I'", "title: 'Print at the desk'"}}},
      {"ListThemes", {"programme_id: 'obt-2024'"}}};
}

// And of everything else.
Requests OfReaders() {
  return {{"GetBuildInfo", {""}},
          {"GetProgramme", {"programme_id: 'obt-2024'"}},
          {"ListProgrammes", {""}},
          {"ListHeadcounts", {"programme_id: 'obt-2024'"}},
          {"ListGrades", {""}},
          {"ListProfessions", {""}},
          {"ListRegions", {""}},
          {"ListLearningTypes", {""}},
          {"GetOrganisation", {"organisation_code: '$S'"}},
          {"ListOrganisations", {"organisation_code: '$S'"}},
          {"GetCourse", {"programme_id: 'obt-2024' course_id: 'masterclass'"}},
          {"ListCourses", {"programme_id: 'obt-2024'"}},
          {"GetSurvey", {"programme_id: 'obt-2024' survey_id: 'before'"}},
          {"ListSurveys", {"programme_id: 'obt-2024'"}},
          {"ListMetrics", {""}},
          {"GetFreshness", {""}},
          {"QueryMetrics",
           {"programme_id: 'obt-2024' measures: MEASURE_PARTICIPANTS filter { organisation_codes: '$S' }",
            {},
            {"programme_id: 'obt-2024' measures: MEASURE_PARTICIPANTS snapshot_id: '$M'"}}},
          {"QuerySurveys",
           {"programme_id: 'obt-2024' group_by: DIMENSION_ORGANISATION",
            {},
            {"programme_id: 'obt-2024'", "programme_id: 'obt-2024' group_by: DIMENSION_GRADE",
             "programme_id: 'obt-2024' group_by: DIMENSION_DEPARTMENT",
             "programme_id: 'obt-2024' group_by: [DIMENSION_DEPARTMENT, DIMENSION_REGION]",
             "programme_id: 'obt-2024' group_by: [DIMENSION_ORGANISATION, DIMENSION_GRADE]"}}},
          {"OpenMetricsSnapshot", {""}},
          {"GetMetricsSnapshot", {"snapshot_id: '$M'"}},
          {"CloseMetricsSnapshot", {"snapshot_id: '$M'"}},
          {"ListMetricDefinitions", {""}},
          {"GetDisclosurePolicy", {""}},
          {"GetRelease", {"release_id: '$R'"}},
          {"ListReleases", {"programme_id: 'obt-2024'"}},
          {"ListTables", {"release_id: '$R'"}},
          {"GetTable", {"release_id: '$R' table_id: '$B'"}},
          {"ReadBundle", {"release_id: '$R'"}}};
}

// What else reads, for intranets, admins, operators and services.
Requests OfOthers() {
  const std::string programme = "programme_id: 'obt-2024' ";
  return {{"GetPerson", {"person_id: '$S'"}},
          {"BatchGetPeople", {"person_ids: '$S'"}},
          {"FindPerson",
           {"organisation_code: '$S' hr_id: 'clerk'",
            {"PERSON_NOT_FOUND"},
            {"email: 'clerk@dwp.gov.uk'", "email: 'clerk@hmrc.gov.uk'"}}},
          {"ListPeople", {"organisation_code: '$S'"}},
          {"GetImport", {"import_id: '$S'"}},
          {"ListImports", {"organisation_code: '$S'"}},
          {"ListImportResults", {"import_id: '$S'"}},
          {"GetTeam", {"team_id: '$S'"}},
          {"ListTeams",
           {absl::StrCat(programme, "organisation_code: '$S'"),
            {},
            {absl::StrCat(programme, "person_id: '$P'"), absl::StrCat(programme, "facilitator_id: '$P'")}}},
          {"ListClients", {""}},
          {"ListGrants", {"client_id: 'dwp'"}},
          {"GetLearnerRecord", {absl::StrCat(programme, "person_id: '$S'")}},
          {"BatchGetLearnerRecords", {absl::StrCat(programme, "person_ids: '$S'")}},
          {"ListLearningEvents", {absl::StrCat(programme, "person_id: '$S'")}},
          {"GetSurveyResponse", {absl::StrCat(programme, "survey_id: 'before'"), {"RESPONSE_NOT_FOUND"}}},
          {"GetPersonProgress", {absl::StrCat(programme, "person_id: '$S'")}},
          {"ListCohort",
           {absl::StrCat(programme, "organisation_code: '$S' done: STEP_START_LEARNING"),
            {},
            {absl::StrCat(programme, "organisation_code: '$S' not_done: STEP_COMPLETE_LEARNING"),
             absl::StrCat(programme, "organisation_code: '$S' done: STEP_CONVERSE")}}},
          {"GetConversation", {"conversation_id: '$I'"}},
          {"ListConversations", {"team_id: '$S'"}},
          {"ListReports", {""}},
          {"ListFollowUps",
           {absl::StrCat(programme, "organisation_code: '$S'"),
            {},
            {absl::StrCat(programme, "organisation_code: '$S' with_counts: true")}}},
          {"ListReleaseReaders", {"release_id: '$R'"}},
          {"AuditRelease", {"release_id: '$R'"}},
          {"ListBackups", {""}},
          {"ReadAuditLog", {""}},
          {"GetStoreVerification", {"verification_id: '$V'"}},
          {"GetVerify", {"verify_id: '$V'"}},
          {"ReadChanges", {"limit: 1"}},
          {"OpenSnapshot", {""}},
          {"ReadSnapshot", {"snapshot_id: '$M' kind: 'people'", {"INVALID_FIELDS"}}},
          {"CloseSnapshot", {"snapshot_id: '$M'"}}};
}

}  // namespace

const Requests& ValidRequests() {
  static const auto* const all = [] {
    auto* const requests = new Requests(ValidCommands());
    for (Requests more : {OfReadersOfIdeas(), OfReaders(), OfOthers()}) requests->merge(more);
    return requests;
  }();
  return *all;
}

}  // namespace obt::testing
