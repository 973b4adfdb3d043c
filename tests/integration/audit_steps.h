// What the walk over the audit log asks for, step by step. For tests.
#pragma once

namespace obt::testing {

// Requests that ValidRequests() does not have, in the order in which they can be done; `$name` is what an
// answer before it called so.
struct Step {
  const char *rpc, *text, *keeps = "";
};
inline constexpr Step kSteps[] = {
    {"CreateClient", "client_id: 'audited' title: 'Audited'"},
    {"GrantRole", "client_id: 'audited' grant { role: ROLE_OPERATOR }"},
    {"RevokeRole", "client_id: 'audited' grant { role: ROLE_OPERATOR }"},
    {"CreateOrganisation", "organisation { code: 'moj' name: 'Justice' kind: ORGANISATION_KIND_DEPARTMENT }"},
    {"CreateOrganisation",
     "organisation { code: 'hmcts' name: 'Courts' kind: ORGANISATION_KIND_DEPARTMENT }"},
    {"RenameOrganisation",
     "organisation_code: 'moj' name: 'Ministry of Justice' effective { year: 2024 month: 10 day: 1 }"},
    {"PutReferenceList",
     "list { kind: REFERENCE_KIND_GRADE entries { code: 'EO' name: 'EO' } entries { code: 'HEO' name: 'HEO' "
     "} }"},
    {"SetHeadcounts",
     "programme_id: 'obt-2024' headcounts { organisation_code: 'dwp' "
     "dated { year: 2024 month: 4 day: 1 } headcount: 90000 source: 'test' }"},
    {"PutThemes", "programme_id: 'obt-2024' themes { code: 'letters' title: 'Letters' }"},
    {"CreatePerson", "organisation_code: 'dwp' name: 'N' email: 'walked@dwp.gov.uk'", "person_id"},
    {"CorrectStays",
     "person_id: '$person_id' stays { organisation_code: 'dwp' from_day { year: 2024 month: 5 day: 1 } }"},
    {"MovePerson",
     "person_id: '$person_id' to_organisation_code: 'jobcentre' effective { year: 2024 month: 10 day: 14 }"},
    {"MarkLeft", "person_id: '$person_id'"},
    {"Reinstate", "person_id: '$person_id'"},
    {"StartImport", "organisation_code: 'dwp' mode: IMPORT_MODE_DELTA", "import_id"},
    {"CancelImport", "import_id: '$import_id'"},
    {"UpdatePerson", "person_id: '$P' grade: 'EO' update_mask { paths: 'grade' }"},
    {"UpdateTeam", "team_id: '$T' name: 'Walked' update_mask { paths: 'name' }"},
    {"StartImport", "organisation_code: 'dwp' mode: IMPORT_MODE_DELTA", "import_id"},
    {"ImportPeople", "import_id: '$import_id' rows { hr_id: '77' name: 'N' email: 'n77@dwp.gov.uk' }"},
    {"FinishImport", "import_id: '$import_id'"},
    {"CreateIdea", "team_id: '$T' text { title: 't' } terms { visibility: VISIBILITY_CROSS_GOVERNMENT }",
     "idea_id"},
    {"UpdateIdea",
     "idea_id: '$idea_id' text { title: 'u' } terms { visibility: VISIBILITY_CROSS_GOVERNMENT }"},
    {"ProposeIdea", "idea_id: '$idea_id'"},
    {"ParkIdea", "idea_id: '$idea_id' reason: 'Later'"},
    {"ReopenIdea", "idea_id: '$idea_id'"},
    {"GetIdea", "idea_id: '$idea_id'"},
    {"AddComment", "target_id: '$idea_id' text: 'We too'", "comment_id"},
    {"EditComment", "comment_id: '$comment_id' text: 'We as well'"},
    {"ListComments", "target_id: '$idea_id'"},
    {"ReportContent", "target_id: '$idea_id' reason: 'Names'", "report_id"},
    {"RemoveComment", "comment_id: '$comment_id'"},
    {"LogConversation", "team_id: '$T' held_on { year: 2024 month: 11 day: 4 } attendance: 3",
     "conversation_id"},
    {"WithdrawConversation", "conversation_id: '$conversation_id'"},
    {"LogConversation", "team_id: '$T' held_on { year: 2024 month: 11 day: 4 } attendance: 3",
     "conversation_id"},
    {"AgreeIdea",
     "idea_id: '$idea_id' conversation_id: '$conversation_id' try_by { year: 2024 month: 12 day: 20 }"},
    {"PlanExperiment",
     "idea_id: '$idea_id' plan { hypothesis: 'h' measure: 'm' first_day { year: 2024 month: 11 day: 5 } "
     "last_day { year: 2024 month: 12 day: 20 } }",
     "experiment_id"},
    {"StartExperiment", "experiment_id: '$experiment_id'"},
    {"GetExperiment", "experiment_id: '$experiment_id'"},
    {"CloseOrganisation", "organisation_code: 'hmcts' effective { year: 2025 month: 1 day: 1 }"},
    {"GetConversation", "conversation_id: '$conversation_id'"},
    {"SetDisclosurePolicy", "reason: 'Faster' budget_seconds: 30"},
    {"ReadAuditLog", "client_id: 'nobody'"},
};

}  // namespace obt::testing
