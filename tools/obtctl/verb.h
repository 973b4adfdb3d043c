// Verbs that ask a service one thing, as rows: what is typed, which request it fills, which columns its
// answer has. A verb is one row in one of verbs_*.cc; everything else, paging and update masks included,
// follows from the request's fields.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "tools/obtctl/answer.h"
#include "tools/obtctl/command.h"
#include "tools/obtctl/session.h"

namespace obt::ctl {

// A type of messages, and a place in them: "team"; default: the message itself.
struct Part {
  const google::protobuf::Message* message = nullptr;
  std::string within;
};
template <typename Message>
Part Of(std::string within = "") {
  return {&Message::default_instance(), std::move(within)};
}

// What people read instead of a table, of an answer's pages.
using Pages = std::vector<std::unique_ptr<google::protobuf::Message>>;
using Telling = std::function<std::string(const Pages& pages, const Table& table, size_t width)>;

// What is printed.
struct Answer {
  std::string rows;    // the repeated fields whose elements are lines, "courses.modules"; "earlier, current"
  std::string record;  // or the one message that is shown, "team"; "." is the answer itself
  Columns columns;
  Part whole;                       // what a record's message is a part of: the facts of a Team
  std::vector<std::string> totals;  // values of the answer
  std::string note;                 // a form; extra: rows
  std::string say;                  // a form, instead of a table; extra: calls
  OwnCell own;
  std::function<void(const Arguments&, Table&)> finish;
  Telling tell;
};

// Options of which at most one may be given, or one must.
struct Choice {
  std::vector<std::string> options;
  bool needed = false;
};

struct Verb {
  std::string path;      // "team create"
  std::string summary;   // one line
  std::string teaching;  // what to know, and examples
  std::vector<Option> options;
  Part asked;
  Answer answer;
  std::vector<Choice> choices;
  // Before options are set: what they cannot say.
  std::function<absl::Status(Session&, Arguments&, google::protobuf::Message&)> before;
};

Command CommandOf(Verb verb);

// Aborts unless the protos have all fields and words that a verb names; the sentence says what to correct.
void Check(const Verb& verb);

// Sets what the options say, as a verb does.
absl::Status Fill(const std::vector<Option>& options, const Arguments& arguments,
                  google::protobuf::Message& request);

// The rows. A new verb stands in one of them and nowhere else.
std::vector<Verb> ClientVerbs();
std::vector<Verb> OrganisationVerbs();
std::vector<Verb> OrganisationChangeVerbs();
std::vector<Verb> ProgrammeVerbs();
std::vector<Verb> PeopleVerbs();
std::vector<Verb> StayVerbs();
std::vector<Verb> TeamVerbs();
std::vector<Verb> CourseVerbs();
std::vector<Verb> LearningVerbs();
std::vector<Verb> SurveyVerbs();
std::vector<Verb> AggregatorVerbs();
std::vector<Verb> ConversationVerbs();
std::vector<Verb> IdeaVerbs();
std::vector<Verb> IdeaWayVerbs();
std::vector<Verb> IdeaSearchVerbs();
std::vector<Verb> IdeaMergeVerbs();
std::vector<Verb> ExperimentVerbs();
std::vector<Verb> CaseStudyVerbs();
std::vector<Verb> TrialReadVerbs();
std::vector<Verb> AdoptionVerbs();
std::vector<Verb> CommentVerbs();
std::vector<Verb> ReportVerbs();
std::vector<Verb> ThemeVerbs();
std::vector<Verb> FollowUpVerbs();
std::vector<Verb> ReleaseVerbs();
std::vector<Verb> ReleaseLifeVerbs();
std::vector<Verb> PolicyVerbs();
std::vector<Verb> AllVerbs();

// Options many of them have.
Option Edition();
Option Etag();
Option Effective(std::string help);
Option For();  // whom the call is made for
Option RequestId();
Option Limit();  // of lines
std::vector<Option> Together(const std::vector<std::vector<Option>>& parts);
// Any number of an enum's words.
Option SomeOf(std::string name, const google::protobuf::EnumDescriptor& type, std::string help);

}  // namespace obt::ctl
