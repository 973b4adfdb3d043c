#include "services/aggregator/query/query.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/rules/measures.h"
#include "services/aggregator/query/axes.h"
#include "services/aggregator/query/cells.h"
#include "services/aggregator/query/cohort.h"
#include "services/aggregator/query/count.h"
#include "services/aggregator/query/count_items.h"
#include "services/aggregator/query/plan.h"
#include "services/aggregator/query/worker_pool.h"

namespace obt::aggregator {
namespace {

// Groups without their time, and every value of a group in a row: enough for any answer, few enough to be
// quick.
constexpr uint64_t kMaxCellsToList = uint64_t{1} << 26;

absl::Status TooLate() {
  return Error(absl::StatusCode::kDeadlineExceeded, "TOO_LATE",
               "the time for the call ran out while figures were counted: ask for less, or allow more time");
}
bool IsLate(const Pass& pass) { return absl::Now() > pass.counting.until; }

absl::Status TooManyGroups() {
  return Error(absl::StatusCode::kResourceExhausted, "TOO_MANY_GROUPS",
               absl::StrCat("the answer has more than ", kMaxGroups, " groups: filter it or group by less"));
}

// A column for each band of minutes: "0", "1-59", "60-419", "420+".
std::vector<Answer::Column> BandColumns(const identity::v1::Programme& programme) {
  const std::vector<uint32_t> bounds = BandBounds(programme);
  std::vector<Answer::Column> columns = {{{}, "0", {}, 0, 1}};
  for (size_t i = 0; i < bounds.size(); ++i) {
    const auto from = static_cast<int32_t>(bounds[i]);
    if (i + 1 == bounds.size()) {
      columns.push_back({{}, absl::StrCat(from, "+"), {}, from, std::nullopt});
      break;
    }
    const auto to = static_cast<int32_t>(bounds[i + 1]);
    const std::string name = from == to - 1 ? absl::StrCat(from) : absl::StrCat(from, "-", to - 1);
    columns.push_back({{}, name, {}, from, to});
  }
  return columns;
}

// Turns counted cells into groups and their values.
template <typename Cells>
class Collation {
 public:
  Collation(const Pass& pass, const std::vector<Counted<Cells>>& counted)
      : question_(pass.question),
        plan_(pass.plan),
        max_dense_cells_(pass.counting.max_dense_cells),
        periods_(plan_.periods.size()) {
    for (const Counted<Cells>& of_measure : counted) {
      for (const Cells& cells : of_measure.columns) {
        columns_.push_back(&cells);
        running_.push_back(!question_.only_new || rules::IsLevel(of_measure.measure));
      }
    }
  }

  // `always` lists groups that appear even without anything to count.
  absl::Status Fill(std::vector<uint64_t> always, Answer& answer) {
    if (periods_ > 0) OBT_RETURN_IF_ERROR(FillRows(std::move(always), answer));
    AddDimensions(answer);
    answer.groups = rows_.size();
    return absl::OkStatus();
  }

 private:
  absl::Status FillRows(std::vector<uint64_t> always, Answer& answer) {
    FindGroups(std::move(always));
    if (groups_.size() * periods_ > kMaxCellsToList) return TooManyGroups();
    if (HasTime() && groups_.size() * periods_ > kMaxGroups) return TooManyGroups();
    for (const uint64_t group : groups_) {
      AddRows(group, answer);
      if (rows_.size() > kMaxGroups) return TooManyGroups();
    }
    Order(answer);
    return absl::OkStatus();
  }

  bool HasTime() const { return plan_.axes.size() < question_.group_by.size(); }

  // In order. `groups` holds those that are listed anyway.
  void FindGroups(std::vector<uint64_t> groups) {
    const uint64_t possible = plan_.cells / periods_;
    if (possible <= max_dense_cells_) {
      std::vector<char> seen(possible, 0);
      for (const uint64_t group : groups) seen[group] = 1;
      for (const Cells* cells : columns_) {
        cells->ForEach([&](uint64_t cell) { seen[cell / periods_] = 1; });
      }
      for (uint64_t group = 0; group < possible; ++group) {
        if (seen[group]) groups_.push_back(group);
      }
      return;
    }
    for (const Cells* cells : columns_) {
      cells->ForEach([&](uint64_t cell) { groups.push_back(cell / periods_); });
    }
    std::sort(groups.begin(), groups.end());
    groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
    groups_ = std::move(groups);
  }

