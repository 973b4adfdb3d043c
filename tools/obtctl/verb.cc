#include "tools/obtctl/verb.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/rpc/grpc_status.h"
#include "google/rpc/status.pb.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

struct Anything;

// The field an option sets: by its name, or one that ends as fields of that kind do.
std::string FieldOf(const Option& option, const Message& message) {
  if (!option.field.empty()) return option.field;
  const std::string name = absl::AsciiStrToLower(absl::StrReplaceAll(option.name, {{"-", "_"}}));
  for (const char* end : {"", "_id", "_ids", "_code", "s"}) {
    if (message.GetDescriptor()->FindFieldByName(name + end) != nullptr) return name + end;
  }
  return name;
}

bool IsGiven(const Option& option, const Arguments& arguments) {
  return option.kind == OptionKind::kFlag ? arguments.Flag(option.name) : arguments.Given(option.name);
}

// "--member"
std::string Named(const Option& option) { return absl::StrCat("--", option.name); }

// What is sent for an option: nothing when it was not given.
std::vector<std::string> ValuesOf(const Option& option, const Arguments& arguments) {
  std::vector<std::string> values = arguments.List(option.name);
  if (!values.empty() || option.otherwise.empty()) return values;
  if (option.otherwise == "now")
    return {absl::FormatTime(absl::RFC3339_full, absl::Now(), absl::UTCTimeZone())};
  if (option.otherwise == "new") return {ToText(NewId<Id<Anything>>(absl::Now()))};
  return arguments.List(option.otherwise);
}

// What was chosen of a oneof stays: an option of another alternative says nothing.
bool IsOtherChosen(const Option& option, const Message& message) {
  const FieldDescriptor* first = StepsOf(*message.GetDescriptor(), FieldOf(option, message)).front();
  const google::protobuf::OneofDescriptor* oneof = first->real_containing_oneof();
  if (oneof == nullptr) return false;
  const FieldDescriptor* chosen = message.GetReflection()->GetOneofFieldDescriptor(message, oneof);
  return chosen != nullptr && chosen != first;
}

absl::Status SetOption(const Option& option, const std::string& value, Message& message) {
  const absl::Status status = option.form.empty()
                                  ? SetField(message, FieldOf(option, message), value)
                                  : SetByForm(message, FieldOf(option, message), option.form, value);
  if (status.ok()) return status;
  if (option.form.empty()) return UsageError(absl::StrCat(Named(option), ": ", status.message()));
  if (status.message().empty())
    return UsageError(absl::StrCat(Named(option), ": ", value, " is not ", option.placeholder));
  return UsageError(absl::StrCat(Named(option), " ", value, ": ", status.message()));
}

absl::Status CheckChoices(const Verb& verb, const Arguments& arguments) {
  for (const Choice& choice : verb.choices) {
    std::vector<std::string> names, usages;
    int given = 0;
    for (const Option& option : verb.options) {
      if (std::count(choice.options.begin(), choice.options.end(), option.name) == 0) continue;
      names.push_back(Named(option));
      usages.push_back(absl::StrCat(names.back(), option.placeholder.empty() ? "" : " ", option.placeholder));
      given += IsGiven(option, arguments) ? 1 : 0;
    }
    if (choice.needed && given != 1)
      return UsageError(absl::StrCat("give either ", absl::StrJoin(usages, " or ")));
    if (given > 1) return UsageError(absl::StrCat(absl::StrJoin(names, " and "), " exclude each other"));
  }
  return absl::OkStatus();
}

// What was given is what changes, but for what it was read as and the day it holds from.
absl::Status FillMask(const Verb& verb, const Arguments& arguments, Message& request) {
  std::set<std::string> paths;
  std::vector<std::string> names;
  for (const Option& option : verb.options) {
    const std::string field = FieldOf(option, request);
    if (option.positional || option.use != Use::kField || field == "etag" || field == "effective") continue;
    names.push_back(Named(option));
    if (IsGiven(option, arguments)) paths.insert(field.substr(0, field.find('.')));
  }
  if (paths.empty()) {
    const std::string last = names.back();
    names.pop_back();
    return UsageError(absl::StrCat("nothing to change: give ", absl::StrJoin(names, ", "), " or ", last));
  }
  for (const std::string& path : paths) OBT_RETURN_IF_ERROR(SetField(request, "update_mask.paths", path));
  return absl::OkStatus();
}

const Option* FindUse(const Verb& verb, Use use) {
  for (const Option& option : verb.options) {
    if (option.use == use) return &option;
  }
  return nullptr;
}

// What a batch of one came to.
absl::Status OutcomeOf(const Message& answer) {
  if (answer.GetDescriptor()->FindFieldByName("results") == nullptr) return absl::OkStatus();
  return rpc::FromProto(dynamic_cast<const google::rpc::Status&>(MessageOf({&answer}, "results.status")));
}

// The record, within the whole it is a part of.
Table RecordFor(const Answer& answer, Message& message, const Message& request) {
  const Message& found = MessageIn(message, answer.record == "." ? "" : answer.record);
  const std::unique_ptr<Message> whole(
      (answer.whole.message == nullptr ? found : *answer.whole.message).New());
  MessageIn(*whole, answer.whole.within).CopyFrom(found);
  return RecordOf(answer.columns, *whole, &request, answer.own);
}

