// A small world for tests: what identity, learning and ideas hold and what they have published about it, kept
// by the same rules (natural keys, retractions that come first), and an engine on a real store following it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/base/days.h"
#include "common/base/ids.h"
#include "common/testing/temp_store.h"
#include "obt/ideas/v1/events.pb.h"
#include "obt/identity/v1/events.pb.h"
#include "obt/learning/store/v1/learning_store.pb.h"
#include "obt/learning/v1/events.pb.h"
#include "obt/store/v1/store.pb.h"
#include "services/aggregator/ingest/engine.h"
#include "services/aggregator/query/query.h"
#include "services/aggregator/query/worker_pool.h"
#include "services/aggregator/verify/recount.h"
#include "services/aggregator/verify/sources.h"

namespace obt::aggregator::testing {

// "2024-10-14".
Day D(absl::string_view text);
google::type::Date Date(absl::string_view text);
// "2024-10-27T00:30:00Z" and the like.
google::protobuf::Timestamp At(absl::string_view text);
// A person id with this number in it: the same number is the same person.
PersonId Person(uint32_t number);

// An id with this number in it, as text: of an item, or of a team.
std::string ItemText(uint32_t number);

struct StaySpec {
  std::string organisation, from, to;  // empty: open
};

struct EventSpec {
  std::string programme = "obt-2024", source = "csl", id;
  PersonId person;
  std::string course, module;  // empty: self-recorded
  learning::v1::Verb verb = learning::v1::VERB_COMPLETED;
  google::protobuf::Timestamp at;
  int minutes = 0;  // 0: not stated
};

class World {
 public:
  using Changes = std::vector<obt::store::v1::Change>;

  void PutOrganisation(const identity::v1::Organisation& organisation);
  void PutOrganisation(const std::string& code, const std::string& parent,
                       identity::v1::OrganisationKind kind);
  // The successor takes over on the day.
  void Merge(const std::string& code, const std::string& into, absl::string_view day);
  void PutProgramme(const identity::v1::Programme& programme);
  // 14 October 2024 to 14 February 2025.
  static identity::v1::Programme Programme2024();
  void PutHeadcount(const std::string& programme_id, const std::string& organisation, absl::string_view dated,
                    int count);
  void PutList(identity::v1::ReferenceKind kind, const std::vector<std::string>& codes);
  void PutPerson(const PersonId& id, const std::vector<StaySpec>& stays, const std::string& grade = "",
                 const std::string& profession = "", const std::string& region = "");
  void PutCourse(const learning::v1::Course& course);
  // Modules "m1".. of equal expected minutes.
  static learning::v1::Course Course(const std::string& id, int modules, int required_modules,
                                     int expected_minutes, bool required = true);
  // What was recorded before under the same source and id stands.
  void Record(const EventSpec& event);
  void Retract(const std::string& source, const std::string& id, const PersonId& person);

  void PutSurvey(const learning::v1::Survey& survey);
  // A question on five points for each construct.
  static learning::v1::Survey Survey(const std::string& id, learning::v1::SurveyKind kind,
                                     const std::vector<std::string>& constructs);
  // What somebody answered at the same moment before stands; 0 is no answer. The survey must be there.
  void Answer(const PersonId& person, const std::string& survey_id, const google::protobuf::Timestamp& at,
              const std::vector<int>& values);
  // Whatever was answered up to then, and comes yet.
  void WithdrawAnswers(const PersonId& person, const std::string& survey_id,
                       const google::protobuf::Timestamp& at);

  // Who leads a team from which day; the first from the beginning.
  void PutTeam(const std::string& team_id, const std::vector<std::pair<std::string, std::string>>& leads);
  void PutThemes(const std::vector<std::string>& codes);
  // What was held before under the same id is replaced.
  void Put(const ideas::v1::ConversationFacts& conversation);
  void Put(const ideas::v1::IdeaFacts& idea);
  void Put(const ideas::v1::ExperimentFacts& experiment);
  void Put(const ideas::v1::CaseStudyFacts& case_study);
  void Put(const ideas::v1::AdoptionFacts& adoption);

  // The sources' rows, recounted.
  recount::Sources Sources() const;
  const Changes& identity() const { return identity_; }
  const Changes& learning() const { return learning_; }
  const Changes& ideas() const { return ideas_; }

  std::map<std::string, identity::v1::Organisation> organisations;
  std::map<std::string, identity::v1::Programme> programmes;
  std::map<std::tuple<std::string, std::string, Day>, identity::v1::Headcount> headcounts;
  std::map<PersonId, identity::v1::PersonFacts> people;
  std::map<int, identity::v1::ReferenceList> lists;
  std::map<std::pair<std::string, std::string>, learning::v1::Course> courses;
  std::map<std::pair<std::string, std::string>, learning::store::v1::EventRow> events;
  std::map<std::string, learning::v1::Survey> surveys;  // all of obt-2024
  std::map<std::pair<std::string, PersonId>, learning::store::v1::SurveyResponseRow> responses;
  // By id.
  std::map<std::string, identity::v1::TeamFacts> teams;
  std::map<std::string, ideas::v1::ConversationFacts> conversations;
  std::map<std::string, ideas::v1::IdeaFacts> proposals;
  std::map<std::string, ideas::v1::ExperimentFacts> experiments;
  std::map<std::string, ideas::v1::CaseStudyFacts> case_studies;
  std::map<std::string, ideas::v1::AdoptionFacts> adoptions;
  ideas::v1::ThemeList themes;

 private:
  void AddIdeas(recount::Sources& sources) const;
  static void Publish(Changes& log, const google::protobuf::Message& event);
  void PublishEvent(const learning::store::v1::EventRow& row);
  learning::store::v1::SurveyResponseRow& ResponseOf(const PersonId& person, const std::string& survey_id);
  void PublishResponse(const learning::store::v1::SurveyResponseRow& row);

  std::set<std::pair<std::string, std::string>> waiting_;  // retractions that came before their targets
  Changes identity_, learning_, ideas_;
};

// An engine that follows a world.
class Follower {
 public:
  Follower();
  // Applies up to these many more changes of a source, in one page; returns how many there were.
  size_t ApplyIdentity(const World& world, size_t changes);
  size_t ApplyLearning(const World& world, size_t changes);
  size_t ApplyIdeas(const World& world, size_t changes);
  void CatchUp(const World& world);
  // Forgets the last page's cursors, as a crash between source and store would: it comes again.
  void ForgetLastPage();
  // Reads everything back from the rows.
  void Restart();
  // Empties the store and begins anew.
  void Clear();

  const Engine& engine() const { return *engine_; }
  Engine& engine() { return *engine_; }
  WorkerPool& pool() const { return pool_; }
  obt::store::Store& store() { return *store_; }
  // Runs a question that must succeed; what is 0 is left out.
  recount::Figures Figures(const Question& question) const;
  Answer Ask(const Question& question) const;

 private:
  struct Position {
    size_t applied = 0, before = 0;
  };
  size_t Apply(const World::Changes& log, const Source& source, Position& position, size_t changes);

  obt::testing::TempStore store_;
  std::unique_ptr<Engine> engine_;
  mutable WorkerPool pool_{2};
  Position identity_, learning_, ideas_;
};

}  // namespace obt::aggregator::testing
