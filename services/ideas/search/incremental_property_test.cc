// The index after any history answers exactly as a fresh one over the same documents, whatever order they
// came in; and whatever a viewer may not see leaves its answers as they are, to the byte.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "services/ideas/search/testing/library.h"

namespace obt::ideas::search {
namespace {

using testing::Print;
using testing::Random;

using Documents = std::map<Key, Document>;

// In an order of its own.
void Fill(const Documents& documents, Random& random, Index& index) {
  std::vector<const Document*> shuffled;
  for (const auto& [key, document] : documents) shuffled.push_back(&document);
  for (size_t i = shuffled.size(); i > 1; --i) std::swap(shuffled[i - 1], shuffled[random.Below(i)]);
  for (const Document* document : shuffled) index.Put(*document);
}

void SetAdoptions(const Key& key, int adoptions, Documents& documents, Index& index) {
  index.SetAdoptions(key, adoptions);
  if (const auto found = documents.find(key); found != documents.end()) found->second.adoptions = adoptions;
}

// One change of both.
void Change(Random& random, Documents& documents, Index& index) {
  const size_t what = random.Below(10);
  const Document document = random.Thing();
  if (what == 0) {
    SetAdoptions(document.key, static_cast<int>(random.Below(6)), documents, index);
  } else if (what < 4) {
    documents.erase(document.key);
    index.Remove(document.key);
  } else {
    documents[document.key] = document;
    index.Put(document);
  }
}

// The same questions to both.
void ExpectSameAnswers(uint64_t seed, int questions, const Index& a, const Index& b, const Viewer* fixed) {
  Random random(seed);
  for (int i = 0; i < questions; ++i) {
    const Viewer viewer = fixed != nullptr ? *fixed : random.AViewer();
    const Filter filter = random.AFilter();
    const std::string query = random.Query();
    const Draft draft = random.ADraft();
    const auto order = static_cast<Order>(random.Below(3));
    const Page page{random.Below(3), 1 + random.Below(20)};
    RC_ASSERT(Print(a.Search(query, viewer, filter, order, page)) ==
              Print(b.Search(query, viewer, filter, order, page)));
    RC_ASSERT(Print(a.Similar(draft, viewer, filter, 10)) == Print(b.Similar(draft, viewer, filter, 10)));
  }
}

TEST(IndexProperty, AfterAnyHistoryAnswersAsAFreshOne) {
  EXPECT_TRUE(rc::check([] {
    Random random(*rc::gen::arbitrary<uint64_t>());
    Index index;
    Documents documents;
    // Enough for places and numbers to be used again.
    for (size_t changes = 50 + random.Below(250); changes > 0; --changes) Change(random, documents, index);
    const bool thorough = random.Below(20) == 0;
    Index fresh;
    Fill(documents, random, fresh);
    RC_ASSERT(index.documents() == documents.size());
    ExpectSameAnswers(random.Below(1'000'000), thorough ? 200 : 4, index, fresh, nullptr);
  }));
}

// What is hidden comes and goes, changes its text, becomes public and hidden again.
TEST(IndexProperty, WhatAViewerMayNotSeeChangesNoByteOfItsAnswers) {
  EXPECT_TRUE(rc::check([] {
    Random random(*rc::gen::arbitrary<uint64_t>());
    const Viewer viewer{{"o1"}, {}, {"t2"}, false};
    Index index, without;
    Documents documents;
    for (size_t changes = 50 + random.Below(250); changes > 0; --changes) Change(random, documents, index);
    Documents visible;
    for (const auto& [key, document] : documents) {
      const bool sees = document.audience == Audience::kEverybody || document.team == "t2" ||
                        (document.audience == Audience::kOrganisation && document.organisation == "o1");
      if (sees) visible.insert({key, document});
    }
    Fill(visible, random, without);
    ExpectSameAnswers(random.Below(1'000'000), 6, index, without, &viewer);
  }));
}

}  // namespace
}  // namespace obt::ideas::search
