// Whatever is endorsed, withdrawn, merged and unmerged in whatever order: an idea's number is that of the
// people who endorsed it or anything that is merged into it. rapidcheck makes histories and prints its seed.
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "common/testing/status_matchers.h"
#include "common/testing/temp_store.h"
#include "gtest/gtest.h"
#include "obt/store/v1/store.pb.h"
#include "rapidcheck.h"
#include "rapidcheck/gtest.h"
#include "services/ideas/discussion/endorsements.h"
#include "services/ideas/discussion/rows.h"
#include "services/ideas/samples.h"

namespace obt::ideas {
namespace {

constexpr int kIdeas = 6, kPeople = 4, kNoIdea = -1;

PersonId PersonOf(int number) { return *ParseId<PersonId>(samples::IdOfNumber(number)); }

// Sets of people, and nothing else.
struct Model {
  std::vector<std::set<int>> own = std::vector<std::set<int>>(kIdeas);
  std::vector<int> into = std::vector<int>(kIdeas, kNoIdea);

  bool LiesWithin(int idea, int whole) const {
    for (; idea != kNoIdea; idea = into[idea]) {
      if (idea == whole) return true;
    }
    return false;
  }
  std::set<int> EndorsersOf(int idea) const {
    std::set<int> people;
    for (int each = 0; each < kIdeas; ++each) {
      if (LiesWithin(each, idea)) people.insert(own[each].begin(), own[each].end());
    }
    return people;
  }
  void Withdraw(int idea, int person) {
    for (int each = 0; each < kIdeas; ++each) {
      if (LiesWithin(each, idea)) own[each].erase(person);
    }
  }
};

// The same in a store.
class Book {
 public:
  Book() : store_(Tables()) {
    for (int i = 0; i < kIdeas; ++i) Link(i, kNoIdea);
  }
  static std::string IdOf(int idea) { return samples::IdOfNumber(500 + idea); }
  void Endorse(int idea, int person) {
    Do([&](Txn& txn) { return ideas::Endorse(txn, IdOf(idea), PersonOf(person)); });
  }
  void Withdraw(int idea, int person) {
    Do([&](Txn& txn) { return ideas::Withdraw(txn, IdOf(idea), PersonOf(person)); });
  }
  void Merge(int idea, int into) {
    const std::string duplicate = IdOf(idea);
    Do([&](Txn& txn) { return UniteEndorsements(txn, {&duplicate}, IdOf(into)); });
    Link(idea, into);
  }
  void Unmerge(int idea, int from) {
    Link(idea, kNoIdea);
    Do([&](Txn& txn) { return PartEndorsements(txn, IdOf(idea), IdOf(from)); });
  }
  int NumberOf(int idea) { return ReadReactions(store_->Now(), IdOf(idea)).value().endorsements(); }
  bool Has(int idea, int person) { return HasEndorsed(store_->Now(), IdOf(idea), PersonOf(person)).value(); }
  // The numbers as whoever follows the feed has them.
  std::map<std::string, int> Published() {
    std::map<std::string, int> numbers;
    const auto page = obt::store::ReadChanges(store_->Now(), 0, "", 100'000, 1u << 30).value();
    for (const obt::store::v1::Change& change : page.changes) {
      v1::ReactionsChanged event;
      if (!event.ParseFromString(change.event())) Die("an event cannot be read");
      const auto [it, first] = numbers.try_emplace(event.target_id(), 0);
      if (it->second == event.endorsements()) Die("an event says nothing new");
      it->second = event.endorsements();
    }
    return numbers;
  }

 private:
  void Link(int idea, int into) {
    Do([&](Txn& txn) {
      v1::IdeaFacts facts;
      facts.set_idea_id(IdOf(idea));
      if (into != kNoIdea) facts.set_merged_into(IdOf(into));
      ideas::kIdeas.Put(txn, {ItemOf(IdOf(idea))}, facts);
      return absl::OkStatus();
    });
  }
  template <typename Run>
  void Do(Run run) {
    if (const absl::Status status = store_->Execute(run).status(); !status.ok()) Die(status.ToString());
  }
  obt::testing::TempStore store_;
};

// Does what a number says, if it can be done now.
void Step(int verb, int idea, int other, int person, Model& model, Book& book) {
  if (verb == 0 && model.into[idea] == kNoIdea) {
    model.own[idea].insert(person);
    book.Endorse(idea, person);
  } else if (verb == 1) {
    model.Withdraw(idea, person);
    book.Withdraw(idea, person);
  } else if (verb == 2 && model.into[idea] == kNoIdea && model.into[other] == kNoIdea && idea != other) {
    model.into[idea] = other;
    book.Merge(idea, other);
  } else if (verb == 3 && model.into[idea] != kNoIdea) {
    const int from = std::exchange(model.into[idea], kNoIdea);
    book.Unmerge(idea, from);
  }
}

RC_GTEST_PROP(Endorsements, AreThoseOfThePeopleWhoEndorsedAnyOfWhatWasMerged, ()) {
  using Recipe = std::tuple<int, int, int, int>;
  const auto history = *rc::gen::container<std::vector<Recipe>>(
      rc::gen::tuple(rc::gen::weightedElement<int>({{4, 0}, {2, 1}, {3, 2}, {2, 3}}),
                     rc::gen::inRange(0, kIdeas), rc::gen::inRange(0, kIdeas), rc::gen::inRange(0, kPeople)));
  Model model;
  Book book;
  for (const auto& [verb, idea, other, person] : history) Step(verb, idea, other, person, model, book);
  std::map<std::string, int> published = book.Published();
  for (int idea = 0; idea < kIdeas; ++idea) {
    const std::set<int> people = model.EndorsersOf(idea);
    RC_ASSERT(book.NumberOf(idea) == static_cast<int>(people.size()));
    RC_ASSERT(published[Book::IdOf(idea)] == static_cast<int>(people.size()));
    for (int person = 0; person < kPeople; ++person)
      RC_ASSERT(book.Has(idea, person) == (people.count(person) == 1));
  }
}

TEST(Endorsements, AMergeThatWouldMoveTooManyChangesNothing) {
  obt::testing::TempStore store(Tables());
  const std::string one = samples::IdOfNumber(501), two = samples::IdOfNumber(502),
                    survivor = samples::IdOfNumber(503);
  const auto endorse = [&](const std::string& id, int first, int last) {
    return store->Execute([&](Txn& txn) {
      for (int i = first; i < last; ++i) OBT_RETURN_IF_ERROR(Endorse(txn, id, PersonOf(i)));
      return absl::OkStatus();
    });
  };
  const auto merge = [&] {
    return store->Execute([&](Txn& txn) { return UniteEndorsements(txn, {&one, &two}, survivor); }).status();
  };
  ASSERT_OK(endorse(one, 0, kMaxMergedEndorsements - 1));
  ASSERT_OK(endorse(two, 0, 2));
  EXPECT_THAT(merge(), obt::testing::StatusIs(absl::StatusCode::kFailedPrecondition, "MERGE_TOO_LARGE"));
  EXPECT_EQ(ReadReactions(store->Now(), survivor)->endorsements(), 0);
  ASSERT_OK(store->Execute([&](Txn& txn) { return Withdraw(txn, two, PersonOf(1)); }));
  ASSERT_OK(merge());
  EXPECT_EQ(ReadReactions(store->Now(), survivor)->endorsements(), kMaxMergedEndorsements - 1)
      << "one person endorsed both";
}

}  // namespace
}  // namespace obt::ideas