// What stands below the lines.
void Conclude(const Answer& answer, const Arguments& arguments, const Message& page, Table& table) {
  Line line{&page};
  line.extras["rows"] = WithThousands(static_cast<int64_t>(table.rows().size()));
  std::vector<Cell> totals;
  for (const std::string& value : answer.totals)
    totals.push_back(value.empty() ? Cell("") : CellOf(line, value));
  if (!totals.empty()) table.SetTotals(std::move(totals));
  const std::string note = TextOf(line, answer.note);
  if (!note.empty()) table.AddNote(note);
  if (answer.finish) answer.finish(arguments, table);
}

// Numbers may be what the field says that they set.
void Narrow(Verb& verb) {
  const std::unique_ptr<Message> request(verb.asked.message->New());
  const Message& target = MessageIn(*request, verb.asked.within);
  for (Option& option : verb.options) {
    if (option.kind != OptionKind::kNumber) continue;
    if (option.use == Use::kLimit) option.range = {0, std::numeric_limits<int32_t>::max()};
    if (option.use == Use::kField)
      option.range = RangeOf(*StepsOf(*target.GetDescriptor(), FieldOf(option, target)).back());
  }
}

// One run of a verb.
class Run {
 public:
  Run(Session& session, const Verb& verb, Arguments arguments)
      : session_(session),
        verb_(verb),
        arguments_(std::move(arguments)),
        request_(verb.asked.message->New()),
        answer_(AnswerTo(*request_)->New()) {}

  absl::Status Do() {
    OBT_RETURN_IF_ERROR(CheckChoices(verb_, arguments_));
    if (verb_.before) OBT_RETURN_IF_ERROR(verb_.before(session_, arguments_, *request_));
    if (Says(Use::kQuiet)) return absl::OkStatus();
    Message& target = MessageIn(*request_, verb_.asked.within);
    OBT_RETURN_IF_ERROR(Fill(verb_.options, arguments_, target));
    if (target.GetDescriptor()->FindFieldByName("update_mask") != nullptr)
      OBT_RETURN_IF_ERROR(FillMask(verb_, arguments_, target));
    whom_ = {TextOf(Use::kService), TextOf(Use::kPerson)};
    return verb_.answer.rows.empty() ? AskAndShow() : List();
  }

 private:
  // Whether the flag of this use was given.
  bool Says(Use use) const {
    const Option* option = FindUse(verb_, use);
    return option != nullptr && arguments_.Flag(option->name);
  }
  std::string TextOf(Use use) const {
    const Option* option = FindUse(verb_, use);
    return option == nullptr ? "" : arguments_.Text(option->name);
  }

  // As many calls as a repeated option has values; the last one's answer is shown.
  absl::Status AskAndShow() {
    const Option* each = FindUse(verb_, Use::kEach);
    std::vector<std::string> values(1);
    if (each != nullptr && arguments_.Given(each->name)) values = arguments_.List(each->name);
    for (const std::string& value : values) {
      if (!value.empty()) OBT_RETURN_IF_ERROR(SetOption(*each, value, *request_));
      const absl::Status status = session_.Call(*request_, *answer_, whom_);
      if (absl::IsAlreadyExists(status) && Says(Use::kIfAbsent)) {
        session_.Say(ctl::TextOf({request_.get(), request_.get()}, FindUse(verb_, Use::kIfAbsent)->field));
        return absl::OkStatus();
      }
      OBT_RETURN_IF_ERROR(status);
      OBT_RETURN_IF_ERROR(OutcomeOf(*answer_));
    }
    Show(values.size());
    return absl::OkStatus();
  }

  void Show(size_t calls) {
    Line line{answer_.get(), request_.get()};
    if (Says(Use::kAlone)) {
      session_.Write(CellOf(line, FindUse(verb_, Use::kAlone)->field).text());
    } else if (!verb_.answer.say.empty()) {
      if (calls > 1) line.extras["calls"] = absl::StrCat(calls);
      session_.Say(ctl::TextOf(line, verb_.answer.say));
    } else {
      session_.Print(RecordFor(verb_.answer, *answer_, *request_));
    }
  }

  absl::Status List() {
    const Option* limit = FindUse(verb_, Use::kLimit);
    // What people need not read is everything, where nobody said how much.
    const bool all = limit == nullptr || (session_.ForPrograms() && !arguments_.Typed(limit->name));
    const int64_t most = all ? 0 : arguments_.Number(limit->name);
    Lines lines(verb_.answer.rows, verb_.answer.columns, *answer_, verb_.answer.own);
    const bool tells = verb_.answer.tell && !session_.ForPrograms();
    Pages pages;
    OBT_RETURN_IF_ERROR(session_.EachPage(*request_, *answer_, whom_, most, [&] {
      if (tells) pages.emplace_back(answer_->New())->CopyFrom(*answer_);
      return lines.Add(*answer_);
    }));
    Conclude(verb_.answer, arguments_, *answer_, lines.table());
    if (tells) {
      session_.Tell(verb_.answer.tell(pages, lines.table(), session_.Width()));
      return absl::OkStatus();
    }
    session_.Print(lines.table());
    return absl::OkStatus();
  }

