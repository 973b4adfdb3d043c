#include <algorithm>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/rules/measures.h"
#include "tests/bench/query/rows.h"

namespace obt::bench::query {
namespace {

namespace v1 = aggregator::v1;
namespace recount = aggregator::recount;

constexpr size_t kSomePeople = 5'000;

class PeopleRows : private RowMaker {
 public:
  using RowMaker::RowMaker;

  void Make() {
    AddHeadcounts();
    const recount::Records records = recount::CountRecords(sources_, question_.programme_id);
    for (const auto& [id, person] : sources_.people) {
      const auto record = records.find(id);
      AddPerson(person, record == records.end() ? nullptr : &record->second);
      if (record != records.end() && world_.people.size() < kSomePeople) world_.people.push_back(ToText(id));
    }
    static const std::string unknown = "unknown";
    recount::Person nobody;
    nobody.attributes.fill(&unknown);
    for (const auto& [id, record] : records) {
      if (sources_.people.count(id) == 0) AddPerson(nobody, &record);
    }
  }

 private:
  struct Known {
    int grade, profession, region;
  };
  Known KnownOf(const recount::Person& person) {
    const auto number = [&](const char* of, v1::Dimension dimension) {
      return CodeOf(of, *person.attributes[recount::AttributeOf(dimension).value()]);
    };
    return {number("grade", v1::DIMENSION_GRADE), number("profession", v1::DIMENSION_PROFESSION),
            number("region", v1::DIMENSION_REGION)};
  }

  void AddHeadcounts() {
    for (const auto& [code, dated] : headcounts_) {
      const Place place = PlaceOf(&code, world_.last);
      for (auto stated = dated.begin(); stated != dated.end(); ++stated) {
        const auto next = std::next(stated);
        if (place.organisation == kOutside) continue;
        files_.Add("headcounts",
                   {place.organisation, place.department, std::max(DayNumber(stated->first), 0),
                    next == dated.end() ? kOpen : std::max(DayNumber(next->first), 0), stated->second});
      }
    }
  }

  void AddPerson(const recount::Person& person, const recount::Record* record) {
    const Known known = KnownOf(person);
    AddStays(person, known, record);
    if (record == nullptr) return;
    const Place now = PlaceOf(recount::BelongsTo(person, world_.last), world_.last);
    for (const v1::Measure measure : measures_) {
      const auto reached = record->reached.find(rules::OptionOf(measure).milestone());
      if (reached != record->reached.end()) AddFact(measure, person, known, reached->second, now);
    }
    for (const auto& [day, minutes] : record->credits)
      AddFact(v1::MEASURE_LEARNING_MINUTES, person, known, day, now, minutes);
    if (now.organisation != kOutside) AddBands(*record, known, now);
  }

  void AddFact(v1::Measure measure, const recount::Person& person, const Known& known, Day day,
               const Place& now, std::optional<int64_t> value = std::nullopt) {
    const Place then = PlaceOf(recount::OrganisationOn(person, day), day);
    if (then.organisation == kOutside && now.organisation == kOutside) return;
    std::vector<int64_t> cells = {DayNumber(day),   WeekOf(day),      MonthOf(day),   then.organisation,
                                  then.department,  now.organisation, now.department, known.grade,
                                  known.profession, known.region};
    if (value.has_value()) cells.push_back(*value);
    files_.Add(NameOf(measure), cells);
  }

  void AddStays(const recount::Person& person, const Known& known, const recount::Record* record) {
    const bool has_minutes = record != nullptr && !record->credits.empty();
    const int first_minutes = has_minutes ? DayNumber(record->credits.begin()->first) : kOpen;
    for (const recount::Stay& stay : person.stays) {
      const Place place = PlaceOf(stay.organisation, world_.last);
      const Day to = stay.to.value_or(kNever);
      if (place.organisation == kOutside || to <= world_.first || stay.from > world_.last) continue;
      files_.Add("stays", {place.organisation, place.department, known.grade, known.profession, known.region,
                           std::max(DayNumber(stay.from), 0), DayNumber(to), WeekOf(Clamp(stay.from)),
                           WeekOf(Clamp(to)), MonthOf(Clamp(stay.from)), MonthOf(Clamp(to)), first_minutes});
    }
  }

  // A row for as long as somebody is in a band.
  void AddBands(const recount::Record& record, const Known& known, const Place& now) {
    int64_t minutes = 0;
    for (auto credit = record.credits.begin(); credit != record.credits.end(); ++credit) {
      const Day from = credit->first;
      minutes += credit->second;
      const std::string band = BandOf(minutes);
      while (std::next(credit) != record.credits.end() && BandOf(minutes + std::next(credit)->second) == band)
        minutes += (++credit)->second;
      const auto next = std::next(credit);
      files_.Add("bands", {now.organisation, now.department, known.grade, known.profession, known.region,
                           DayNumber(from), next == record.credits.end() ? kOpen : DayNumber(next->first),
                           CodeOf("part", band)});
    }
  }

  std::string BandOf(int64_t minutes) const {
    int64_t from = 1;
    for (const int64_t bound : programme_.minute_band_bounds()) {
      if (minutes < bound) return bound - 1 == from ? absl::StrCat(from) : absl::StrCat(from, "-", bound - 1);
      from = bound;
    }
    return absl::StrCat(from, "+");
  }

  const std::vector<v1::Measure> measures_ = MeasuresOfPeople();
};

}  // namespace

void MakePeopleRows(const recount::Sources& sources, const aggregator::Question& question, RowFiles& files,
                    World& world) {
  PeopleRows(sources, question, files, world).Make();
}

}  // namespace obt::bench::query
