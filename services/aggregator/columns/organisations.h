// The tree of organisations in numbers, for every day. The days on which the tree changes cut time into
// epochs; within one the tree stands still, so that a figure needs one look-up for "the department of this
// organisation on that day". What the rows say, auth::OrganisationTree reads. A value.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/auth/tree.h"
#include "common/base/days.h"
#include "obt/identity/v1/organisation.pb.h"
#include "services/aggregator/rules/names.h"

namespace obt::aggregator {

// The tree of one epoch, by organisation number.
struct Tree {
  // Who has taken over by then: the organisation itself until it ended with a successor, then that one, and
  // so on.
  std::vector<Number> follow;
  // kNone at the top. A parent that ended is followed.
  std::vector<Number> parent;
  // The topmost of the organisation and its ancestors that is of kind DEPARTMENT; kNone if there is none.
  std::vector<Number> department;

  bool IsUnder(Number organisation, Number top) const;
};

class Organisations {
 public:
  // Adds or replaces an organisation; the tree is that of before until Compile.
  void Put(const identity::v1::Organisation& organisation);
  // The number of a code, also of an organisation that is not known yet.
  Number Add(absl::string_view code) { return names_.Add(code); }
  // Makes the trees again if anything was put or added; before the next question about them or about what was
  // put.
  void Compile();

  Number Find(absl::string_view code) const { return names_.Find(code); }
  // NOT_FOUND of an organisation that is not known.
  absl::StatusOr<Number> Get(absl::string_view code) const;
  const std::string& CodeOf(Number number) const { return names_.CodeOf(number); }
  // Numbers are below this; 0 is none.
  size_t size() const { return names_.size(); }
  bool IsKnown(Number number) const { return known_[number] != nullptr; }
  bool IsDepartment(Number number) const {
    return IsKnown(number) && known_[number]->kind() == identity::v1::ORGANISATION_KIND_DEPARTMENT;
  }
  // The name it had on a day; the code if it is not known.
  std::string NameOn(Number number, Day day) const { return std::string(rows_->NameAt(CodeOf(number), day)); }
  // All numbers in order of their codes.
  const std::vector<Number>& by_code() const { return by_code_; }

  size_t EpochOf(Day day) const;
  const Tree& TreeOf(size_t epoch) const { return trees_[epoch]; }
  const Tree& TreeOn(Day day) const { return trees_[EpochOf(day)]; }

 private:
  using Organisation = identity::v1::Organisation;
  Tree MakeTree(Day day) const;

  Names names_;
  std::vector<Organisation> put_;  // since Compile
  std::shared_ptr<const auth::OrganisationTree> rows_ =
      std::make_shared<const auth::OrganisationTree>(std::vector<Organisation>(), kAlways);
  std::vector<const Organisation*> known_ = {nullptr};  // by number, of rows_
  std::vector<Number> by_code_;
  std::vector<Day> changes_;  // epoch e begins at changes_[e - 1]
  std::vector<Tree> trees_ = {MakeTree(kAlways)};
};

}  // namespace obt::aggregator
