#include "tools/simulate/population.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "obt_tree.h"
#include "tools/simulate/names.h"

namespace obt::simulate {
namespace {

using ::testing::HasSubstr;

PopulationOptions Options(int64_t people, uint64_t seed) {
  PopulationOptions options;
  options.reference_dir = OBT_SOURCE_DIR "/deploy/reference";
  options.people = people;
  options.seed = seed;
  return options;
}

Population Make(const PopulationOptions& options) {
  absl::StatusOr<Population> population = Population::Make(options);
  EXPECT_TRUE(population.ok()) << population.status();
  if (!population.ok()) std::abort();
  return *std::move(population);
}

const Population& Everybody() {
  static const Population* const population = new Population(Make(Options(0, 1)));
  return *population;
}

uint32_t IndexOf(const Population& population, absl::string_view code) {
  const std::optional<uint32_t> index = population.reference().FindOrganisation(code);
  EXPECT_TRUE(index.has_value()) << code;
  return index.value_or(0);
}

// Counted person by person.
Margins CountMargins(const Population& population, uint32_t organisation) {
  const Reference& reference = population.reference();
  Margins counted{Counts(reference.grades.codes.size()), Counts(reference.professions.codes.size()),
                  Counts(reference.regions.codes.size())};
  for (const Person& person : population.people()) {
    if (person.organisation != organisation) continue;
    ++counted.grade[person.grade];
    ++counted.profession[person.profession];
    ++counted.region[person.region];
  }
  return counted;
}

int64_t Sum(const Counts& counts) { return std::accumulate(counts.begin(), counts.end(), int64_t{0}); }

// The largest deviation of counted people from shares of a total: relative and in people.
struct Deviation {
  double people = 0;
  double beyond =
      0;  // How far the worst code lies beyond 1 % or 3 people, whichever is more; negative is inside.

