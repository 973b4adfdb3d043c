#include "services/reporting/testing/answers.h"

#include <algorithm>
#include <optional>
#include <random>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/rules/measures.h"
#include "services/reporting/tables/print.h"

namespace obt::reporting::testing {
namespace {

namespace agg = aggregator::v1;
using tables::Dimension;
using tables::Measure;

constexpr const char* kBands[] = {"0", "1-59", "60+"};

const std::string& CodeOf(const Someone& someone, Dimension dimension) {
  switch (dimension) {
    case agg::DIMENSION_DEPARTMENT:
      return someone.department;
    case agg::DIMENSION_ORGANISATION:
      return someone.body;
    case agg::DIMENSION_GRADE:
      return someone.grade;
    case agg::DIMENSION_PROFESSION:
      return someone.profession;
    default:
      return someone.region;
  }
}

// One answer while it is counted.
class Answer {
 public:
  Answer(const SmallProgramme& programme, const agg::QueryMetricsRequest& question)
      : programme_(programme), question_(question) {
    for (const int measure : question.measures()) AddColumns(static_cast<Measure>(measure));
    for (const Someone& someone : programme.people) Count(someone);
    for (const Thing& thing : programme.things) Count(thing);
  }

  agg::QueryMetricsResponse Take() const {
    agg::QueryMetricsResponse response;
    std::vector<std::map<std::string, uint32_t>> indexes(static_cast<size_t>(question_.group_by_size()));
    for (const int dimension : question_.group_by())
      response.add_dimensions()->set_dimension(static_cast<Dimension>(dimension));
    for (const auto& [band_of, name] : columns_) {
      agg::MeasureColumn& column = *response.add_measures();
      column.set_measure(band_of);
      column.set_band(name);
    }
    for (const auto& [codes, values] : groups_) {
      for (size_t i = 0; i < codes.size(); ++i) {
        agg::Dictionary& dimension = *response.mutable_dimensions(static_cast<int>(i));
        const auto [at, is_new] = indexes[i].emplace(codes[i], dimension.codes_size());
        if (is_new) {
          dimension.add_codes(codes[i]);
          dimension.add_names(absl::StrCat("The ", codes[i]));
        }
        dimension.add_index(at->second);
      }
      for (size_t i = 0; i < values.size(); ++i)
        response.mutable_measures(static_cast<int>(i))->add_values(values[i]);
    }
    return response;
  }

 private:
  void AddColumns(Measure measure) {
    std::set<std::string> bands;
    if (measure == agg::MEASURE_MINUTES_BANDS) bands.insert(std::begin(kBands), std::end(kBands));
    if (measure == agg::MEASURE_EXPERIMENTS_CONCLUDED) bands = {"MIXED", "WORKED"};
    if (measure == agg::MEASURE_ADOPTIONS) bands = {"CONCLUDED", "PLANNED"};
    for (const Thing& thing : programme_.things) {
      if (thing.measure == measure) bands.insert(thing.band);
    }
    if (bands.empty()) bands.insert("");
    for (const std::string& band : bands) columns_.emplace_back(measure, band);
  }
  bool in_weeks() const {
    return question_.group_by_size() > 0 &&
           question_.group_by(question_.group_by_size() - 1) == agg::DIMENSION_WEEK;
  }
  std::vector<std::string> CodesOf(const Someone& someone) const {
    std::vector<std::string> codes;
    for (const int dimension : question_.group_by()) {
      if (dimension != agg::DIMENSION_WEEK)
        codes.push_back(CodeOf(someone, static_cast<Dimension>(dimension)));
    }
    return codes;
  }
  std::vector<int64_t>& ValuesOf(const std::vector<std::string>& codes) {
    std::vector<int64_t>& values = groups_[codes];
    values.resize(columns_.size());
    return values;
  }

  void Count(const Someone& someone) {
    for (size_t week = in_weeks() ? 0 : programme_.week; week <= programme_.week; ++week) {
      std::vector<std::string> codes = CodesOf(someone);
      if (in_weeks()) codes.push_back(programme_.weeks[week]);
      std::vector<int64_t>& values = ValuesOf(codes);
      for (size_t i = 0; i < columns_.size(); ++i) values[i] += ValueOf(someone, columns_[i], week);
    }
  }
  static int64_t ValueOf(const Someone& someone, const std::pair<Measure, std::string>& column, size_t week) {
    const auto& [measure, band] = column;
    if (measure == agg::MEASURE_EVER_REGISTERED) return 1;
    if (measure == agg::MEASURE_LEARNING_MINUTES) return someone.minutes;
    if (measure == agg::MEASURE_MINUTES_BANDS)
      return band == kBands[someone.minutes == 0 ? 0 : someone.minutes < 60 ? 1 : 2];
    const auto reached = someone.reached.find(measure);
    return reached != someone.reached.end() && reached->second <= week;
  }
  void Count(const Thing& thing) {
    if (in_weeks()) return;
    Someone there;
    there.department = thing.department;
    there.body = thing.body;
    for (const int dimension : question_.group_by()) {
      if (rules::CanBeGroupedBy(thing.measure, static_cast<Dimension>(dimension))) continue;
      return;
    }
    std::vector<int64_t>& values = ValuesOf(CodesOf(there));
    for (size_t i = 0; i < columns_.size(); ++i)
      values[i] += columns_[i] == std::pair(thing.measure, thing.band);
  }

