#include "services/aggregator/verify/compare.h"

#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/aggregator/rules/derive.h"

namespace obt::aggregator {
namespace {

std::string DayText(std::optional<Day> day) { return day.has_value() ? FormatDay(*day) : "never"; }
std::optional<Day> DayOrNone(Day day) { return day == kNever ? std::nullopt : std::optional<Day>(day); }

// Compares texts one by one and counts them.
class Comparison {
 public:
  explicit Comparison(Differences& differences) : differences_(differences) {}
  void Same(const std::string& subject, absl::string_view what, absl::string_view aggregated,
            absl::string_view recounted) {
    ++compared;
    if (aggregated != recounted) differences_.Add(absl::StrCat(subject, ": ", what), aggregated, recounted);
  }
  int64_t compared = 0;

 private:
  Differences& differences_;
};

std::string StaysText(const State& state, PersonIndex person) {
  std::string text;
  for (const Stay& stay : state.people.StaysOf(person)) {
    absl::StrAppend(&text, state.organisations.CodeOf(stay.organisation), " ", FormatDay(stay.from), " to ",
                    DayText(DayOrNone(stay.to)), "; ");
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

// What the columns hold of somebody in a programme, in the recount's words, with the organisation of each
// day.
struct RecordInWords {
  std::string started = "never", completed = "never", reached = "never", pre_survey = "never",
              post_survey = "never", took_part = "never";
  std::string minutes = "0", credits;
};

RecordInWords WordsOf(const State& state, const Learners& learners, LearnerIndex learner) {
  const auto milestone = [&](const std::vector<Milestone>& column) {
    const Milestone& of_learner = column[learner];
    if (of_learner.day == kNever) return std::string("never");
    return absl::StrCat(FormatDay(of_learner.day), " at ",
                        state.organisations.CodeOf(of_learner.organisation));
  };
  std::map<std::pair<Day, Number>, int64_t> credits;
  for (const Credit& credit : learners.CreditsOf(learner))
    credits[{credit.day, credit.organisation}] += credit.minutes;
  RecordInWords words{milestone(learners.started()),
                      milestone(learners.completed()),
                      milestone(learners.reached()),
                      milestone(learners.pre_survey()),
                      milestone(learners.post_survey()),
                      milestone(learners.took_part()),
                      absl::StrCat(learners.minutes()[learner]),
                      ""};
  for (const auto& [key, minutes] : credits) {
    absl::StrAppend(&words.credits, FormatDay(key.first), " at ", state.organisations.CodeOf(key.second), " ",
                    minutes, "; ");
  }
  return words;
}

RecordInWords WordsOf(const recount::Record& record, const recount::Person* person) {
  const auto at = [&](Day day) {
    const recount::Text organisation = person == nullptr ? nullptr : recount::OrganisationOn(*person, day);
    return absl::StrCat(FormatDay(day), " at ", organisation == nullptr ? "" : *organisation);
  };
  const auto milestone = [&](std::optional<Day> day) {
    return day.has_value() ? at(*day) : std::string("never");
  };
  RecordInWords words{milestone(record.started),     milestone(record.completed),
                      milestone(record.reached),     milestone(record.pre_survey),
                      milestone(record.post_survey), milestone(record.took_part),
                      absl::StrCat(record.minutes),  ""};
  for (const auto& [day, minutes] : record.credits) {
    if (minutes > 0) absl::StrAppend(&words.credits, at(day), " ", minutes, "; ");
  }
  return words;
}

const recount::Person* FindPerson(const recount::Sources& sources, const PersonId& id) {
  const auto found = sources.people.find(id);
  return found == sources.people.end() ? nullptr : &found->second;
}

std::string NameOf(const Query& query) {
  std::vector<std::string> dimensions;
  for (const v1::Dimension dimension : query.group_by) dimensions.push_back(v1::Dimension_Name(dimension));
  return absl::StrCat(query.programme_id, " ", v1::Measure_Name(query.measures.front()), " by ",
                      dimensions.empty() ? "nothing" : absl::StrJoin(dimensions, ", "),
                      query.then ? " then" : " now");
}

recount::Question QuestionOf(const Query& query) {
  const auto set_of = [](const std::vector<std::string>& codes) {
    return std::set<std::string>(codes.begin(), codes.end());
  };
  recount::Question question;
  question.programme_id = query.programme_id;
  question.measure = query.measures.front();
  question.group_by = query.group_by;
  question.then = query.then;
  question.only_new = query.only_new;
  question.as_of = query.as_of;
  question.include_out_of_scope = query.include_out_of_scope;
  question.organisations = set_of(query.filter.organisation_codes);
  question.grades = set_of(query.filter.grades);
  question.professions = set_of(query.filter.professions);
  question.regions = set_of(query.filter.regions);
  return question;
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
  Comparison comparison(differences);
  for (const auto& [id, person] : sources.people) {
    const std::string subject = absl::StrCat("person ", ToText(id));
    const PersonIndex index = state.people.Find(id);
    if (index == kNobody) {
      differences.Add(subject, "not there", "there");
      continue;
    }
    const Attributes& attributes = state.people.AttributesOf(index);
    comparison.Same(subject, "grade", state.grades.names.CodeOf(attributes.grade), *person.grade);
    comparison.Same(subject, "profession", state.professions.names.CodeOf(attributes.profession),
                    *person.profession);
    comparison.Same(subject, "region", state.regions.names.CodeOf(attributes.region), *person.region);
    comparison.Same(subject, "stays", StaysText(state, index), StaysText(person));
  }
  for (PersonIndex index = 0; index < state.people.size(); ++index) {
    if (state.people.placements()[index].organisation == kNone) continue;  // heard of through learning only
    const PersonId& id = state.people.IdOf(index);
    if (FindPerson(sources, id) == nullptr)
      differences.Add(absl::StrCat("person ", ToText(id)), "there", "not there");
  }
  return static_cast<int64_t>(sources.people.size());
}

int64_t CompareRecords(const State& state, const recount::Sources& sources, const std::string& programme_id,
                       const recount::Records& records, Differences& differences) {
  Comparison comparison(differences);
  const auto programme = state.programmes.find(programme_id);
  static const ProgrammeState none;
  const Learners& learners = programme == state.programmes.end() ? none.learners : programme->second.learners;
  const recount::Record empty;
  const auto compare = [&](const PersonId& id, const RecordInWords& aggregated,
                           const recount::Record& record) {
    const RecordInWords recounted = WordsOf(record, FindPerson(sources, id));
    const std::string subject = absl::StrCat("person ", ToText(id), " in ", programme_id);
    comparison.Same(subject, "learning_started", aggregated.started, recounted.started);
    comparison.Same(subject, "learning_completed", aggregated.completed, recounted.completed);
    comparison.Same(subject, "reached_target", aggregated.reached, recounted.reached);
    comparison.Same(subject, "pre_survey", aggregated.pre_survey, recounted.pre_survey);
    comparison.Same(subject, "post_survey", aggregated.post_survey, recounted.post_survey);
    comparison.Same(subject, "participants", aggregated.took_part, recounted.took_part);
    comparison.Same(subject, "learning_minutes", aggregated.minutes, recounted.minutes);
    comparison.Same(subject, "credits", aggregated.credits, recounted.credits);
  };
  for (const auto& [id, record] : records) {
    const LearnerIndex learner = learners.Find(state.people.Find(id));
    compare(id, learner == kNobody ? RecordInWords() : WordsOf(state, learners, learner), record);
  }
  for (LearnerIndex learner = 0; learner < learners.size(); ++learner) {
    const PersonId& id = state.people.IdOf(learners.person()[learner]);
    if (records.count(id) == 0) compare(id, WordsOf(state, learners, learner), empty);
  }
  return comparison.compared;
}

int64_t CompareFigures(const State& state, const recount::Sources& sources, const recount::Records& records,
                       const Query& query, WorkerPool* pool, Differences& differences) {
  const std::string subject = NameOf(query);
  const absl::StatusOr<Answer> answer = Run(state, query, pool);
  if (!answer.ok()) {
    differences.Add(subject, answer.status().message(), "an answer");
    return 0;
  }
  const recount::Figures recounted = recount::CountFigures(sources, records, QuestionOf(query));
  // group and band -> aggregated and recounted
  std::map<std::pair<std::string, std::string>, std::pair<int64_t, int64_t>> both;
  for (const auto& [codes, bands] : FiguresOf(*answer)) {
    for (const auto& [band, value] : bands) both[{absl::StrJoin(codes, ", "), band}].first = value;
  }
  for (const auto& [codes, bands] : recounted) {
    for (const auto& [band, value] : bands) both[{absl::StrJoin(codes, ", "), band}].second = value;
  }
  for (const auto& [key, values] : both) {
    if (values.first == values.second) continue;
    differences.Add(absl::StrCat(subject, ": ", key.first, " ", key.second), absl::StrCat(values.first),
                    absl::StrCat(values.second));
  }
  return static_cast<int64_t>(both.size());
}

std::vector<Query> QuestionsAbout(const identity::v1::Programme& programme) {
  std::vector<Query> questions;
  for (int measure = v1::MEASURE_UNSPECIFIED + 1; measure <= v1::Measure_MAX; ++measure) {
    if (measure == v1::MEASURE_REACHED_TARGET && !programme.has_target_minutes()) continue;
    for (int dimension = v1::DIMENSION_UNSPECIFIED; dimension <= v1::Dimension_MAX; ++dimension) {
      const v1::Dimension by = static_cast<v1::Dimension>(dimension);
      const bool of_people =
          by == v1::DIMENSION_GRADE || by == v1::DIMENSION_PROFESSION || by == v1::DIMENSION_REGION;
      if (measure == v1::MEASURE_IN_SCOPE && of_people) continue;
      // A recount of a level goes over everybody for every period; weeks and months show as much as days.
      if (by == v1::DIMENSION_DAY && IsLevel(static_cast<v1::Measure>(measure))) continue;
      for (const bool then : {true, false}) {
        const bool same_under_both = measure == v1::MEASURE_IN_SCOPE || measure == v1::MEASURE_REGISTERED;
        if (then && same_under_both) continue;
        Query& query = questions.emplace_back();
        query.programme_id = programme.programme_id();
        query.measures = {static_cast<v1::Measure>(measure)};
        if (by != v1::DIMENSION_UNSPECIFIED) query.group_by = {by};
        query.then = then;
        query.only_new = by == v1::DIMENSION_DAY;
        query.as_of = LastDay(programme);
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
