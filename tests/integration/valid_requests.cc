#include "tests/integration/valid_requests.h"

namespace obt::testing {
namespace {

using Requests = std::map<std::string, Asked>;

Requests OfIdeas() {
  return {
      {"CreateIdea",
       {"team_id: '$S' text { title: 't' } terms { visibility: VISIBILITY_TEAM }", {"NOT_MEMBER"}}},
      {"Endorse", {"target_id: '$P'"}},
      {"WithdrawEndorsement", {"target_id: '$P'"}},
      {"LogConversation",
       {"team_id: '$S' held_on { year: 2024 month: 11 day: 4 } attendance: 3", {"NOT_FACILITATOR"}}},
      {"ListConversations", {"team_id: '$S'"}},
      {"AdoptCaseStudy", {"team_id: '$S' case_study_id: '$P'", {"NOT_FACILITATOR", "CASE_STUDY_NOT_FOUND"}}},
      {"AddComment", {"target_id: '$P' text: 't'"}},
      {"EditComment", {"comment_id: '$P' text: 't'"}},
      {"RemoveComment", {"comment_id: '$P'"}},
      {"ListFollowUps",
       {"programme_id: 'obt-2024' organisation_code: '$S'",
        {},
        {"programme_id: 'obt-2024' organisation_code: '$S' with_counts: true"}}}};
}

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

Requests Scoped() {
  return {{"CreatePerson", {"organisation_code: '$S' name: 'N' email: 'n@dwp.gov.uk'", {"EMAIL_IN_USE"}}},
          {"GetPerson", {"person_id: '$S'"}},
          {"BatchGetPeople", {"person_ids: '$S'"}},
          {"FindPerson", {"organisation_code: '$S' hr_id: '1'", {"PERSON_NOT_FOUND"}}},
          {"ListPeople", {"organisation_code: '$S'"}},
          {"UpdatePerson", {"person_id: '$S' grade: 'EO' update_mask { paths: 'grade' }"}},
          {"MovePerson",
           {"person_id: '$S' to_organisation_code: 'dwp' effective { year: 2024 month: 10 day: 14 }"}},
          {"MarkLeft", {"person_id: '$S'"}},
          {"Reinstate", {"person_id: '$S'", {"NOT_LEFT"}}},
          {"CorrectStays",
           {"person_id: '$S' stays { organisation_code: 'dwp' from_day { year: 2024 month: 4 day: 1 } }"}},
          {"StartImport", {"organisation_code: '$S' mode: IMPORT_MODE_DELTA"}},
          {"ImportPeople", {"import_id: '$S' rows { hr_id: '1' name: 'N' }"}},
          {"FinishImport", {"import_id: '$S'"}},
          {"GetImport", {"import_id: '$S'"}},
          {"ListImports", {"organisation_code: '$S'"}},
          {"ListImportResults", {"import_id: '$S'"}},
          {"CancelImport", {"import_id: '$S'", {"IMPORT_NOT_OPEN"}}},
          {"CreateTeam",
           {"team { programme_id: 'obt-2024' organisation_code: '$S' name: 'N' facilitator_ids: '$P' }"}},
          {"BatchCreateTeams",
           {"teams { programme_id: 'obt-2024' organisation_code: '$S' team_key: 'k' name: 'N' "
            "facilitator_ids: '$P' }"}},
          {"GetTeam", {"team_id: '$S'"}},
          {"ListTeams", {"programme_id: 'obt-2024' organisation_code: '$S'"}},
          {"UpdateTeam", {"team_id: '$S' name: 'M' update_mask { paths: 'name' }"}},
          {"CloseTeam", {"team_id: '$S'"}},
          {"UpdateOrganisation", {"organisation_code: '$S' local_plan { team_size: 8 }"}},
          {"RecordLearning",
           {"events { programme_id: 'obt-2024' source: 'csl' source_event_id: '1' person_id: '$S' verb: "
            "VERB_STARTED "
            "module { course_id: 'masterclass' module_id: 'm1' } occurred_at { seconds: 1728907200 } }"}},
          {"RetractLearning",
           {"programme_id: 'obt-2024' source: 'csl' source_event_id: '2' person_id: '$S' "
            "target_source_event_id: '1' occurred_at { seconds: 1728907200 }"}},
          {"GetLearnerRecord", {"programme_id: 'obt-2024' person_id: '$S'"}},
          {"BatchGetLearnerRecords", {"programme_id: 'obt-2024' person_ids: '$S'"}},
          {"ListLearningEvents", {"programme_id: 'obt-2024' person_id: '$S'"}},
          {"BatchSubmitSurveyResponses",
           {"responses { programme_id: 'obt-2024' survey_id: 'before' person_id: '$S' "
            "answered_at { seconds: 1728907200 } }"}},
          {"SubmitSurveyResponse",
           {"programme_id: 'obt-2024' survey_id: 'before' answered_at { seconds: 1728907200 }"}},
          {"GetSurveyResponse", {"programme_id: 'obt-2024' survey_id: 'before'"}},
          {"WithdrawSurveyResponse",
           {"programme_id: 'obt-2024' survey_id: 'before' withdrawn_at { seconds: 1728907200 }"}},
          {"GetPersonProgress", {"programme_id: 'obt-2024' person_id: '$S'"}},
          {"ListCohort",
           {"programme_id: 'obt-2024' organisation_code: '$S' done: STEP_START_LEARNING",
            {},
            {"programme_id: 'obt-2024' organisation_code: '$S' not_done: STEP_COMPLETE_LEARNING",
             "programme_id: 'obt-2024' organisation_code: '$S' done: STEP_CONVERSE"}}}};
}

}  // namespace

const Requests& ValidRequests() {
  static const auto* const all = [] {
    auto* const requests = new Requests(Scoped());
    for (const Requests& more : {OfIdeas(), OfReadersOfIdeas(), OfReaders()})
      requests->insert(more.begin(), more.end());
    return requests;
  }();
  return *all;
}

}  // namespace obt::testing
