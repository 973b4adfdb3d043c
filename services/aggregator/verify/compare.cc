#include "services/aggregator/verify/compare.h"

#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/rules/measures.h"

namespace obt::aggregator {
namespace {

std::string DayText(std::optional<Day> day) { return day.has_value() ? FormatDay(*day) : "never"; }

std::string StaysText(const State& state, PersonIndex person) {
  std::string text;
  for (const Stay& stay : state.people.StaysOf(person)) {
    absl::StrAppend(&text, state.organisations.CodeOf(stay.organisation), " ", FormatDay(stay.from), " to ",
                    stay.to == kNever ? "never" : FormatDay(stay.to), "; ");
  }
  return text;
}

std::string StaysText(const recount::Person& person) {
  std::string text;
  for (const recount::Stay& stay : person.stays) {
    absl::StrAppend(&text, *stay.organisation, " ", FormatDay(stay.from), " to ", DayText(stay.to), "; ");
  }
  return text;
}

// What somebody has reached in a programme and what they are credited with, each as a text of its own.
using RecordInWords = std::map<std::string, std::string>;

std::string WordOf(size_t milestone) {
  const std::string& name = options::v1::Milestone_Name(static_cast<Milestone>(milestone + 1));
  return absl::AsciiStrToLower(absl::StripPrefix(name, "MILESTONE_"));
}

RecordInWords WordsOf(const State& state, const Participants& participants, ParticipantIndex participant) {
  const auto at = [&state](Day day, Number organisation) {
    return absl::StrCat(FormatDay(day), " at ", state.organisations.CodeOf(organisation));
  };
  RecordInWords words;
  for (size_t i = 0; i < kMilestones; ++i) {
    const Reached& reached = participants.reached(static_cast<Milestone>(i + 1))[participant];
    if (reached.day != kNever) words[WordOf(i)] = at(reached.day, reached.organisation);
  }
  std::map<std::pair<Day, Number>, int64_t> credits;
  for (const Credit& credit : participants.CreditsOf(participant)) {
    credits[{credit.day, credit.organisation}] += credit.minutes;
  }
  for (const auto& [key, minutes] : credits) {
    absl::StrAppend(&words["credits"], at(key.first, key.second), " ", minutes, "; ");
  }
  words["learning_minutes"] = absl::StrCat(participants.minutes()[participant]);
  return words;
}

RecordInWords WordsOf(const recount::Record& record, const recount::Person* person) {
  const auto at = [person](Day day) {
    const recount::Text organisation = person == nullptr ? nullptr : recount::OrganisationOn(*person, day);
    return absl::StrCat(FormatDay(day), " at ", organisation == nullptr ? "" : *organisation);
  };
  RecordInWords words;
  for (const auto& [milestone, day] : record.reached) words[WordOf(IndexOf(milestone))] = at(day);
  for (const auto& [day, minutes] : record.credits) {
    if (minutes > 0) absl::StrAppend(&words["credits"], at(day), " ", minutes, "; ");
  }
  words["learning_minutes"] = absl::StrCat(record.minutes);
  return words;
}

const recount::Person* FindPerson(const recount::Sources& sources, const PersonId& id) {
  const auto found = sources.people.find(id);
  return found == sources.people.end() ? nullptr : &found->second;
}

// Two maps from subjects to what is said of them side by side; what is not there is `absent`. Returns how
// many subjects there are.
template <typename Map, typename SubjectOf, typename TextOf>
int64_t CompareMaps(const Map& aggregated, const Map& recounted, const std::string& absent,
                    SubjectOf subject_of, TextOf text_of, Differences& differences) {
  std::map<typename Map::key_type, std::pair<std::string, std::string>> both;
  for (const auto& [key, value] : aggregated) both[key] = {text_of(value), absent};
  for (const auto& [key, value] : recounted) {
    both.try_emplace(key, absent, absent).first->second.second = text_of(value);
  }
  for (const auto& [key, texts] : both) {
    if (texts.first != texts.second) differences.Add(subject_of(key), texts.first, texts.second);
  }
  return static_cast<int64_t>(both.size());
}

std::string NameOf(const Question& question) {
  std::vector<std::string> dimensions;
  for (const v1::Dimension dimension : question.group_by) dimensions.push_back(v1::Dimension_Name(dimension));
  return absl::StrCat(question.programme_id, " ", v1::Measure_Name(question.measures.front()), " by ",
                      dimensions.empty() ? "nothing" : absl::StrJoin(dimensions, ", "),
                      question.then ? " then" : " now");
}

// By group and band.
std::map<std::pair<std::string, std::string>, int64_t> Flat(const recount::Figures& figures) {
  std::map<std::pair<std::string, std::string>, int64_t> flat;
  for (const auto& [codes, bands] : figures) {
    for (const auto& [band, value] : bands) flat[{absl::StrJoin(codes, ", "), band}] = value;
  }
  return flat;
}

}  // namespace

void Differences::Add(absl::string_view subject, absl::string_view aggregated, absl::string_view recounted) {
  if (++count_ > static_cast<int64_t>(kMaxKept)) return;
  v1::VerifyDifference& difference = first_.emplace_back();
  difference.set_subject(std::string(subject));
  difference.set_aggregated(std::string(aggregated));
  difference.set_recounted(std::string(recounted));
}

int64_t ComparePeople(const State& state, const recount::Sources& sources, Differences& differences) {
  for (const auto& [id, person] : sources.people) {
    const std::string subject = absl::StrCat("person ", ToText(id));
    const PersonIndex index = state.people.Find(id);
    if (index == kNobody) {
      differences.Add(subject, "not there", "there");
      continue;
    }
    const Attributes& attributes = state.people.AttributesOf(index);
    for (size_t i = 0; i < kAttributes.size(); ++i) {
      differences.AddUnlessSame(
          absl::StrCat(subject, ": ", kAttributes[i].name),
          attributes[i] == kNone ? kUnknownAttribute : state.lists[i].names.CodeOf(attributes[i]),
          *person.attributes[recount::AttributeOf(kAttributes[i].dimension).value()]);
    }
    differences.AddUnlessSame(absl::StrCat(subject, ": stays"), StaysText(state, index), StaysText(person));
  }
  for (PersonIndex index = 0; index < state.people.size(); ++index) {
    if (state.people.placements()[index].organisation == kNone)
      continue;  // heard of through learning or ideas only
    const PersonId& id = state.people.IdOf(index);
    if (FindPerson(sources, id) == nullptr)
      differences.Add(absl::StrCat("person ", ToText(id)), "there", "not there");
  }
  return static_cast<int64_t>(sources.people.size());
}

void CompareRecords(const State& state, const recount::Sources& sources, const std::string& programme_id,
                    const recount::Records& records, Differences& differences) {
  const auto programme = state.programmes.find(programme_id);
  static const Participants none;
  const Participants& participants =
      programme == state.programmes.end() ? none : programme->second.participants;
  const recount::Record nothing;
  const auto compare = [&](const PersonId& id, ParticipantIndex participant, const recount::Record& record) {
    const RecordInWords recounted = WordsOf(record, FindPerson(sources, id));
    const RecordInWords aggregated =
        participant == kNobody ? WordsOf(nothing, nullptr) : WordsOf(state, participants, participant);
    if (aggregated == recounted) return;
    const auto subject_of = [&](const std::string& what) {
      return absl::StrCat("person ", ToText(id), " in ", programme_id, ": ", what);
    };
    const auto text_of = [](const std::string& text) { return text; };
    CompareMaps(aggregated, recounted, "never", subject_of, text_of, differences);
  };
  for (const auto& [id, record] : records) compare(id, participants.Find(state.people.Find(id)), record);
  for (ParticipantIndex participant = 0; participant < participants.size(); ++participant) {
    const PersonId& id = state.people.IdOf(participants.person()[participant]);
    if (records.count(id) == 0) compare(id, participant, nothing);
  }
}

int64_t CompareFigures(const State& state, const recount::Sources& sources, const recount::Records& records,
                       const Question& question, WorkerPool* pool, Differences& differences,
                       const Counting& counting) {
  const auto subject_of = [&question](const std::pair<std::string, std::string>& group_and_band) {
    return absl::StrCat(NameOf(question), ": ", group_and_band.first, " ", group_and_band.second);
  };
  const auto text_of = [](int64_t value) { return absl::StrCat(value); };
  const auto recounted = Flat(recount::CountFigures(sources, records, question));
  std::vector<Counting> ways = {counting};
  if (question.group_by.size() > 1) ways.emplace_back(counting).one_by_one = true;
  int64_t compared = 0;
  for (const Counting& way : ways) {
    const absl::StatusOr<Answer> answer = Run(state, question, pool, way);
    if (!answer.ok()) {
      differences.Add(NameOf(question), answer.status().message(), "an answer");
      continue;
    }
    compared = CompareMaps(Flat(FiguresOf(*answer)), recounted, "0", subject_of, text_of, differences);
  }
  return compared;
}

// By two attributes at once: from sums of days, and person by person.
void AddQuestionOfTwoAttributes(const identity::v1::Programme& programme, v1::Measure measure, bool then,
                                std::vector<Question>& questions) {
  Question question;
  question.programme_id = programme.programme_id();
  question.measures = {measure};
  question.group_by = {v1::DIMENSION_GRADE, v1::DIMENSION_REGION};
  question.then = then;
  question.as_of = LastDay(programme);
  questions.push_back(std::move(question));
}

std::vector<Question> QuestionsAbout(const identity::v1::Programme& programme) {
  std::vector<Question> questions;
  for (int i = v1::MEASURE_UNSPECIFIED + 1; i <= v1::Measure_MAX; ++i) {
    const v1::Measure measure = static_cast<v1::Measure>(i);
    const options::v1::MeasureOption& option = rules::OptionOf(measure);
    if (option.needs_target() && !programme.has_target_minutes()) continue;
    for (const bool then : {true, false}) {
      const bool of_people = option.subject() == options::v1::SUBJECT_PEOPLE;
      if (of_people && !(then && rules::IsLevel(measure)))
        AddQuestionOfTwoAttributes(programme, measure, then, questions);
    }
    for (int dimension = v1::DIMENSION_UNSPECIFIED; dimension <= v1::Dimension_MAX; ++dimension) {
      const v1::Dimension by = static_cast<v1::Dimension>(dimension);
      if (!rules::CanBeGroupedBy(measure, by)) continue;
      // A recount of a level goes over everybody for every period; weeks and months show as much as days.
      if (by == v1::DIMENSION_DAY && rules::IsLevel(measure)) continue;
      for (const bool then : {true, false}) {
        if (then && rules::IsLevel(measure)) continue;  // the same under both
        Question& question = questions.emplace_back();
        question.programme_id = programme.programme_id();
        question.measures = {measure};
        if (by != v1::DIMENSION_UNSPECIFIED) question.group_by = {by};
        question.then = then;
        question.only_new = by == v1::DIMENSION_DAY;
        question.as_of = LastDay(programme);
      }
    }
  }
  return questions;
}

recount::Figures FiguresOf(const Answer& answer) {
  recount::Figures figures;
  for (size_t group = 0; group < answer.groups; ++group) {
    std::vector<std::string> codes;
    for (const Answer::Dimension& dimension : answer.dimensions) {
      codes.push_back(dimension.codes[dimension.index[group]]);
    }
    for (const Answer::Column& column : answer.columns) {
      if (column.values[group] != 0) figures[codes][column.band] = column.values[group];
    }
  }
  return figures;
}

}  // namespace obt::aggregator
