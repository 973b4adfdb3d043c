#include "tests/bench/query/statements.h"

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

std::string NameOf(Dimension dimension) {
  return absl::AsciiStrToLower(absl::StripPrefix(aggregator::v1::Dimension_Name(dimension), "DIMENSION_"));
}

class Statement {
 public:
  Statement(const Question& question, const std::vector<AnswerColumn>& columns, const World& world)
      : question_(question), columns_(columns), world_(world) {
    for (const Dimension dimension : question.group_by) {
      if (rules::IsTime(dimension)) time_ = NameOf(dimension);
    }
  }

  std::string Text() {
    AddFlows();
    AddParticipants();
    AddStays();
    AddBands();
    AddHeadcounts();
    AddItems();
    if (time_.empty()) return selects_.size() == 1 ? selects_.front() : Sums();
    return question_.only_new ? Sums() : UpToEachEnd();
  }

 private:
  // What a table adds to each column; "0" where it is not of it.
  using Adds = std::function<std::string(const AnswerColumn&)>;

  bool IsFlow(Measure measure) const {
    const options::v1::MeasureOption& option = rules::OptionOf(measure);
    if (measure == Measure::MEASURE_LEARNING_MINUTES) return true;
    return option.milestone() != 0 && (question_.then || !time_.empty());
  }
  bool IsOfParticipants(Measure measure) const {
    return rules::OptionOf(measure).milestone() != 0 && !IsFlow(measure);
  }

  void AddFlows() {
    std::vector<int> kinds;
    for (const Measure measure : question_.measures) {
      if (IsFlow(measure)) kinds.push_back(measure);
    }
    if (kinds.empty()) return;
    const bool alone = kinds.size() == 1;
    const Adds sum = [&](const AnswerColumn& column) -> std::string {
      if (!IsFlow(column.measure)) return "0";
      return alone ? "sum(value)" : absl::StrCat("sum(value) filter (where kind = ", column.measure, ")");
    };
    AddSelect("flows", question_.then ? "" : "_now", time_, sum,
              absl::StrCat("kind in (", absl::StrJoin(kinds, ", "), ") and day <= $1"));
  }

  void AddParticipants() {
    const Adds count = [&](const AnswerColumn& column) -> std::string {
      if (!IsOfParticipants(column.measure)) return "0";
      return absl::StrCat("count(*) filter (where ", absl::AsciiStrToLower(rules::WordOf(column.measure)),
                          " <= $1)");
    };
    AddSelectIfAny("participants", count, "");
  }

  // Over time: one more in the period of the first day, one less in that of the day after the last.
  void AddStays() {
    const auto count = [](absl::string_view some) -> Adds {
      return [some](const AnswerColumn& column) -> std::string {
        if (column.measure == Measure::MEASURE_REGISTERED) return absl::StrCat(some, "count(*)");
        const bool in_none = column.measure == Measure::MEASURE_MINUTES_BANDS && column.part == "0";
        return in_none ? "count(*) filter (where first_minutes > $1)" : "0";
      };
    };
    if (time_.empty()) return AddSelectIfAny("stays", count(""), "from_day <= $1 and to_day > $1");
    AddSelectIfAny("stays", count(""), "from_day <= $1", absl::StrCat("from_", time_));
    AddSelectIfAny("stays", count("-"), "to_day <= $1", absl::StrCat("to_", time_));
  }

  void AddBands() {
    const Adds count = [&](const AnswerColumn& column) -> std::string {
      if (column.measure != Measure::MEASURE_MINUTES_BANDS || column.part == "0") return "0";
      return absl::StrCat("count(*) filter (where part = ", PartOf(column), ")");
    };
    AddSelectIfAny("bands", count, "from_day <= $1 and to_day > $1");
  }

  void AddHeadcounts() {
    const Adds sum = [](const AnswerColumn& column) {
      return column.measure == Measure::MEASURE_IN_SCOPE ? "sum(headcount)" : "0";
    };
    AddSelectIfAny("headcounts", sum, "from_day <= $1 and to_day > $1");
  }

