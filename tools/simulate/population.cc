#include "tools/simulate/population.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/simulate/names.h"
#include "tools/simulate/random.h"

namespace obt::simulate {
namespace {

enum : uint64_t { kRounding = 1, kShuffling, kNaming };

// PB1 to PS per thousand of the Senior Civil Service: an assumption, the statistics publish only the sum.
constexpr std::array<int64_t, 4> kScsLevels = {770, 190, 33, 7};

// In what proportion the people of a band hold its grades.
Counts GradeWeights(const Reference& reference, uint32_t organisation, size_t band) {
  if (band == kScs) return Counts(kScsLevels.begin(), kScsLevels.end());
  const std::vector<size_t>& grades = reference.grades_of_band[band];
  if (grades.size() == 1) return {1};
  const Counts& known = reference.grade.Nearest(organisation, grades);
  Counts weights;
  for (size_t grade : grades) weights.push_back(known[grade]);
  return weights;
}

// How many people each organisation has; empty ones stay empty, others keep at least one.
absl::StatusOr<Counts> SizeOrganisations(const Reference& reference, const PopulationOptions& options) {
  Counts totals;
  for (const Organisation& organisation : reference.organisations) {
    totals.push_back(organisation.stated || options.estimated_bodies ? organisation.total : 0);
  }
  const int64_t bodies = std::count_if(totals.begin(), totals.end(), [](int64_t total) { return total > 0; });
  if (options.people == 0) return totals;
  if (options.people < bodies || options.people > kMaxPeople) {
    return absl::InvalidArgumentError(absl::StrCat("people: must be 0 (everybody) or from ", bodies,
                                                   ", one per organisation, to ", kMaxPeople));
  }
  Counts sizes = Apportion(options.people, totals);
  for (size_t i = 0; i < sizes.size(); ++i) {
    if (totals[i] > 0 && sizes[i] == 0) {
      --*std::max_element(sizes.begin(), sizes.end());
      sizes[i] = 1;
    }
  }
  return sizes;
}

int64_t Sum(const Counts& counts) { return std::accumulate(counts.begin(), counts.end(), int64_t{0}); }

// Adds weight to a cube, spread over its cells as if the margins were independent of one another.
void AddIndependent(const Margins& margins, double weight, Cube& cube) {
  const double size = static_cast<double>(Sum(margins.grade));
  if (size == 0) return;
  const double scale = weight / (size * size * size);
  for (size_t grade = 0; grade < cube.grades; ++grade) {
    for (size_t profession = 0; profession < cube.professions; ++profession) {
      const double pair = scale * static_cast<double>(margins.grade[grade] * margins.profession[profession]);
      if (pair == 0) continue;
      for (size_t region = 0; region < cube.regions; ++region) {
        cube.At(grade, profession, region) += pair * static_cast<double>(margins.region[region]);
      }
    }
  }
}

// How grade, profession and region go together across all organisations. A little independence is mixed in,
// so that every combination is possible and every set of margins can be reached.
Cube MakeSeedTable(const Reference& reference, const std::vector<Margins>& margins) {
  constexpr double kIndependence = 0.01;
  Cube table(reference.grades.codes.size(), reference.professions.codes.size(),
             reference.regions.codes.size());
  // One person more in every code: none may be impossible. The sums then differ a little, which scaling
  // forgives.
  Margins all{Counts(table.grades, 1), Counts(table.professions, 1), Counts(table.regions, 1)};
  for (const Margins& body : margins) {
    AddIndependent(body, static_cast<double>(Sum(body.grade)), table);
    for (size_t i = 0; i < table.grades; ++i) all.grade[i] += body.grade[i];
    for (size_t i = 0; i < table.professions; ++i) all.profession[i] += body.profession[i];
    for (size_t i = 0; i < table.regions; ++i) all.region[i] += body.region[i];
  }
  AddIndependent(all, kIndependence * static_cast<double>(Sum(all.grade)), table);
  return table;
}

}  // namespace

Margins WantedMargins(const Reference& reference, uint32_t organisation, int64_t people) {
  const Organisation& body = reference.organisations[organisation];
  const Counts bands = Apportion(people, Counts(body.bands.begin(), body.bands.end()));
  Margins margins;
  margins.grade.assign(reference.grades.codes.size(), 0);
  for (size_t band = 0; band < kBandCount; ++band) {
    const std::vector<size_t>& grades = reference.grades_of_band[band];
    const Counts weights = GradeWeights(reference, organisation, band);
    const Counts shares = Apportion(bands[band], weights);
    for (size_t i = 0; i < grades.size(); ++i) margins.grade[grades[i]] += shares[i];
  }
  margins.profession = Apportion(people, reference.profession.Nearest(organisation));
  margins.region = Apportion(people, reference.region.Nearest(organisation));
  return margins;
}

absl::StatusOr<Population> Population::Make(const PopulationOptions& options) {
  absl::StatusOr<Reference> reference = LoadReference(options.reference_dir);
  if (!reference.ok()) return reference.status();
  absl::StatusOr<Counts> sizes = SizeOrganisations(*reference, options);
  if (!sizes.ok()) return sizes.status();
  std::vector<Margins> margins;
  for (uint32_t i = 0; i < sizes->size(); ++i) margins.push_back(WantedMargins(*reference, i, (*sizes)[i]));
  const Cube seed_table = MakeSeedTable(*reference, margins);
  Population population(*std::move(reference), options.seed);
  population.people_.reserve(std::accumulate(sizes->begin(), sizes->end(), int64_t{0}));
  for (uint32_t i = 0; i < margins.size(); ++i) population.AddPeople(i, margins[i], seed_table);
  population.first_of_.push_back(static_cast<uint32_t>(population.people_.size()));
  return population;
}

void Population::AddPeople(uint32_t organisation, const Margins& margins, const Cube& seed_table) {
  const size_t first = people_.size();
  first_of_.push_back(static_cast<uint32_t>(first));
  Cube table = seed_table;
  FitToMargins(margins, table);
  Random rounding(seed_, kRounding, organisation);
  const std::vector<uint32_t> cells = RoundToMargins(margins, table, rounding);
  for (size_t cell = 0; cell < cells.size(); ++cell) {
    Person person;
    person.organisation = organisation;
    person.grade = static_cast<uint8_t>(cell / table.regions / table.professions);
    person.profession = static_cast<uint8_t>(cell / table.regions % table.professions);
    person.region = static_cast<uint8_t>(cell % table.regions);
    people_.insert(people_.end(), cells[cell], person);
  }
  Random shuffling(seed_, kShuffling, organisation);
  for (size_t i = people_.size() - first; i > 1; --i) {
    std::swap(people_[first + i - 1], people_[first + shuffling.Between(0, static_cast<int64_t>(i) - 1)]);
  }
}

uint32_t Population::RankOf(uint32_t person) const {
  return person - first_of_[people_[person].organisation];
}

std::string Population::NameOf(uint32_t person) const {
  const PersonName name = PickName(Random(seed_, kNaming, person).Next());
  return absl::StrCat(name.given, " ", name.family);
}

std::string Population::EmailOf(uint32_t person) const {
  const PersonName name = PickName(Random(seed_, kNaming, person).Next());
  return absl::StrCat(FoldForEmail(name.given), ".", FoldForEmail(name.family), RankOf(person) + 1, "@",
                      reference_.organisations[people_[person].organisation].email_domain);
}

std::string Population::HrIdOf(uint32_t person) const {
  // 7,919 has no factor in common with ten million, so different ranks give different numbers.
  constexpr uint64_t kNumbers = 10'000'000;
  return absl::StrFormat("%07d", (RankOf(person) * uint64_t{7'919} + 4'711) % kNumbers);
}

}  // namespace obt::simulate
