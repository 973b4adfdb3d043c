#include "services/reporting/disclosure/testing/programme.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace obt::reporting::disclosure {
namespace {

enum Measure { kParticipants, kPre, kStarted, kCompleted, kReached, kConversed, kPost, kMeasures };
// What a cell is of: nothing further, or a value of one attribute.
enum Cut { kAlone, kGrade, kProfession, kRegion, kCuts };
constexpr int kNational = -1, kBands = 4;

struct Person {
  int body, department;
  std::array<int, kCuts> codes;
  std::array<int, kMeasures> week;  // of each measure; negative: never
  int band;
};

// Some of few, few of many: as organisations and professions are.
std::vector<double> Skewed(int size, double power) {
  std::vector<double> weights;
  for (int i = 0; i < size; ++i) weights.push_back(1 / std::pow(i + 1, power));
  return weights;
}

class People {
 public:
  explicit People(const Drawn& drawn) : drawn_(drawn), random_(drawn.seed) {
    std::discrete_distribution<int> bodies = Of(drawn.bodies, 1.6), grades = Of(drawn.grades, 1),
                                    professions = Of(drawn.professions, 2.2),
                                    regions = Of(drawn.regions, 1.4);
    std::vector<double> shares;
    for (int body = 0; body < drawn.bodies; ++body) shares.push_back(drawn.share * Between(0.4, 1.6));
    for (int i = 0; i < drawn.people; ++i) {
      Person person;
      // One body is tiny, as some are.
      person.body = i < 20 ? drawn.bodies - 1 : bodies(random_);
      person.department = person.body % drawn.departments;
      // Every department has some professions and regions, few of them or many, and most people in the first.
      const int department = person.department;
      const int some = 2 + 5 * department % (drawn.professions - 1),
                places = 1 + 3 * department % drawn.regions;
      person.codes = {0, grades(random_), (professions(random_) % some + 7 * department) % drawn.professions,
                      (regions(random_) % places + 5 * department) % drawn.regions};
      person.week.fill(-1);
      person.band = static_cast<int>(Between(0, kBands));
      if (Between(0, 1) < shares[static_cast<size_t>(person.body)]) TakePart(person);
      people_.push_back(person);
    }
  }
  const std::vector<Person>& all() const { return people_; }

 private:
  static std::discrete_distribution<int> Of(int size, double power) {
    const std::vector<double> weights = Skewed(size, power);
    return {weights.begin(), weights.end()};
  }
  double Between(double from, double to) { return std::uniform_real_distribution<double>(from, to)(random_); }
  int Later(int week) { return std::min(drawn_.weeks - 1, week + static_cast<int>(Between(0, 4))); }

  void TakePart(Person& person) {
    auto& week = person.week;
    const int first = static_cast<int>(drawn_.weeks * Between(0, 1));
    if (Between(0, 1) < 0.5) week[kPre] = first;
    if (Between(0, 1) < 0.9 || week[kPre] < 0) week[kStarted] = Later(first);
    if (week[kStarted] >= 0 && Between(0, 1) < 0.7) week[kCompleted] = Later(week[kStarted]);
    if (week[kStarted] >= 0 && Between(0, 1) < 0.5) week[kReached] = Later(week[kStarted]);
    if (week[kCompleted] >= 0 && Between(0, 1) < 0.4) week[kPost] = Later(week[kCompleted]);
    if (Between(0, 1) < 0.4) week[kConversed] = Later(first);
    for (int measure = kPre; measure < kMeasures; ++measure) {
      if (week[measure] < 0) continue;
      week[kParticipants] =
          week[kParticipants] < 0 ? week[measure] : std::min(week[kParticipants], week[measure]);
    }
  }

  const Drawn& drawn_;
  std::mt19937 random_;
  std::vector<Person> people_;
};

class Release {
 public:
  // Measure or band, department or kNational, body or -1, cut, its code, week.
  using Key = std::tuple<int, int, int, int, int, int>;

  Release(const Drawn& drawn, const People& people) : drawn_(drawn) {
    for (const Person& person : people.all()) Count(person);
    AddCells();
    AddSums();
    AddInequalities();
    model_.Finish();
    SetPrimaries(model_);
  }
  Model Take() { return std::move(model_); }

 private:
  int last() const { return drawn_.last_week(); }
  bool is_alone(int department) const { return drawn_.bodies <= department + drawn_.departments; }
  int BodiesOf(int department) const {
    return (drawn_.bodies - department + drawn_.departments - 1) / drawn_.departments;
  }

  // The weeks of which there are all tables; of all until the last one there is the series.
  int first_table() const { return drawn_.last_week() - drawn_.earlier_tables; }

  // The groups somebody is in, as keys of measure 0 and the last week.
  std::vector<Key> GroupsOf(const Person& person) const {
    std::vector<Key> groups = {{0, person.department, person.body, kAlone, 0, last()}};
    for (const int department : {person.department, kNational}) {
      for (int cut = kAlone; cut < kCuts; ++cut)
        groups.push_back({0, department, -1, cut, person.codes[static_cast<size_t>(cut)], last()});
    }
    return groups;
  }
  void Count(const Person& person) {
    for (const Key& group : GroupsOf(person)) {
      ++caps_[group];
      const bool in_series = std::get<3>(group) == kAlone && std::get<2>(group) < 0;
      Key key = group;
      for (int week = in_series ? 0 : first_table(); week <= last(); ++week) {
        std::get<5>(key) = week;
        const auto by_then = [&](int measure) {
          const int reached = person.week[static_cast<size_t>(measure)];
          return reached >= 0 && reached <= week;
        };
        for (int measure = 0; measure < kMeasures; ++measure) {
          std::get<0>(key) = measure;
          counts_[key] += by_then(measure);
        }
        for (int band = 0; in_series && week >= first_table() && band < kBands; ++band) {
          std::get<0>(key) = kMeasures + band;
          counts_[key] += by_then(kStarted) && person.band == band;
        }
      }
    }
  }

