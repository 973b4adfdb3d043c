#include "services/reporting/tables/plan.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "common/rules/measures.h"
#include "services/reporting/tables/cells.h"
#include "services/reporting/tables/groups.h"
#include "services/reporting/tables/outline.h"
#include "services/reporting/tables/relations.h"

namespace obt::reporting::tables {
namespace {

namespace agg = aggregator::v1;
using disclosure::CellId;
using disclosure::Model;

constexpr Dimension kBody = agg::DIMENSION_ORGANISATION, kWeek = agg::DIMENSION_WEEK,
                    kWhole = agg::DIMENSION_UNSPECIFIED;

// Who is in the second is in the first as well.
constexpr std::pair<Measure, Measure> kWithin[] = {
    {agg::MEASURE_PARTICIPANTS, agg::MEASURE_PRE_SURVEY},
    {agg::MEASURE_PARTICIPANTS, agg::MEASURE_LEARNING_STARTED},
    {agg::MEASURE_PARTICIPANTS, agg::MEASURE_CONVERSED},
    {agg::MEASURE_PARTICIPANTS, agg::MEASURE_POST_SURVEY},
    {agg::MEASURE_LEARNING_STARTED, agg::MEASURE_LEARNING_COMPLETED},
    {agg::MEASURE_LEARNING_STARTED, agg::MEASURE_REACHED_TARGET},
    {agg::MEASURE_EXPERIMENTS_STARTED, agg::MEASURE_EXPERIMENTS_CONCLUDED},
};
// Who takes part has done one of these.
constexpr Measure kSteps[] = {agg::MEASURE_PRE_SURVEY, agg::MEASURE_LEARNING_STARTED, agg::MEASURE_CONVERSED,
                              agg::MEASURE_POST_SURVEY};

class Planner {
 public:
  Planner(const Tables& tables, const Counts& counts, const Surveys& surveys, const std::string& release,
          Model& model)
      : tables_(tables),
        counts_(counts),
        surveys_(surveys),
        cells_(tables, counts, release, model),
        relations_(cells_, model),
        first_(static_cast<CellId>(model.size())) {}

  absl::StatusOr<Plan> Run() {
    Plan plan;
    for (const StandardTable* const table : tables_) plan.tables.push_back(PlanTable(*table));
    if (!cells_.fault().empty()) return absl::FailedPreconditionError(cells_.fault());
    plan.first = first_;
    plan.end = first_ + static_cast<CellId>(cells_.known.size());
    plan.cells = std::move(cells_.known);
    plan.names = std::move(cells_.names);
    return plan;
  }

 private:
  PlannedTable PlanTable(const StandardTable& table) {
    PlannedTable planned;
    planned.outline = OutlineOf(table);
    for (v1::TableMeasure& measure : MeasuresOf(table, [&](Measure one) { return counts_.ColumnsOf(one); }))
      *planned.outline.add_measures() = std::move(measure);
    if (table.kind == Kind::kFlow) {
      AddFlow(table, planned);
    } else if (table.kind == Kind::kTotals) {
      AddRow(table, Group(), {}, planned);
    } else if (table.kind == Kind::kSurveys) {
      AddSurveys(planned);
    } else {
      AddRows(table, planned);
    }
    planned.outline.set_row_count(static_cast<int32_t>(planned.rows.size()));
    if (table.kind == Kind::kSeries) AddWeeks(table);
    if (table.kind == Kind::kPeople || table.kind == Kind::kBands || table.kind == Kind::kItems ||
        table.kind == Kind::kSeries) {
      for (const Measure measure : table.measures) AddSums(table, measure);
    }
    return planned;
  }

  // ---- rows ----

