#include "services/reporting/tables/cells.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/rules/measures.h"
#include "services/reporting/tables/outline.h"

namespace obt::reporting::tables {
namespace {

namespace agg = aggregator::v1;
using disclosure::CellId;

// How many take part in the nation: a release without it would be none.
constexpr char kHeadline[] = "participants|all";

// Of people whose department nobody knows there is no more than their number.
bool IsUnprinted(const Group& group) {
  return group.department == kUnknown && !group.is_whole() && group.across != agg::DIMENSION_WEEK &&
         group.across != agg::DIMENSION_ORGANISATION;
}

std::string TextOf(const Group& group) {
  if (group.is_whole()) return group.department;
  const std::string& dimension = agg::Dimension_Name(group.across);
  return absl::StrCat(group.department, "|", absl::AsciiStrToLower(dimension.substr(dimension.find('_') + 1)),
                      ":", group.code);
}

}  // namespace

OptionalCell Cells::Of(const Group& group, const Column& column) {
  const bool of_people = !rules::IsOfItems(column.measure);
  if (of_people ? groups.SizeOf(group) == 0 : groups.IsEmpty(group)) return std::nullopt;
  const Group& same = groups.Canonical(group);
  int64_t size = of_people ? groups.SizeOf(same) : disclosure::kNoCap;
  // Everybody is in a band: the others of the group are those in other bands.
  const bool is_band = column.measure == agg::MEASURE_MINUTES_BANDS && group.department != kUnknown;
  if (is_band) size = CountOf(same, column.measure);
  if (size == 0) return std::nullopt;
  return Put(column.name, group, same, size, counts_.Of(group, column.name));
}

OptionalCell Cells::Whole(const Group& group, Measure measure) {
  const bool of_people = !rules::IsOfItems(measure);
  const bool is_open = group.is_national() || group.department == kUnknown;
  const int64_t all = CountOf(group, measure);
  if (of_people ? is_open || all == 0 : groups.IsEmpty(group)) return std::nullopt;
  const CellId cell = Put(NameOfWhole(measure), group, groups.Canonical(group), disclosure::kNoCap, all);
  model_.cell(cell).exact = of_people;
  return cell;
}

int64_t Cells::CountOf(const Group& group, Measure measure) const {
  int64_t all = 0;
  for (const Column& column : counts_.ColumnsOf(measure)) all += counts_.Of(group, column.name);
  return all;
}

OptionalCell Cells::New(const std::string& week, const Column& column, int64_t count) {
  const Group group = {kAll, agg::DIMENSION_WEEK, week};
  const int64_t size = groups.SizeOf(group);
  if (size == 0) return std::nullopt;
  return Put(DescribeNew(column).name(), group, group, size, count);
}

OptionalCell Cells::Known(const Group& group, const std::string& column) {
  const auto found = known.find(absl::StrCat(column, "|", TextOf(groups.Canonical(group))));
  return found == known.end() ? std::nullopt : OptionalCell(found->second);
}

void Cells::Fault(std::string fault) {
  if (fault_.empty()) fault_ = std::move(fault);
}

CellId Cells::Put(const std::string& column, const Group& group, const Group& same, int64_t size,
                  int64_t count) {
  const std::string name = absl::StrCat(column, "|", TextOf(same));
  const auto [at, is_new] = known.emplace(name, 0);
  if (is_new) {
    disclosure::Cell cell;
    cell.name = absl::StrCat(release_, "|", name);
    cell.truth = static_cast<int32_t>(count);
    cell.cap = static_cast<int32_t>(size);
    if (IsUnprinted(same)) cell.status = disclosure::Status::kUnprinted;
    if (count < 0 || count > size) {
      Fault(absl::StrCat(name, " is no number of the group's people"));
      cell.truth = 0;
    }
    cell.place = same.is_national() ? disclosure::Place::kNational
                 : same.is_whole()  ? disclosure::Place::kMargin
                                    : disclosure::Place::kLeaf;
    cell.never = name == kHeadline;
    at->second = model_.Add(std::move(cell));
  }
  if (model_.cell(at->second).truth != count) Fault(absl::StrCat(name, " is counted in two ways"));
  names.emplace(absl::StrCat(column, "|", TextOf(group)), at->second);
  return at->second;
}

}  // namespace obt::reporting::tables