  // A department of one body is that body.
  Key Canonical(Key key) const {
    const int department = std::get<1>(key), body = std::get<2>(key);
    if (body >= 0 && BodiesOf(department) == 1) std::get<2>(key) = -1;
    return key;
  }
  void AddCells() {
    for (const auto& [key, count] : counts_) {
      const auto& [measure, department, body, cut, code, week] = key;
      if (Canonical(key) != key) continue;
      Cell cell;
      cell.name = absl::StrCat(measure, "/", department, "/", body, "/", cut, "/", code, "/", week);
      cell.truth = count;
      Key group = key;
      std::get<0>(group) = 0;
      std::get<5>(group) = last();
      cell.cap = caps_.at(group);
      cell.place = department == kNational     ? Place::kNational
                   : body < 0 && cut == kAlone ? Place::kMargin
                                               : Place::kLeaf;
      cell.never = department == kNational && cut == kAlone;
      ids_[key] = model_.Add(std::move(cell));
    }
  }
  std::optional<CellId> Find(const Key& key) const {
    const auto found = ids_.find(Canonical(key));
    return found == ids_.end() ? std::nullopt : std::optional(found->second);
  }
  template <typename MakeKey>
  void AddSum(const Key& total, int size, MakeKey make) {
    std::vector<CellId> parts;
    for (int i = 0; i < size; ++i) {
      if (const std::optional<CellId> part = Find(make(i)); part.has_value()) parts.push_back(*part);
    }
    if (const std::optional<CellId> id = Find(total);
        id.has_value() && !(parts.size() == 1 && parts[0] == *id))
      model_.AddSum(*id, std::move(parts));
  }

  void AddSums() {
    for (int week = 0; week <= last(); ++week) {
      for (int measure = 0; measure < kMeasures; ++measure) {
        AddSum({measure, kNational, -1, kAlone, 0, week}, drawn_.departments,
               [&](int department) { return Key{measure, department, -1, kAlone, 0, week}; });
        if (week >= first_table()) AddTables(measure, week);
      }
      if (week >= first_table()) AddBands(week);
    }
  }
  void AddTables(int measure, int week) {
    const std::array<int, kCuts> sizes = {1, drawn_.grades, drawn_.professions, drawn_.regions};
    for (int department = kNational; department < drawn_.departments; ++department) {
      const Key total = {measure, department, -1, kAlone, 0, week};
      for (int cut = kGrade; cut < kCuts; ++cut) {
        AddSum(total, sizes[static_cast<size_t>(cut)],
               [&](int code) { return Key{measure, department, -1, cut, code, week}; });
      }
      if (department == kNational) continue;
      AddSum(total, drawn_.bodies, [&](int body) { return Key{measure, department, body, kAlone, 0, week}; });
    }
    for (int cut = kGrade; cut < kCuts; ++cut) {
      for (int code = 0; code < sizes[static_cast<size_t>(cut)]; ++code) {
        AddSum({measure, kNational, -1, cut, code, week}, drawn_.departments,
               [&](int department) { return Key{measure, department, -1, cut, code, week}; });
      }
    }
  }
  void AddBands(int week) {
    for (int department = kNational; department < drawn_.departments; ++department) {
      AddSum({kStarted, department, -1, kAlone, 0, week}, kBands,
             [&](int band) { return Key{kMeasures + band, department, -1, kAlone, 0, week}; });
    }
    for (int band = 0; band < kBands; ++band) {
      AddSum({kMeasures + band, kNational, -1, kAlone, 0, week}, drawn_.departments,
             [&](int department) { return Key{kMeasures + band, department, -1, kAlone, 0, week}; });
    }
  }

  void AddInequalities() {
    for (const auto& [key, id] : ids_) {
      const int measure = std::get<0>(key);
      if (measure >= kMeasures) continue;
      const auto of = [&key = key](int other) {
        Key same = key;
        std::get<0>(same) = other;
        return same;
      };
      if (measure != kParticipants) model_.AddOrder(id, *Find(of(kParticipants)));
      if (measure == kCompleted || measure == kReached) model_.AddOrder(id, *Find(of(kStarted)));
      if (measure == kPost) model_.AddOrder(id, *Find(of(kCompleted)));
      if (measure == kParticipants) {
        model_.AddCover(id, {*Find(of(kPre)), *Find(of(kStarted)), *Find(of(kConversed)), *Find(of(kPost))});
      }
      Key next = key;
      ++std::get<5>(next);
      if (const std::optional<CellId> later = Find(next); later.has_value()) model_.AddOrder(id, *later);
    }
  }

  const Drawn& drawn_;
  std::map<Key, int> counts_, caps_;
  std::map<Key, CellId> ids_;
  Model model_;
};

}  // namespace

Model DrawModel(const Drawn& drawn) { return Release(drawn, People(drawn)).Take(); }

}  // namespace obt::reporting::disclosure