  void Add(double counted, double wanted) {
    const double error = std::abs(counted - wanted);
    people = std::max(people, error);
    beyond = std::max(beyond, error - std::max(0.01 * wanted, 3.0));
  }
};

// What the members of codes should be if total people were spread over them like the statistics' people.
void AddDeviations(const Counts& counted, double total, const Counts& known, const std::vector<size_t>& codes,
                   Deviation& deviation) {
  double whole = 0;
  for (size_t code : codes) whole += static_cast<double>(known[code]);
  for (size_t code : codes) {
    deviation.Add(static_cast<double>(counted[code]), total * static_cast<double>(known[code]) / whole);
  }
}

std::vector<size_t> AllOf(const Counts& counts) {
  std::vector<size_t> codes(counts.size());
  std::iota(codes.begin(), codes.end(), size_t{0});
  return codes;
}

Deviation Deviate(const Population& population, uint32_t index) {
  const Reference& reference = population.reference();
  const Organisation& body = reference.organisations[index];
  const Margins counted = CountMargins(population, index);
  const double people = population.CountOf(index);
  Deviation deviation;
  for (Band band : {kAaAo, kSeoHeo, kG6G7}) {
    const double in_band = people * static_cast<double>(body.bands[band]) / static_cast<double>(body.total);
    const std::vector<size_t>& grades = reference.grades_of_band[band];
    AddDeviations(counted.grade, in_band, reference.grade.Nearest(index, grades), grades, deviation);
  }
  const Counts& professions = reference.profession.Nearest(index);
  AddDeviations(counted.profession, people, professions, AllOf(professions), deviation);
  const Counts& regions = reference.region.Nearest(index);
  AddDeviations(counted.region, people, regions, AllOf(regions), deviation);
  return deviation;
}

TEST(Population, EverybodyIsThePayrollOfSixtyThreeBodies) {
  const Population& population = Everybody();
  EXPECT_EQ(population.size(), 477'230u);
  size_t bodies = 0;
  for (uint32_t i = 0; i < population.reference().organisations.size(); ++i) {
    const Organisation& body = population.reference().organisations[i];
    EXPECT_EQ(population.CountOf(i), body.stated ? body.total : 0) << body.code;
    bodies += population.CountOf(i) > 0;
  }
  EXPECT_EQ(bodies, 63u);
  EXPECT_EQ(population.CountOf(IndexOf(population, "department-for-work-pensions")), 92'582u);
  EXPECT_EQ(population.CountOf(IndexOf(population, "hm-crown-prosecution-service-inspectorate")), 20u);
}

TEST(Population, EveryGradeBandIsExact) {
  const Population& population = Everybody();
  for (uint32_t i = 0; i < population.reference().organisations.size(); ++i) {
    const Organisation& body = population.reference().organisations[i];
    if (!body.stated) continue;
    const Counts grades = CountMargins(population, i).grade;
    for (size_t band = 0; band < kBandCount; ++band) {
      int64_t counted = 0;
      for (size_t grade : population.reference().grades_of_band[band]) counted += grades[grade];
      EXPECT_EQ(counted, body.bands[band]) << body.code << " band " << band;
    }
  }
}

TEST(Population, EveryFittedMarginIsWithinOnePercentOrThreePeople) {
  for (int64_t people : {0, 1'000, 20'000}) {
    const Population population = Make(Options(people, 7));
    double worst = 0;
    for (uint32_t i = 0; i < population.reference().organisations.size(); ++i) {
      if (population.CountOf(i) == 0) continue;
      const Deviation deviation = Deviate(population, i);
      EXPECT_LE(deviation.beyond, 0) << population.reference().organisations[i].code;
      worst = std::max(worst, deviation.people);
    }
    RecordProperty(absl::StrCat("worst_deviation_of_", people), absl::StrCat(worst));
  }
}

TEST(Population, PeopleSpreadAsTheStatisticsSay) {
  // From population/profession.csv: 17,380 of the 68,410 people of HMRC are in tax.
  const Population& population = Everybody();
  const uint32_t hmrc = IndexOf(population, "hm-revenue-customs");
  const Margins counted = CountMargins(population, hmrc);
  const size_t tax = *population.reference().professions.Find("TAX");
  EXPECT_NEAR(static_cast<double>(counted.profession[tax]), 65'668.0 * 17'380 / 68'410, 1.0);
}

TEST(Population, BodiesWithoutStatisticsFollowTheirDepartment) {
  const Reference& reference = Everybody().reference();
  const uint32_t forest = IndexOf(Everybody(), "national-forest-company");
  const uint32_t defra = IndexOf(Everybody(), "department-for-environment-food-rural-affairs");
  EXPECT_TRUE(reference.profession.own[forest].empty());
  EXPECT_EQ(&reference.profession.Nearest(defra), &reference.profession.own[defra]);
  EXPECT_EQ(reference.profession.Nearest(forest), reference.profession.department[defra]);
  EXPECT_NE(reference.profession.Nearest(forest), reference.profession.own[defra]);
  const uint32_t dsit = IndexOf(Everybody(), "department-for-science-innovation-and-technology");
  EXPECT_EQ(reference.region.Nearest(dsit), reference.region.department[dsit]);
  EXPECT_GT(Sum(reference.region.Nearest(dsit)), 0);
}

TEST(Population, BandsNobodyHeldIn2023FollowTheDepartment) {
  const Reference& reference = Everybody().reference();
  for (uint32_t i = 0; i < reference.organisations.size(); ++i) {
    for (Band band : {kAaAo, kSeoHeo, kG6G7}) {
      const Counts& counts = reference.grade.Nearest(i, reference.grades_of_band[band]);
      int64_t people = 0;
      for (size_t grade : reference.grades_of_band[band]) people += counts[grade];
      EXPECT_GT(people, 0) << reference.organisations[i].code;
    }
  }
}

TEST(Population, GradesAndRegionsGoTogetherAsAcrossBodies) {
  // London holds more of a department's senior grades than of its junior ones, though no table says so per
  // body.
  const Population& population = Everybody();
  const uint32_t dwp = IndexOf(population, "department-for-work-pensions");
  const size_t london = *population.reference().regions.Find("TLI");
  const size_t officer = *population.reference().grades.Find("AO");
  const size_t grade_six = *population.reference().grades.Find("G6");
  int64_t officers = 0, officers_in_london = 0, seniors = 0, seniors_in_london = 0;
  for (uint32_t i = population.FirstOf(dwp); i < population.FirstOf(dwp + 1); ++i) {
    const Person& person = population.people()[i];
    officers += person.grade == officer;
    officers_in_london += person.grade == officer && person.region == london;
    seniors += person.grade == grade_six;
    seniors_in_london += person.grade == grade_six && person.region == london;
  }
  EXPECT_GT(static_cast<double>(seniors_in_london) / seniors, 1.5 * officers_in_london / officers);
}

TEST(Population, SameSeedSamePeople) {
  const auto flatten = [](const Population& population) {
    std::vector<std::tuple<uint32_t, uint8_t, uint8_t, uint8_t, std::string>> people;
    for (uint32_t i = 0; i < population.size(); ++i) {
      const Person& person = population.people()[i];
      people.emplace_back(person.organisation, person.grade, person.profession, person.region,
                          population.EmailOf(i));
    }
    return people;
  };
  const auto first = flatten(Make(Options(3'000, 5)));
  EXPECT_EQ(first, flatten(Make(Options(3'000, 5))));
  EXPECT_NE(first, flatten(Make(Options(3'000, 6))));
}

TEST(Population, SmallWorldsSumExactlyAndKeepEveryBody) {
  for (int64_t people : {63, 64, 100, 1'000, 99'999, 600'000}) {
    const Population population = Make(Options(people, 3));
    EXPECT_EQ(population.size(), static_cast<size_t>(people));
    for (uint32_t i = 0; i < population.reference().organisations.size(); ++i) {
      EXPECT_EQ(population.CountOf(i) > 0, population.reference().organisations[i].stated);
    }
  }
}

TEST(Population, FewerPeopleThanBodiesAreRefused) {
  for (int64_t people : {-1, 1, 62, 6'000'001}) {
    const absl::StatusOr<Population> population = Population::Make(Options(people, 1));
    EXPECT_EQ(population.status().code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST(Population, EstimatedBodiesJoinOnRequest) {
  PopulationOptions options = Options(0, 1);
  options.estimated_bodies = true;
  const Population population = Make(options);
  EXPECT_EQ(population.size(), 486'790u);
  EXPECT_EQ(population.CountOf(IndexOf(population, "wilton-park")), 90u);
  EXPECT_EQ(population.CountOf(IndexOf(population, "defence-electronics-and-components-agency")), 0u);
}

TEST(Population, EmailsAreUniqueAndAtTheirBodysDomain) {
  const Population& population = Everybody();
  std::vector<std::string> emails;
  for (uint32_t i = 0; i < population.size(); ++i) {
    emails.push_back(population.EmailOf(i));
    const std::string& domain =
        population.reference().organisations[population.people()[i].organisation].email_domain;
    ASSERT_TRUE(absl::EndsWith(emails.back(), absl::StrCat("@", domain))) << emails.back();
    const bool plain = std::all_of(emails.back().begin(), emails.back().end(), [](unsigned char letter) {
      return std::islower(letter) || std::isdigit(letter) || letter == '.' || letter == '-' || letter == '@';
    });
    ASSERT_TRUE(plain) << emails.back();
  }
  std::sort(emails.begin(), emails.end());
  EXPECT_EQ(std::adjacent_find(emails.begin(), emails.end()), emails.end());
}

TEST(Population, HrIdsAreUniqueWithinABodyOnly) {
  const Population& population = Everybody();
  std::set<std::pair<uint32_t, std::string>> in_body;
  std::set<std::string> overall;
  for (uint32_t i = 0; i < population.size(); ++i) {
    const std::string hr_id = population.HrIdOf(i);
    ASSERT_EQ(hr_id.size(), 7u);
    ASSERT_TRUE(in_body.emplace(population.people()[i].organisation, hr_id).second) << hr_id;
    overall.insert(hr_id);
  }
  EXPECT_LT(overall.size(), in_body.size());
}

TEST(Population, SomeNamesAreNotPlainAscii) {
  const Population& population = Everybody();
  size_t accented = 0;
  size_t apostrophes = 0;
  for (uint32_t i = 0; i < 10'000; ++i) {
    const std::string name = population.NameOf(i);
    ASSERT_THAT(name, HasSubstr(" "));
    accented += std::any_of(name.begin(), name.end(), [](char letter) { return (letter & 0x80) != 0; });
    apostrophes += absl::StrContains(name, "'");
  }
  EXPECT_GT(accented, 1'000u);
  EXPECT_GT(apostrophes, 100u);
}

TEST(Population, NamesFoldToPlainLetters) {
  EXPECT_EQ(FoldForEmail("Siân"), "sian");
  EXPECT_EQ(FoldForEmail("Zoë"), "zoe");
  EXPECT_EQ(FoldForEmail("O'Brien"), "obrien");
  EXPECT_EQ(FoldForEmail("Ó Néill"), "oneill");
  EXPECT_EQ(FoldForEmail("Łukasz"), "lukasz");
  EXPECT_EQ(FoldForEmail("Šimková"), "simkova");
}

TEST(Population, APersonTakesEightBytes) { EXPECT_LE(sizeof(Person), 8u); }

TEST(Population, AMissingReferenceIsNamed) {
  PopulationOptions options;
  options.reference_dir = "no/such/directory";
  const absl::StatusOr<Population> population = Population::Make(options);
  EXPECT_EQ(population.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(population.status().message()), HasSubstr("no/such/directory/grades.csv"));
}

TEST(Apportion, SharesSumToTheTotalAndStayNearProportion) {
  Random random(1, 2, 3);
  for (int round = 0; round < 1'000; ++round) {
    Counts weights;
    for (int i = 0; i < 9; ++i) weights.push_back(random.Between(0, 1'000));
    weights.push_back(1);
    const int64_t total = random.Between(0, 100'000);
    const Counts shares = Apportion(total, weights);
    EXPECT_EQ(Sum(shares), total);
    for (size_t i = 0; i < weights.size(); ++i) {
      const double exact = static_cast<double>(total * weights[i]) / static_cast<double>(Sum(weights));
      EXPECT_LT(std::abs(static_cast<double>(shares[i]) - exact), 1.0);
    }
  }
}

TEST(Fit, RoundedTablesHoldEveryMarginExactly) {
  Random random(4, 5, 6);
  for (int round = 0; round < 300; ++round) {
    const int64_t people = random.Between(1, 3'000);
    const auto draw = [&](size_t codes) {
      Counts weights;
      for (size_t i = 0; i < codes; ++i) weights.push_back(random.Chance(0.3) ? 0 : random.Between(1, 100));
      weights.back() = 1;
      return Apportion(people, weights);
    };
    const Margins wanted{draw(5), draw(7), draw(4)};
    Cube cube(5, 7, 4);
    for (double& cell : cube.cells) cell = 0.001 + random.Unit();
    FitToMargins(wanted, cube);
    const std::vector<uint32_t> cells = RoundToMargins(wanted, cube, random);
    Margins counted{Counts(5), Counts(7), Counts(4)};
    for (size_t cell = 0; cell < cells.size(); ++cell) {
      counted.grade[cell / 28] += cells[cell];
      counted.profession[cell / 4 % 7] += cells[cell];
      counted.region[cell % 4] += cells[cell];
    }
    EXPECT_EQ(counted.grade, wanted.grade);
    EXPECT_EQ(counted.profession, wanted.profession);
    EXPECT_EQ(counted.region, wanted.region);
  }
}

}  // namespace
}  // namespace obt::simulate
