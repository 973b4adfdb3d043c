// How each RPC of ideas is asked about the things of a story. For tests only.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/base/error.h"
#include "google/protobuf/descriptor.h"
#include "obt_tree.h"

namespace obt::ideas {

// A request as text, with $names of things and of what the next list spells out.
struct AskedRpc {
  const char* name;
  const char* request;
};

inline const std::vector<std::pair<std::string, std::string>>& SpeltOut() {
  static const auto& spelt = *new std::vector<std::pair<std::string, std::string>>{
      {"$shown", "text { title: 'Scan at the desk' } terms { visibility: VISIBILITY_CROSS_GOVERNMENT }"},
      {"$hidden", "text { title: 'Scan' } terms { visibility: VISIBILITY_CROSS_GOVERNMENT anonymous: true }"},
      {"$plan",
       "plan { hypothesis: 'h' measure: 'm' first_day { year: 2024 month: 11 day: 10 } "
       "last_day { year: 2024 month: 12 day: 10 } }"},
      {"$result", "result { outcome: OUTCOME_WORKED learnt: 'much' }"},
      {"$story", "text { title: 't' story: 's' learnt: 'l' }"},
  };
  return spelt;
}

// What reads.
inline const std::vector<AskedRpc>& AskedQueries() {
  static const auto& rpcs = *new std::vector<AskedRpc>{
      {"GetIdea", "idea_id: '$draft'"},
      {"GetIdea", "idea_id: '$fresh'"},
      {"GetIdea", "idea_id: '$spare'"},
      {"GetIdea", "idea_id: '$grown'"},
      {"ListIdeas", "programme_id: 'obt-2024'"},
      {"ListIdeas", "programme_id: 'obt-2024' team_id: '$team'"},
      {"ListIdeas", "programme_id: 'obt-2024' team_id: '$other'"},
      {"ListIdeas", "programme_id: 'obt-2024' mine: true"},
      {"SearchIdeas", "question { query: 'print desk' }"},
      {"FindSimilarIdeas", "item_id: '$fresh'"},
      {"FindSimilarIdeas", "title: 'Print at the desk'"},
      {"GetConversation", "conversation_id: '$conversation'"},
      {"GetConversation", "conversation_id: '$empty'"},
      {"ListConversations", "team_id: '$team'"},
      {"ListConversations", "team_id: '$other'"},
      {"GetExperiment", "experiment_id: '$experiment'"},
      {"ListExperiments", "programme_id: 'obt-2024'"},
      {"ListExperiments", "programme_id: 'obt-2024' idea_id: '$grown'"},
      {"ListExperiments", "programme_id: 'obt-2024' team_id: '$team'"},
      {"GetCaseStudy", "case_study_id: '$study'"},
      {"GetCaseStudy", "case_study_id: '$tale'"},
      {"ListCaseStudies", "programme_id: 'obt-2024'"},
      {"ListCaseStudies", "programme_id: 'obt-2024' team_id: '$team'"},
      {"SearchCaseStudies", "question { query: 'print desk' }"},
      {"ListAdoptions", "case_study_id: '$study'"},
      {"ListAdoptions", "adoption_id: '$adoption'"},
      {"ListComments", "target_id: '$fresh'"},
      {"ListComments", "target_id: '$study'"},
      {"ListReports", ""},
      {"ListFollowUps", "programme_id: 'obt-2024' with_counts: true"},
      {"ListThemes", "programme_id: 'obt-2024'"},
  };
  return rpcs;
}

// What changes things, in this order: what changes most last.
inline const std::vector<AskedRpc>& AskedCommands() {
  static const auto& rpcs = *new std::vector<AskedRpc>{
      {"ReportContent", "target_id: '$draft' reason: 'r'"},
      {"ReportContent", "target_id: '$fresh' reason: 'r'"},
      {"ReportContent", "target_id: '$comment' reason: 'r'"},
      {"AddComment", "target_id: '$fresh' text: 'c'"},
      {"AddComment", "target_id: '$study' text: 'c'"},
      {"EditComment", "comment_id: '$comment' text: 'd'"},
      {"RemoveComment", "comment_id: '$comment'"},
      {"Endorse", "target_id: '$fresh'"},
      {"Endorse", "target_id: '$study'"},
      {"WithdrawEndorsement", "target_id: '$fresh'"},
      {"CreateIdea", "team_id: '$team' $hidden"},
      {"UpdateIdea", "idea_id: '$draft' $shown"},
      {"UpdateIdea", "idea_id: '$fresh' $shown"},
      {"UpdateIdea", "idea_id: '$fresh' update_mask { paths: 'terms' } $hidden"},
      {"UpdateIdea", "idea_id: '$grown' $shown"},
      {"ProposeIdea", "idea_id: '$draft'"},
      {"ProposeIdea", "idea_id: '$fresh' etag: '0'"},
      {"AgreeIdea", "idea_id: '$spare' conversation_id: '$there' try_by { year: 2024 month: 11 day: 30 }"},
      {"AgreeIdea", "idea_id: '$spare' conversation_id: '$empty' try_by { year: 2024 month: 11 day: 30 }"},
      {"LogConversation",
       "team_id: '$other' held_on { year: 2024 month: 11 day: 5 } attendance: 2 changes { idea_id: '$fresh' "
       "try_by { year: 2024 month: 11 day: 30 } }"},
      {"LogConversation",
       "team_id: '$team' held_on { year: 2024 month: 11 day: 5 } attendance: 2 changes { idea_id: '$fresh' "
       "try_by { year: 2024 month: 11 day: 30 } }"},
      {"PlanExperiment", "idea_id: '$grown' $plan"},
      {"UpdateExperiment", "experiment_id: '$planned' $plan"},
      {"StartExperiment", "experiment_id: '$planned' started_on { year: 2024 month: 11 day: 12 }"},
      {"ConcludeExperiment", "experiment_id: '$planned' $result"},
      {"DraftCaseStudy", "experiment_id: '$planned' $story"},
      {"DraftCaseStudy", "adoption_id: '$adoption' $story"},
      {"UpdateCaseStudy", "case_study_id: '$tale' $story"},
      {"SubmitCaseStudy", "case_study_id: '$tale'"},
      {"PublishCaseStudy", "case_study_id: '$tale'"},
      {"AdoptCaseStudy", "case_study_id: '$study' team_id: '$team'"},
      {"AdoptCaseStudy", "case_study_id: '$study' team_id: '$other'"},
      {"ReportAdoption", "adoption_id: '$adoption' $result"},
      {"PutThemes",
       "programme_id: 'obt-2024' themes { code: 'letters' title: 'Letters' } themes { code: 'meetings' "
       "title: 'Meetings' }"},
      {"MergeIdeas", "survivor_id: '$fresh' duplicate_ids: '$spare' reason: 'r'"},
      {"UnmergeIdea", "idea_id: '$spare'"},
      {"ParkIdea", "idea_id: '$fresh' reason: 'r'"},
      {"ReopenIdea", "idea_id: '$fresh'"},
      {"WithdrawConversation", "conversation_id: '$conversation'"},
      {"WithdrawConversation", "conversation_id: '$empty'"},
      {"WithdrawCaseStudy", "case_study_id: '$study' reason: 'r'"},
      {"ResolveReport", "report_id: '$report' resolution: RESOLUTION_HIDDEN reason: 'r'"},
  };
  return rpcs;
}

// Every RPC of ideas, from the protos there are.
inline std::vector<const google::protobuf::MethodDescriptor*> RpcsOfIdeas() {
  namespace fs = std::filesystem;
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(fs::path(OBT_SOURCE_DIR) / "protos/obt/ideas/v1"))
    names.insert("obt/ideas/v1/" + entry.path().filename().string());
  std::vector<const google::protobuf::MethodDescriptor*> rpcs;
  for (const std::string& name : names) {
    const auto* const file = google::protobuf::DescriptorPool::generated_pool()->FindFileByName(name);
    if (file == nullptr) Die(name + " is not linked");
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m) rpcs.push_back(file->service(s)->method(m));
    }
  }
  return rpcs;
}

}  // namespace obt::ideas