  // A series has no holes: nothing is what happened in a period in which nothing did.
  void AddRows(uint64_t group, Answer& answer) {
    std::vector<int64_t> values(columns_.size(), 0);
    for (size_t period = 0; period < periods_; ++period) {
      for (size_t i = 0; i < columns_.size(); ++i) {
        const int64_t value = columns_[i]->Get(group * periods_ + period);
        values[i] = running_[i] ? values[i] + value : value;
      }
      rows_.push_back(group * periods_ + period);
      for (size_t i = 0; i < columns_.size(); ++i) answer.columns[i].values.push_back(values[i]);
    }
  }

  // Where each row lies on a dimension.
  std::vector<uint32_t> SlotsOn(v1::Dimension dimension) const {
    uint64_t stride = 1, size = periods_;
    for (const Axis& axis : plan_.axes) {
      if (axis.dimension != dimension) continue;
      stride = axis.stride;
      size = axis.codes.size();
    }
    std::vector<uint32_t> slots;
    slots.reserve(rows_.size());
    for (const uint64_t row : rows_) slots.push_back(static_cast<uint32_t>(row / stride % size));
    return slots;
  }

  // Rows come with the time varying fastest; where it was not asked for last they are put in order.
  void Order(Answer& answer) {
    if (!HasTime() || rules::IsTime(question_.group_by.back())) return;
    std::vector<std::vector<uint32_t>> keys;
    for (const v1::Dimension dimension : question_.group_by) keys.push_back(SlotsOn(dimension));
    std::vector<size_t> order(rows_.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      for (const std::vector<uint32_t>& key : keys) {
        if (key[a] != key[b]) return key[a] < key[b];
      }
      return false;
    });
    rows_ = Permuted(rows_, order);
    for (Answer::Column& column : answer.columns) column.values = Permuted(column.values, order);
  }

  template <typename T>
  static std::vector<T> Permuted(const std::vector<T>& values, const std::vector<size_t>& order) {
    std::vector<T> permuted;
    permuted.reserve(values.size());
    for (const size_t i : order) permuted.push_back(values[i]);
    return permuted;
  }

  void AddDimensions(Answer& answer) const {
    for (const v1::Dimension dimension : question_.group_by) {
      Answer::Dimension& out = answer.dimensions.emplace_back();
      out.dimension = dimension;
      out.codes = out.names = plan_.periods.codes;
      for (const Axis& axis : plan_.axes) {
        if (axis.dimension != dimension) continue;
        out.codes = axis.codes;
        out.names = axis.names;
      }
      out.index = SlotsOn(dimension);
    }
  }

