#include "services/aggregator/surveys/shape.h"

#include <numeric>
#include <utility>

#include "common/base/status.h"

namespace obt::aggregator {
namespace {

// The organisations of each department.
std::vector<std::vector<size_t>> BodiesByDepartment(const Organisations& organisations, const Axis& bodies,
                                                    const Axis& departments, Day as_of) {
  const Tree& tree = organisations.TreeOn(as_of);
  std::vector<std::vector<size_t>> bodies_of(departments.codes.size());
  for (size_t body = 0; body < bodies.codes.size(); ++body) {
    size_t department = departments.unknown();
    if (const Number number = organisations.Find(bodies.codes[body]); number != kNone) {
      const Number above = tree.department[number];
      department = above == kNone ? departments.no_department() : departments.slot_of[above];
    }
    bodies_of[department].push_back(body);
  }
  return bodies_of;
}

}  // namespace

absl::StatusOr<SurveyShape> SurveyShape::Make(const State& state, const ProgrammeState& programme,
                                              Day as_of) {
  SurveyShape shape;
  const std::string& programme_id = programme.programme.programme_id();
  for (size_t i = 0; i < kAttributes.size(); ++i) {
    Question question;
    question.programme_id = programme_id;
    question.group_by = {v1::DIMENSION_ORGANISATION, kAttributes[i].dimension};
    question.as_of = as_of;
    OBT_ASSIGN_OR_RETURN(Plan plan, MakePlan(state, programme, question));
    shape.attributes_[i + 1] = plan.axes[1];
    shape.plans_.push_back(std::move(plan));
  }
  shape.as_of_ = shape.plans_[0].periods.as_of;
  for (Axis* const whole : {&shape.groups_[kEverybody], &shape.attributes_[kWhole]})
    whole->codes = whole->names = {""};
  shape.groups_[kDepartments] = MakeAxis(state, v1::DIMENSION_DEPARTMENT, shape.as_of_, programme_id);
  shape.groups_[kOrganisations] = shape.plans_[0].axes[0];
  for (size_t level = 0; level < kLevels; ++level) {
    for (size_t by = 0; by < kCuts; ++by) {
      shape.first_[level][by] = shape.size_;
      shape.size_ += shape.groups_[level].codes.size() * shape.attributes_[by].codes.size();
    }
  }
  shape.AddLinesOfAttributes(kOrganisations, 1);
  shape.AddLinesOfParts(kDepartments, BodiesByDepartment(state.organisations, shape.groups_[kOrganisations],
                                                         shape.groups_[kDepartments], shape.as_of_));
  std::vector<size_t> all(shape.groups_[kDepartments].codes.size());
  std::iota(all.begin(), all.end(), size_t{0});
  shape.AddLinesOfParts(kEverybody, {all});
  shape.adding_ = shape.lines_[1].size();
  for (size_t level = 0; level < kLevels; ++level) {
    for (size_t by = level == kOrganisations ? 2 : 1; by < kCuts; ++by) shape.AddLinesOfAttributes(level, by);
  }
  return shape;
}

// `parts` by group: which groups of the next level it consists of.
void SurveyShape::AddLinesOfParts(size_t level, const std::vector<std::vector<size_t>>& parts) {
  for (size_t by = 0; by < kCuts; ++by) {
    for (size_t group = 0; group < parts.size(); ++group) {
      for (size_t attribute = 0; attribute < attributes_[by].codes.size(); ++attribute) {
        Line& line = lines_[by == kWhole ? 0 : 1].emplace_back(Line{NodeOf(level, by, group, attribute), {}});
        for (const size_t part : parts[group]) line.parts.push_back(NodeOf(level + 1, by, part, attribute));
      }
    }
  }
}

void SurveyShape::AddLinesOfAttributes(size_t level, size_t by) {
  for (size_t group = 0; group < groups_[level].codes.size(); ++group) {
    Line& line = lines_[1].emplace_back(Line{NodeOf(level, kWhole, group, 0), {}});
    for (size_t attribute = 0; attribute < attributes_[by].codes.size(); ++attribute)
      line.parts.push_back(NodeOf(level, by, group, attribute));
  }
}

bool SurveyShape::Find(const People& people, const Participants& participants, ParticipantIndex participant,
                       Nodes& nodes) const {
  const Number organisation = participants.BelongsTo(participant, as_of_, people);
  const Profile profile = participants.placements()[participant].profile;
  for (size_t i = 0; i < nodes.size(); ++i) {
    const uint64_t cell = plans_[i].profile_cells[profile] + plans_[i].now[organisation];
    if (cell >= kDrop) return false;
    nodes[i] = first_[kOrganisations][i + 1] + cell;
  }
  return true;
}

void SurveyShape::AddUp(absl::Span<Tally> tallies) const {
  const auto add_up = [&](absl::Span<const Line> lines) {
    for (const Line& line : lines) {
      for (const size_t part : line.parts) tallies[line.whole] += tallies[part];
    }
  };
  add_up(absl::MakeSpan(lines_[1]).first(adding_));
  add_up(lines_[0]);
}

}  // namespace obt::aggregator
