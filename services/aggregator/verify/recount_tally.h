// What every recount of figures shares: periods, the tree of organisations by walking the rows, where
// something is listed, and the figures it adds up to.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/aggregator/verify/recount.h"

namespace obt::aggregator::recount {

// Whether a dimension cuts time.
bool IsTime(v1::Dimension dimension);
bool Has(const std::vector<std::string>& codes, const std::string& code);

// The tree of organisations on a day, by walking the rows.
class TreeWalk {
 public:
  explicit TreeWalk(const Sources& sources) : organisations_(sources.organisations) {}

  // An organisation that ended with a successor has become that one.
  std::string Follow(std::string code, Day day) const {
    for (int step = 0; step < 64; ++step) {
      const auto found = organisations_.find(code);
      if (found == organisations_.end() || found->second.successor_code().empty()) return code;
      if (!found->second.has_valid_to_day() || *ParseDay(found->second.valid_to_day()) > day) return code;
      code = found->second.successor_code();
    }
    return code;
  }

  // From the organisation to the top.
  std::vector<std::string> WayUp(std::string code, Day day) const {
    std::vector<std::string> way;
    while (!code.empty() && way.size() < 64) {
      way.push_back(code);
      code = Follow(ParentOf(code, day), day);
    }
    return way;
  }

  std::string Department(const std::string& code, Day day) const {
    std::string department = "none";
    for (const std::string& above : WayUp(code, day)) {
      const auto found = organisations_.find(above);
      if (found == organisations_.end()) continue;
      if (found->second.kind() == identity::v1::ORGANISATION_KIND_DEPARTMENT) department = above;
    }
    return department;
  }

  // The days on which it may become another one, in no order.
  std::vector<Day> Changes() const {
    std::vector<Day> days;
    for (const auto& [code, organisation] : organisations_) {
      if (organisation.has_valid_to_day()) days.push_back(*ParseDay(organisation.valid_to_day()));
      for (const identity::v1::OrganisationVersion& past : organisation.past())
        days.push_back(*ParseDay(past.to_day()));
    }
    return days;
  }

 private:
  std::string ParentOf(const std::string& code, Day day) const {
    const auto found = organisations_.find(code);
    if (found == organisations_.end()) return "";
    for (const identity::v1::OrganisationVersion& past : found->second.past()) {
      if (day < *ParseDay(past.to_day())) return past.parent_code();
    }
    return found->second.parent_code();
  }

  const std::map<std::string, identity::v1::Organisation>& organisations_;
};

// Where an organisation is listed: its own code and its department's.
using Listing = std::optional<std::pair<std::string, std::string>>;  // nothing: not counted

struct Period {
  std::string code;
  Day first, last;
};

class Tally {
 public:
  Tally(const Sources& sources, const Question& question);

 protected:
  // In the tree of that day; who is in the programme is judged as of the question's day.
  const Listing& ListingOf(Text organisation, Day tree_day);
  Listing MakeListing(Text organisation, Day tree_day);
  // The periods in which something that happened on a day counts: its own, or all from that one on.
  std::vector<Period> PeriodsOf(Day day) const;
  // The figures without zeros.
  Figures TakeFigures();

  const Sources& sources_;
  const Question& question_;
  const TreeWalk tree_;
  identity::v1::Programme programme_;
  std::map<std::string, std::map<Day, int64_t>> headcounts_;
  std::vector<Period> periods_;
  Figures figures_;

 private:
  void MakePeriods();
  bool InScope(const std::string& organisation);

  std::optional<std::set<std::string>> scope_;
  std::map<std::pair<Text, Day>, Listing> listings_;
};

}  // namespace obt::aggregator::recount