  const Question& question_;
  const Plan& plan_;
  const size_t max_dense_cells_;
  const uint64_t periods_;
  std::vector<const Cells*> columns_;
  std::vector<char> running_;
  std::vector<uint64_t> groups_;  // without the time
  std::vector<uint64_t> rows_;    // cells
};

// Grouped by one dimension and nothing else, over time or not, an answer names all it has: every organisation
// in scope, every code of the list. Everything together is a group whether or not there is anything.
std::vector<uint64_t> GroupsAlwaysListed(const Pass& pass) {
  const std::vector<Axis>& axes = pass.plan.axes;
  if (axes.empty()) return {0};
  std::vector<uint64_t> groups;
  const bool of_organisations = std::all_of(
      axes.begin(), axes.end(), [](const Axis& axis) { return rules::IsOrganisational(axis.dimension); });
  if (of_organisations) {
    for (const auto& [organisation, dated] : pass.programme.headcounts) {
      const uint64_t cell = pass.plan.now[organisation];
      if (dated.begin()->first <= pass.plan.periods.as_of && cell < kDrop)
        groups.push_back(cell / pass.plan.periods.size());
    }
  } else if (axes.size() == 1) {
    const auto wanted = pass.question.filter.attributes.find(axes[0].dimension);
    for (uint32_t slot = 0; slot < axes[0].listed; ++slot) {
      const bool asked = wanted == pass.question.filter.attributes.end() || wanted->second.empty() ||
                         std::count(wanted->second.begin(), wanted->second.end(), axes[0].codes[slot]) > 0;
      if (asked) groups.push_back(slot);
    }
  }
  return groups;
}

// Counts alone, or with the pool where that is quicker.
template <typename Cells>
absl::StatusOr<std::vector<Counted<Cells>>> Count(const Pass& pass, WorkerPool* pool) {
  Counter<Cells> first(pass);
  if (pool == nullptr) {
    for (size_t part = 0; part < first.parts() && !IsLate(pass); ++part) first.Count(part);
    if (IsLate(pass)) return TooLate();
    return first.TakeCounted();
  }
  const size_t workers =
      pass.counting.always_together ? pool->count() : std::min(pool->count(), first.WorthwhileWorkers());
  std::vector<std::optional<Counter<Cells>>> others(workers);  // by worker; they make their own
  pool->Share(first.parts(), workers, [&](size_t worker, size_t part) {
    if (IsLate(pass)) return;
    if (worker == 0) return first.Count(part);
    if (!others[worker].has_value()) others[worker].emplace(pass);
    others[worker]->Count(part);
  });
  for (const std::optional<Counter<Cells>>& other : others) {
    if (other.has_value()) first.Add(*other);
  }
  if (IsLate(pass)) return TooLate();
  return first.TakeCounted();
}

// The columns of every measure that is defined, without values.
void AddColumns(const Pass& pass, Answer& answer) {
  for (const v1::Measure measure : pass.question.measures) {
    if (rules::IsOfItems(measure)) {
      for (const std::string& name : ColumnsOf(measure))
        answer.columns.push_back({measure, name, {}, {}, {}});
    } else if (rules::OptionOf(measure).kind() == options::v1::MEASURE_KIND_BANDS) {
      for (Answer::Column& column : BandColumns(pass.programme.programme)) {
        column.measure = measure;
        answer.columns.push_back(std::move(column));
      }
    } else {
      answer.columns.push_back({measure, "", {}, {}, {}});
    }
  }
}

template <typename Cells>
absl::Status RunIn(const Pass& pass, WorkerPool* pool, Answer& answer) {
  if (pass.plan.periods.size() == 0) return Collation<Cells>(pass, {}).Fill({}, answer);
  OBT_ASSIGN_OR_RETURN(std::vector<Counted<Cells>> counted, Count<Cells>(pass, pool));
  CountItems(pass, pool, counted);
  if (IsLate(pass)) return TooLate();
  return Collation<Cells>(pass, counted).Fill(GroupsAlwaysListed(pass), answer);
}

// Takes what is not defined out of the question and says so in the answer.
absl::Status LeaveOutUndefined(const ProgrammeState& programme, Question& question, Answer& answer) {
  const auto is_undefined = [&](v1::Measure measure) {
    std::string why = WhyNotDefined(measure, question);
    if (why.empty() && rules::OptionOf(measure).needs_target() && !programme.programme.has_target_minutes())
      why = absl::StrCat("programme \"", question.programme_id, "\" has no target: ", rules::WordOf(measure),
                         " is not defined");
    if (!why.empty()) answer.undefined.push_back({measure, why});
    return !why.empty();
  };
  std::erase_if(question.measures, is_undefined);
  if (!question.measures.empty()) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "NOT_DEFINED", answer.undefined.front().why);
}

void NoteMerged(const Organisations& organisations, const Question& question, Answer& answer) {
  const Tree& tree = organisations.TreeOn(answer.as_of);
  for (const auto* const codes : {&question.filter.organisation_codes, &question.caller_organisations}) {
    for (const std::string& code : *codes) {
      const Number number = organisations.Find(code);
      const bool noted = std::any_of(answer.merged.begin(), answer.merged.end(), [&code](const auto& merged) {
        return merged.organisation_code == code;
      });
      if (noted || number == kNone || tree.follow[number] == number) continue;
      answer.merged.push_back({code, organisations.CodeOf(tree.follow[number])});
    }
  }
}

}  // namespace

absl::StatusOr<Answer> Run(const State& state, const Question& asked, WorkerPool* pool,
                           const Counting& counting) {
  OBT_ASSIGN_OR_RETURN(const ProgrammeState* const programme, state.GetProgramme(asked.programme_id));
  Question question = asked;
  Answer answer;
  OBT_RETURN_IF_ERROR(LeaveOutUndefined(*programme, question, answer));
  OBT_RETURN_IF_ERROR(CheckSteps(*programme, question.filter.done));
  OBT_RETURN_IF_ERROR(CheckSteps(*programme, question.filter.not_done));
  OBT_ASSIGN_OR_RETURN(const Plan plan, MakePlan(state, *programme, question));
  const Pass pass{state, *programme, question, plan, counting};
  answer.as_of = plan.periods.as_of;
  NoteMerged(state.organisations, question, answer);
  AddColumns(pass, answer);
  const bool dense = plan.cells <= counting.max_dense_cells;
  OBT_RETURN_IF_ERROR(dense ? RunIn<DenseCells>(pass, pool, answer) : RunIn<SparseCells>(pass, pool, answer));
  return answer;
}

}  // namespace obt::aggregator
