#include "tests/bench/query/statements.h"

#include <algorithm>
#include <functional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/rules/measures.h"

namespace obt::bench::query {
namespace {

using aggregator::v1::Dimension;
using aggregator::v1::Measure;

std::string ColumnOf(Dimension dimension) {
  return absl::AsciiStrToLower(absl::StripPrefix(aggregator::v1::Dimension_Name(dimension), "DIMENSION_"));
}

class Statement {
 public:
  Statement(const Question& question, const std::vector<AnswerColumn>& columns, const World& world)
      : question_(question), columns_(columns), world_(world) {
    for (const Dimension dimension : question.group_by) {
      if (rules::IsTime(dimension)) time_ = ColumnOf(dimension);
    }
  }

  std::string Text() {
    const std::vector<Measure> of_people = MeasuresOfPeople();
    for (const Measure measure : question_.measures) {
      if (rules::IsOfItems(measure)) AddItems(measure);
      if (std::find(of_people.begin(), of_people.end(), measure) != of_people.end()) AddFacts(measure);
    }
    AddStays();
    AddBands();
    AddHeadcounts();
    return time_.empty() || question_.only_new ? Sums() : UpToEachEnd();
  }

 private:
  // What a table adds to each column; empty where it is not of it.
  using Adds = std::function<std::string(const AnswerColumn&)>;

  void AddFacts(Measure measure) {
    const Adds sum = [&](const AnswerColumn& column) -> std::string {
      if (column.measure != measure) return "";
      return measure == Measure::MEASURE_LEARNING_MINUTES ? "sum(minutes)" : "count(*)";
    };
    AddSelect(NameOf(measure), "day <= $1", sum, time_, true);
  }

  void AddItems(Measure measure) {
    const Adds sum = [&](const AnswerColumn& column) -> std::string {
      if (column.measure != measure) return "";
      if (column.part.empty()) return "sum(value)";
      return absl::StrCat("sum(value) filter (where part = ", PartOf(column), ")");
    };
    AddSelect(NameOf(measure, question_.Groups(Dimension::DIMENSION_THEME)), "day <= $1", sum, time_, true);
  }

  // Over time: one more in the period of the first day, one less in that of the day after the last.
  void AddStays() {
    const auto count = [](absl::string_view some) -> Adds {
      return [some](const AnswerColumn& column) -> std::string {
        if (column.measure == Measure::MEASURE_REGISTERED) return absl::StrCat(some, "count(*)");
        const bool in_none = column.measure == Measure::MEASURE_MINUTES_BANDS && column.part == "0";
        return in_none ? absl::StrCat(some, "count(*) filter (where first_minutes > $1)") : "";
      };
    };
    if (time_.empty()) return AddSelect("stays", "from_day <= $1 and to_day > $1", count(""));
    AddSelect("stays", "from_day <= $1", count(""), absl::StrCat("from_", time_));
    AddSelect("stays", "to_day <= $1", count("-"), absl::StrCat("to_", time_));
  }

  void AddBands() {
    const Adds count = [&](const AnswerColumn& column) -> std::string {
      if (column.measure != Measure::MEASURE_MINUTES_BANDS || column.part == "0") return "";
      return absl::StrCat("count(*) filter (where part = ", PartOf(column), ")");
    };
    AddSelect("bands", "from_day <= $1 and to_day > $1", count);
  }

  void AddHeadcounts() {
    const Adds sum = [](const AnswerColumn& column) {
      return column.measure == Measure::MEASURE_IN_SCOPE ? "sum(headcount)" : "";
    };
    AddSelect("headcounts", "from_day <= $1 and to_day > $1", sum);
  }

  // -1: no row has it.
  int PartOf(const AnswerColumn& column) const {
    const std::vector<std::string>& all = world_.codes.at("part").all();
    const auto found = std::find(all.begin(), all.end(), column.part);
    return found == all.end() ? -1 : static_cast<int>(found - all.begin());
  }

  // If it adds anything. `period`: the column of a time; `of_facts`: with places of then and of now.
  void AddSelect(const std::string& table, absl::string_view where, const Adds& adds,
                 const std::string& period = "", bool of_facts = false) {
    const std::string placed = of_facts && !question_.then ? "_now" : "";
    std::vector<std::string> selected, groups, kept = {std::string(where)};
    for (const Dimension dimension : question_.group_by) {
      std::string column = ColumnOf(dimension);
      if (rules::IsOrganisational(dimension)) column += placed;
      if (rules::IsTime(dimension)) column = period;
      groups.push_back(column);
      selected.push_back(absl::StrCat(column, " as ", ColumnOf(dimension)));
    }
    bool adds_any = false;
    for (size_t i = 0; i < columns_.size(); ++i) {
      const std::string added = adds(columns_[i]);
      adds_any |= !added.empty();
      selected.push_back(added.empty() ? absl::StrCat("0 as c", i)
                                       : absl::StrCat("coalesce(", added, ", 0)::bigint as c", i));
    }
    if (!adds_any) return;
    if (of_facts) kept.push_back(absl::StrCat("organisation", placed, " >= 0"));
    if (question_.keep == Keep::kSubtree)
      kept.push_back(absl::StrCat("organisation", placed, " between $2 and $3"));
    if (question_.keep == Keep::kGrade) kept.emplace_back("grade = $2");
    if (question_.keep == Keep::kRegion) kept.emplace_back("region = $2");
    selects_.push_back(absl::StrCat("select ", absl::StrJoin(selected, ", "), " from ", table, " where ",
                                    absl::StrJoin(kept, " and "), " group by ", absl::StrJoin(groups, ", ")));
  }

  std::string Names() const {
    return absl::StrJoin(question_.group_by, ", ",
                         [](std::string* out, Dimension by) { *out += ColumnOf(by); });
  }
  std::string EachColumn(const std::function<std::string(const std::string&)>& made) const {
    std::vector<std::string> all;
    for (size_t i = 0; i < columns_.size(); ++i) {
      const std::string name = absl::StrCat("c", i);
      all.push_back(absl::StrCat(made(name), "::bigint as ", name));
    }
    return absl::StrJoin(all, ", ");
  }
  std::string Sums() const {
    if (selects_.size() == 1) return selects_.front();
    return absl::StrCat("select ", Names(), ", ",
                        EachColumn([](const std::string& column) { return "sum(" + column + ")"; }),
                        " from (", absl::StrJoin(selects_, " union all "), ") each_table group by ", Names());
  }

  // A sum counts in its own period and in every later one. A window over every group in every period was
  // tried: it takes twice as long.
  std::string UpToEachEnd() const {
    std::vector<std::string> groups;
    for (const Dimension dimension : question_.group_by)
      groups.push_back(rules::IsTime(dimension) ? "number" : ColumnOf(dimension));
    const std::string listed = absl::StrJoin(groups, ", ");
    return absl::StrCat("with sums as materialized (", Sums(), ") select ", listed, ", ",
                        EachColumn([](const std::string& column) { return "sum(" + column + ")"; }),
                        " from sums join ", time_, "s on ", time_,
                        " <= number where first_day <= $1 group by ", listed);
  }

  const Question& question_;
  const std::vector<AnswerColumn>& columns_;
  const World& world_;
  std::string time_;  // "week", "month", or empty
  std::vector<std::string> selects_;
};

}  // namespace

std::string StatementOf(const Question& question, const std::vector<AnswerColumn>& columns,
                        const World& world) {
  return Statement(question, columns, world).Text();
}

int ParametersOf(const Question& question) {
  return question.keep == Keep::kSubtree ? 3 : question.keep == Keep::kAll ? 1 : 2;
}

}  // namespace obt::bench::query