  Session& session_;
  const Verb& verb_;
  Arguments arguments_;
  const std::unique_ptr<Message> request_, answer_;
  Whom whom_;
};

}  // namespace

void Check(const Verb& verb) {
  const std::unique_ptr<Message> request(verb.asked.message->New()), answer(AnswerTo(*request)->New());
  Message& target = MessageIn(*request, verb.asked.within);
  for (const Option& option : verb.options) {
    if (option.use != Use::kField && option.use != Use::kEach) continue;
    const FieldDescriptor* field = StepsOf(*target.GetDescriptor(), FieldOf(option, target)).back();
    if (option.kind == OptionKind::kText && field->cpp_type() < FieldDescriptor::CPPTYPE_DOUBLE)
      Die(absl::StrCat(Named(option), " sets a whole number: its row must make it a Number"));
    for (const std::string& word : option.choices) {
      if (const absl::Status known = SetOption(option, word, target); !known.ok())
        Die(std::string(known.message()));
    }
  }
  TextOf({answer.get(), request.get()}, verb.answer.say);
  if (!verb.answer.record.empty()) RecordFor(verb.answer, *answer, *request);
  if (verb.answer.rows.empty()) return;
  Lines lines(verb.answer.rows, verb.answer.columns, *answer, verb.answer.own);
  lines.Add(*answer);
  Conclude({{}, {}, {}, {}, verb.answer.totals, verb.answer.note}, {}, *answer, lines.table());
}

absl::Status Fill(const std::vector<Option>& options, const Arguments& arguments, Message& request) {
  std::set<std::string> replaced;
  for (const Option& option : options) {
    if (option.use != Use::kField) continue;
    const std::string field = FieldOf(option, request);
    if (option.kind == OptionKind::kFlag) {
      const bool truth =
          StepsOf(*request.GetDescriptor(), field).back()->cpp_type() == FieldDescriptor::CPPTYPE_BOOL;
      if (truth) OBT_RETURN_IF_ERROR(SetField(request, field, arguments.Text(option.name)));
      continue;
    }
    const std::vector<std::string> values = ValuesOf(option, arguments);
    if (values.empty() || IsOtherChosen(option, request)) continue;
    if (IsList(option) && replaced.insert(field).second) ClearField(request, field);
    for (const std::string& value : values) {
      if (IsList(option) && value.empty()) continue;
      OBT_RETURN_IF_ERROR(SetOption(option, value, request));
    }
  }
  return absl::OkStatus();
}

std::vector<Verb> AllVerbs() {
  std::vector<Verb> verbs;
  for (const auto& rows : {ClientVerbs(),    OrganisationVerbs(), OrganisationChangeVerbs(),
                           ProgrammeVerbs(), PeopleVerbs(),       StayVerbs(),
                           TeamVerbs(),      CourseVerbs(),       LearningVerbs(),
                           SurveyVerbs(),    AggregatorVerbs(),   ConversationVerbs(),
                           IdeaVerbs(),      IdeaWayVerbs(),      IdeaSearchVerbs(),
                           IdeaMergeVerbs(), ExperimentVerbs(),   CaseStudyVerbs(),
                           TrialReadVerbs(), AdoptionVerbs(),     CommentVerbs(),
                           ReportVerbs(),    ThemeVerbs(),        FollowUpVerbs(),
                           ReleaseVerbs(),   ReleaseLifeVerbs(),  PolicyVerbs()}) {
    verbs.insert(verbs.end(), rows.begin(), rows.end());
  }
  return verbs;
}

Option Edition() { return Text("programme", "ID", "The edition", "obt-2024").To("programme_id"); }
Option Etag() { return Text("etag", "ETAG", "As read, to be refused if it changed since"); }
Option Effective(std::string help) { return Day("effective", std::move(help)).Must(); }
Option For() {
  return Text("for", "PERSON", "The person the call is made for; see obtctl people find").For(Use::kPerson);
}
Option RequestId() { return Text("request-id", "ID", "Makes a repeated command harmless"); }
Option Limit() { return Number("limit", "N", "At most so many; 0: all", 50).For(Use::kLimit); }
std::vector<Option> Together(const std::vector<std::vector<Option>>& parts) {
  std::vector<Option> options;
  for (const std::vector<Option>& part : parts) options.insert(options.end(), part.begin(), part.end());
  return options;
}
Option SomeOf(std::string name, const google::protobuf::EnumDescriptor& type, std::string help) {
  return List(std::move(name), "WORD", std::move(help)).With(&Option::choices, WordsOf(type));
}

Command CommandOf(Verb verb) {
  Narrow(verb);
  return {verb.path, verb.summary, verb.teaching, verb.options,
          [verb](Session& session, const Arguments& arguments) {
            Check(verb);
            return Run(session, verb, arguments).Do();
          }};
}

}  // namespace obt::ctl