  const SmallProgramme& programme_;
  const agg::QueryMetricsRequest& question_;
  std::vector<std::pair<Measure, std::string>> columns_;
  std::map<std::vector<std::string>, std::vector<int64_t>> groups_;
};

}  // namespace

SmallProgramme& SmallProgramme::Add(size_t count, const Someone& someone) {
  people.insert(people.end(), count, someone);
  return *this;
}

SmallProgramme& SmallProgramme::Add(size_t count, size_t participants, Someone someone, size_t from_week) {
  Add(count - participants, someone);
  someone.reached = {{agg::MEASURE_PARTICIPANTS, from_week}, {agg::MEASURE_LEARNING_STARTED, from_week}};
  return Add(participants, someone);
}

making::Answers AnswersOf(const SmallProgramme& programme, bool monthly) {
  making::Answers answers;
  for (const agg::QueryMetricsRequest& question : tables::QuestionsFor(tables::TablesOf(monthly), "obt-2024"))
    answers.push_back(Answer(programme, question).Take());
  return answers;
}

making::Kept KeptOf(const SmallProgramme& programme, bool monthly, int number) {
  making::Kept kept;
  v1::Release& release = *kept.row.mutable_release();
  release.set_release_id(absl::StrCat("release-", number));
  release.set_programme_id("obt-2024");
  release.set_number(number);
  release.mutable_as_of()->set_year(2024);
  release.mutable_as_of()->set_month(10);
  release.mutable_as_of()->set_day(static_cast<int>(20 + programme.week * 7 / 2));
  release.set_software_version("1");
  kept.row.set_programme_name("One Big Thing 2024");
  for (const tables::StandardTable* const table : tables::TablesOf(monthly)) {
    if (table->kind != tables::Kind::kSurveys) kept.row.add_table_ids(std::string(table->id));
  }
  kept.answers = AnswersOf(programme, monthly);
  return kept;
}

std::vector<std::vector<v1::Table>> PrintAll(const making::Joint& joint) {
  std::vector<std::vector<v1::Table>> tables;
  for (const tables::Plan& plan : joint.plans) tables.push_back(tables::PrintTables(plan, joint.model));
  return tables;
}

SmallProgramme DrawProgramme(uint32_t seed, size_t people, size_t week, const Shape& shape) {
  std::mt19937 random(seed);
  const auto below = [&random](size_t end) {
    return static_cast<size_t>(std::uniform_int_distribution<int>(0, static_cast<int>(end) - 1)(random));
  };
  const auto skewed = [&](size_t end) { return std::min(below(end), below(end)); };
  SmallProgramme programme;
  programme.week = week;
  for (size_t i = 0; i < people; ++i) {
    Someone someone;
    const size_t body = i < 20 ? shape.bodies - 1 : skewed(shape.bodies - 1);
    someone.body = absl::StrCat("body-", body);
    someone.department = absl::StrCat("department-", body % shape.departments);
    someone.grade = absl::StrCat("GRADE_", skewed(shape.grades));
    someone.profession = absl::StrCat("PROFESSION_", skewed(shape.professions));
    someone.region = absl::StrCat("REGION_", skewed(shape.regions));
    const size_t first = below(8);  // many never
    if (first < programme.weeks.size()) {
      const auto later = [&](size_t from) { return from + below(2); };
      someone.reached[agg::MEASURE_PARTICIPANTS] = first;
      someone.reached[below(2) == 0 ? agg::MEASURE_LEARNING_STARTED : agg::MEASURE_PRE_SURVEY] = first;
      if (below(2) == 0) someone.reached[agg::MEASURE_CONVERSED] = later(first);
      if (someone.reached.count(agg::MEASURE_LEARNING_STARTED) > 0 && below(2) == 0) {
        someone.reached[agg::MEASURE_LEARNING_COMPLETED] = later(first);
        someone.minutes = static_cast<int64_t>(below(120));
      }
    }
    programme.people.push_back(std::move(someone));
  }
  for (size_t i = 0; i < people / 30; ++i) {
    const size_t body = skewed(shape.bodies - 1);
    programme.things.push_back(
        {absl::StrCat("department-", body % shape.departments), absl::StrCat("body-", body),
         below(2) == 0 ? agg::MEASURE_CONVERSATIONS : agg::MEASURE_CHANGES_AGREED, ""});
  }
  return programme;
}

}  // namespace obt::reporting::testing