  // The nation, then each department; of each all together, then its parts. Bodies have no nation.
  void AddRows(const StandardTable& table, PlannedTable& planned) {
    std::vector<Named> departments = {TotalOf(agg::DIMENSION_DEPARTMENT)};
    departments.insert(departments.end(), cells_.groups.departments().begin(),
                       cells_.groups.departments().end());
    for (const Named& department : departments) {
      if (table.kind == Kind::kMeans && department.first == kAll)
        continue;  // with the sum it would tell how many
      if (table.across == kWhole) {
        AddRow(table, {.department = department.first}, {department}, planned);
        continue;
      }
      if (table.across != kWeek)
        AddRow(table, {.department = department.first}, {department, TotalOf(table.across)}, planned);
      if (table.across == kBody && department.first == kAll) continue;
      if (table.across != kBody && table.across != kWeek && department.first == kUnknown) continue;
      for (const Named& part : cells_.groups.PartsOf(department.first, table.across))
        AddRow(table, {department.first, table.across, part.first}, {department, part}, planned);
    }
  }

  void AddRow(const StandardTable& table, const Group& group, const std::vector<Named>& named,
              PlannedTable& planned) {
    PlannedRow& row = planned.rows.emplace_back();
    for (const auto& [code, name] : named) {
      row.codes.push_back(code);
      row.names.push_back(name);
    }
    if (table.kind == Kind::kMeans) return AddMean(group, row);
    const int64_t size = cells_.groups.SizeOf(group);
    const bool has_size = size > 0 && group.department != kUnknown;
    if (table.kind == Kind::kPeople) row.figures.push_back({has_size ? Way::kSize : Way::kNothing, 0, size});
    for (const Measure measure : table.measures) {
      if (measure == agg::MEASURE_MINUTES_BANDS) {
        const OptionalCell all = cells_.Whole(group, measure);
        AddCell(all, row, Way::kSize, all.has_value() ? cells_.TruthOf(*all) : 0);
      } else if (IsBrokenDown(measure)) {
        AddCell(cells_.Whole(group, measure), row);
      }
      for (const Column& column : counts_.ColumnsOf(measure)) {
        if (table.kind == Kind::kTotals) {
          AddCell(ReportersOf(measure), row, WayOf(Way::kTotal, group, CountedFor(measure)),
                  counts_.Of(group, column.name));
        } else {
          AddCell(cells_.Of(group, column), row);
        }
      }
    }
    if (table.kind != Kind::kTotals) AddRelations(group);
    if (table.kind != Kind::kPeople) return;
    for (const Measure measure : kShared) {
      for (const Column& column : counts_.ColumnsOf(measure))
        AddCell(has_size ? cells_.Of(group, column) : std::nullopt, row, Way::kShare, size);
    }
  }
  static void AddCell(OptionalCell cell, PlannedRow& row, Way way = Way::kCell, int64_t amount = 0) {
    row.figures.push_back(cell.has_value() ? PlannedFigure{way, *cell, amount} : PlannedFigure());
  }
  // Of what is added up, who or what reports it.
  static Measure CountedFor(Measure measure) {
    return measure == agg::MEASURE_LEARNING_MINUTES ? agg::MEASURE_LEARNING_STARTED
                                                    : agg::MEASURE_EXPERIMENTS_CONCLUDED;
  }
  OptionalCell ReportersOf(Measure measure) {
    const Measure counted = CountedFor(measure);
    return IsBrokenDown(counted) ? cells_.Whole(Group(), counted) : LearnersOf(Group());
  }
  OptionalCell LearnersOf(const Group& group) {
    const std::vector<Column> learners = counts_.ColumnsOf(agg::MEASURE_LEARNING_STARTED);
    return learners.empty() ? std::nullopt : cells_.Of(group, learners.front());
  }
  void AddMean(const Group& group, PlannedRow& row) {
    AddCell(LearnersOf(group), row, WayOf(Way::kMean, group, agg::MEASURE_LEARNING_STARTED),
            counts_.Of(group, NameOf(agg::MEASURE_LEARNING_MINUTES, "")));
  }
  // Who knows all but a few of what is added up could work out what these few have: then it is hidden.
  Way WayOf(Way way, const Group& group, Measure counted) const {
    std::vector<Group> parts;
    if (group.department == kAll) {
      for (const auto& [code, name] : cells_.groups.departments()) parts.push_back({.department = code});
    } else {
      for (const auto& [code, name] : cells_.groups.PartsOf(group.department, kBody))
        parts.push_back({group.department, kBody, code});
    }
    const int64_t all = CountOf(group, counted);
    const bool is_known_but_for_few =
        parts.size() > 1 && std::any_of(parts.begin(), parts.end(), [&](const Group& part) {
          return all - CountOf(part, counted) < kMinMean;
        });
    return is_known_but_for_few ? Way::kHidden : way;
  }
  int64_t CountOf(const Group& group, Measure measure) const {
    int64_t count = 0;
    for (const Column& column : counts_.ColumnsOf(measure)) count += counts_.Of(group, column.name);
    return count;
  }

