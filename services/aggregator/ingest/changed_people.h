// The participants of one programme whom a page touches: their rows are changed, derived and written once for
// the page, whatever source it is of.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/store/txn.h"
#include "services/aggregator/columns/state.h"

namespace obt::aggregator {

class ChangedPeople {
 public:
  // Somebody's row as the page leaves it so far; at first as `state` holds it.
  PersonRow& RowOf(const State& state, const std::string& programme_id, const PersonId& person);
  // Derives the records and writes the rows.
  void Finish(const std::string& programme_id, const Rules& rules, const NameBook& names,
              obt::store::Txn& txn);
  void Put(const std::string& programme_id, State& state) const;

 private:
  struct Changed {
    PersonId person;
    PersonRow row;
    Record record;
  };
  absl::flat_hash_map<PersonId, size_t> position_;  // in people_
  std::vector<Changed> people_;
};

}  // namespace obt::aggregator