  void AddItems() {
    std::vector<int> kinds;
    for (const Measure measure : question_.measures) {
      if (rules::IsOfItems(measure)) kinds.push_back(measure);
    }
    if (kinds.empty()) return;
    const Adds sum = [&](const AnswerColumn& column) -> std::string {
      const std::string kind = absl::StrCat("sum(value) filter (where kind = ", column.measure);
      return column.part.empty() ? kind + ")" : absl::StrCat(kind, " and part = ", PartOf(column), ")");
    };
    AddSelect(question_.Groups(Dimension::DIMENSION_THEME) ? "items join item_themes using (item)" : "items",
              question_.then ? "" : "_now", time_, sum,
              absl::StrCat("kind in (", absl::StrJoin(kinds, ", "), ") and day <= $1"));
  }

  // -1: no row has it.
  int PartOf(const AnswerColumn& column) const {
    const std::vector<std::string>& all = world_.codes.at("part").all();
    const auto found = std::find(all.begin(), all.end(), column.part);
    return found == all.end() ? -1 : static_cast<int>(found - all.begin());
  }

  void AddSelectIfAny(const char* table, const Adds& adds, absl::string_view where,
                      const std::string& period = "") {
    for (const AnswerColumn& column : columns_) {
      if (adds(column) != "0") return AddSelect(table, "", period, adds, where);
    }
  }

  // `placed`: behind the names of columns of places; `period`: the column of a time.
  void AddSelect(const std::string& table, absl::string_view placed, const std::string& period,
                 const Adds& adds, absl::string_view where) {
    std::vector<std::string> selected, groups, kept;
    for (const Dimension dimension : question_.group_by) {
      const bool is_place = rules::IsOrganisational(dimension);
      std::string column = is_place ? absl::StrCat(NameOf(dimension), placed) : NameOf(dimension);
      if (rules::IsTime(dimension)) column = period;
      groups.push_back(column);
      selected.push_back(absl::StrCat(column, " as ", NameOf(dimension)));
    }
    for (size_t i = 0; i < columns_.size(); ++i)
      selected.push_back(absl::StrCat("coalesce(", adds(columns_[i]), ", 0)::bigint as c", i));
    if (!where.empty()) kept.emplace_back(where);
    if (table != "participants" && table != "bands" && table != "stays" && table != "headcounts")
      kept.push_back(absl::StrCat("organisation", placed, " >= 0"));
    if (question_.keep == Keep::kSubtree)
      kept.push_back(absl::StrCat("organisation", placed, " between $2 and $3"));
    if (question_.keep == Keep::kGrade) kept.push_back("grade = $2");
    if (question_.keep == Keep::kRegion) kept.push_back("region = $2");
    selects_.push_back(absl::StrCat("select ", absl::StrJoin(selected, ", "), " from ", table,
                                    kept.empty() ? "" : " where ", absl::StrJoin(kept, " and "), " group by ",
                                    absl::StrJoin(groups, ", ")));
  }

  std::string Names() const {
    return absl::StrJoin(question_.group_by, ", ",
                         [](std::string* out, Dimension by) { *out += NameOf(by); });
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

  // Every group in every period, with what came up to its end.
  std::string UpToEachEnd() const {
    std::vector<std::string> others;
    for (const Dimension dimension : question_.group_by) {
      if (!rules::IsTime(dimension)) others.push_back(NameOf(dimension));
    }
    const std::string by = absl::StrJoin(others, ", ");
    std::vector<std::string> same = {absl::StrCat("sums.", time_, " = periods.", time_)};
    for (const std::string& other : others) same.push_back(absl::StrCat("sums.", other, " = groups.", other));
    const std::string listed =
        absl::StrJoin(question_.group_by, ", ", [](std::string* out, Dimension dimension) {
          absl::StrAppend(out, rules::IsTime(dimension) ? "periods." : "groups.", NameOf(dimension));
        });
    const std::string partition = absl::StrJoin(others, ", ", [](std::string* out, const std::string& other) {
      absl::StrAppend(out, "groups.", other);
    });
    return absl::StrCat("with sums as materialized (", Sums(), "), groups as (select distinct ", by,
                        " from sums), periods as (select number as ", time_, " from ", time_,
                        "s where first_day <= $1) select ", listed, ", ",
                        EachColumn([](const std::string& column) {
                          return absl::StrCat("sum(coalesce(", column, ", 0)) over up_to");
                        }),
                        " from groups cross join periods left join sums on ", absl::StrJoin(same, " and "),
                        " window up_to as (partition by ", partition, " order by periods.", time_, ")");
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