  void AddSurveys(PlannedTable& planned) {
    *planned.outline.mutable_note() += absl::StrCat(" Answers count up to ", surveys_.as_of(), ".");
    *planned.outline.add_dimensions() = DescribeConstruct();
    std::vector<Named> departments = {TotalOf(agg::DIMENSION_DEPARTMENT)};
    departments.insert(departments.end(), cells_.groups.departments().begin(),
                       cells_.groups.departments().end());
    for (const Named& department : departments) {
      AddSurveys({.department = department.first}, {department, TotalOf(kBody)}, planned);
      if (department.first == kAll) continue;
      for (const Named& body : cells_.groups.PartsOf(department.first, kBody))
        AddSurveys({department.first, kBody, body.first}, {department, body}, planned);
    }
  }
  void AddSurveys(const Group& group, const std::vector<Named>& named, PlannedTable& planned) {
    const auto counted = [&](Measure measure) { return cells_.Known(group, NameOf(measure, "")); };
    const OptionalCell participants = counted(agg::MEASURE_PARTICIPANTS),
                       before = counted(agg::MEASURE_PRE_SURVEY), after = counted(agg::MEASURE_POST_SURVEY);
    for (const Named& construct : surveys_.constructs()) {
      PlannedRow& row = planned.rows.emplace_back();
      for (const auto& [code, name] : named) {
        row.codes.push_back(code);
        row.names.push_back(name);
      }
      row.codes.push_back(construct.first);
      row.names.push_back(construct.second);
      row.figures.resize(static_cast<size_t>(planned.outline.measures_size()));
      if (!participants.has_value() || !before.has_value() || !after.has_value())
        continue;  // nobody is there
      const agg::SurveyResult* const told = surveys_.Find(group, construct.first);
      if (told == nullptr) {
        for (PlannedFigure& figure : row.figures) figure.way = Way::kHidden;
        continue;
      }
      row.gate = {*participants, *before, *after, told->before(), told->after(), told->matched()};
      const std::vector<int64_t> figures = FiguresOf(*told);
      for (size_t i = 0; i < figures.size(); ++i) row.figures[i] = {Way::kTold, 0, figures[i]};
    }
  }

  // What each week adds: the weeks before and it are the weeks up to it.
  void AddFlow(const StandardTable& table, PlannedTable& planned) {
    const std::vector<Named>& weeks = cells_.groups.weeks();
    for (size_t week = 0; week < weeks.size(); ++week) {
      PlannedRow& row = planned.rows.emplace_back();
      row.codes = {weeks[week].first};
      row.names = {weeks[week].second};
      const Group now = {kAll, kWeek, weeks[week].first};
      for (const Measure measure : table.measures) {
        for (const Column& column : counts_.ColumnsOf(measure)) {
          const OptionalCell so_far = cells_.Of(now, column);
          if (week == 0 || !so_far.has_value()) {
            AddCell(so_far, row);
            continue;
          }
          const Group past = {kAll, kWeek, weeks[week - 1].first};
          const OptionalCell more = cells_.New(weeks[week].first, column,
                                               counts_.Of(now, column.name) - counts_.Of(past, column.name));
          relations_.AddSum(so_far, {cells_.Of(past, column), more});
          AddCell(more, row);
        }
      }
    }
  }

  // ---- relations ----

  // A table's sums in the columns of a measure.
  void AddSums(const StandardTable& table, Measure measure) {
    const std::vector<Column> columns = counts_.ColumnsOf(measure);
    for (const Column& column : columns)
      AddSums(table, [&](const Group& group) { return cells_.Of(group, column); });
    if (!IsBrokenDown(measure) || !rules::IsOfItems(measure)) return;
    AddSums(table, [&](const Group& group) { return cells_.Whole(group, measure); });
  }
  template <typename CellOf>
  void AddSums(const StandardTable& table, CellOf cell_of) {
    const auto over_departments = [&](Dimension across, const std::string& code) {
      std::vector<OptionalCell> parts;
      for (const auto& [department, name] : cells_.groups.departments())
        parts.push_back(cell_of(Group{department, across, code}));
      relations_.AddSum(cell_of(Group{kAll, across, code}), parts);
    };
    const auto over_parts = [&](const std::string& department) {
      std::vector<OptionalCell> parts;
      for (const auto& [code, name] : cells_.groups.PartsOf(department, table.across))
        parts.push_back(cell_of(Group{department, table.across, code}));
      relations_.AddSum(cell_of(Group{.department = department}), parts);
    };
    if (table.across != kWeek) over_departments(kWhole, kAll);
    if (table.across != kBody) {
      for (const auto& [code, name] : cells_.groups.PartsOf(kAll, table.across))
        over_departments(table.across, code);
    }
    if (table.across == kWeek) return;
    for (const auto& [department, name] : cells_.groups.departments()) over_parts(department);
    if (table.across != kBody) over_parts(kAll);
  }

  // Between the measures of one group.
  void AddRelations(const Group& group) {
    const auto known = [&](Measure measure) { return cells_.Known(group, NameOfWhole(measure)); };
    for (const auto& [more, less] : kWithin) relations_.AddOrder(known(less), known(more));
    std::vector<OptionalCell> steps;
    for (const Measure step : kSteps) steps.push_back(known(step));
    relations_.AddCover(known(agg::MEASURE_PARTICIPANTS), steps);
    for (const Measure measure :
         {agg::MEASURE_MINUTES_BANDS, agg::MEASURE_EXPERIMENTS_CONCLUDED, agg::MEASURE_ADOPTIONS}) {
      std::vector<OptionalCell> parts;
      for (const Column& column : counts_.ColumnsOf(measure))
        parts.push_back(cells_.Known(group, column.name));
      relations_.AddSum(known(measure), parts);
    }
  }

  // What has happened by one week has happened by the next.
  void AddWeeks(const StandardTable& table) {
    const std::vector<Named>& weeks = cells_.groups.weeks();
    std::vector<Named> departments = cells_.groups.departments();
    departments.emplace_back(kAll, "");
    for (const auto& [department, name] : departments) {
      for (const Measure measure : table.measures) {
        for (size_t week = 1; week < weeks.size(); ++week) {
          const auto in = [&](size_t number) {
            return cells_.Known({department, kWeek, weeks[number].first}, NameOf(measure, ""));
          };
          relations_.AddOrder(in(week - 1), in(week));
        }
      }
    }
  }

  const Tables& tables_;
  const Counts& counts_;
  const Surveys& surveys_;
  Cells cells_;
  Relations relations_;
  const CellId first_;
};

}  // namespace

absl::StatusOr<Plan> AddRelease(const Tables& tables, const Counts& counts, const Surveys& surveys,
                                const std::string& release, Model& model) {
  return Planner(tables, counts, surveys, release, model).Run();
}

}  // namespace obt::reporting::tables
