// A list ends its pages below the limit, loses nothing and repeats nothing, however large its items are.
#include "common/rpc/answer_page.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/call.h"
#include "common/store/page.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "obt/aggregator/v1/progress.pb.h"
#include "obt/identity/v1/team.pb.h"
#include "obt/learning/v1/learning.pb.h"

namespace obt::rpc {
namespace {

using ::testing::Each;
using ::testing::ElementsAreArray;
using ::testing::Lt;
using ::testing::SizeIs;

constexpr size_t kMost = kMaxPageBytes;

Call AnyCall() {
  Call call;
  call.client_id = "a";
  call.page_key = std::string(32, 'k');
  return call;
}

// What a list of teams with these names' sizes is read in.
struct Reading {
  std::vector<std::string> names;  // in order
  std::vector<size_t> page_bytes;
};

// Whoever reads a store: rows by number, positions as texts.
auto Rows(const std::vector<size_t>& sizes) {
  return [&sizes](const std::string& position, size_t limit) -> absl::StatusOr<store::Page<size_t>> {
    size_t begin = 0;
    if (!position.empty() && !absl::SimpleAtoi(position, &begin)) return absl::InternalError("bad position");
    store::Page<size_t> page;
    for (size_t i = begin; i < sizes.size() && page.rows.size() < limit; ++i) {
      page.rows.push_back(i);
      page.ends.push_back(absl::StrCat(i + 1));
    }
    if (begin + page.rows.size() < sizes.size()) page.next = page.ends.back();
    return page;
  };
}

Reading ReadAll(const std::vector<size_t>& sizes, int page_size) {
  Reading reading;
  identity::v1::ListTeamsRequest request;
  request.set_page_size(page_size);
  do {
    const absl::StatusOr<identity::v1::ListTeamsResponse> page =
        AnswerPage(request, AnyCall(), &identity::v1::ListTeamsResponse::mutable_teams, Rows(sizes),
                   [&sizes](size_t row) {
                     identity::v1::Team team;
                     team.set_name(absl::StrCat(row, ":", std::string(sizes[row], 'x')));
                     return team;
                   });
    EXPECT_OK(page);
    if (!page.ok()) return reading;
    reading.page_bytes.push_back(page->ByteSizeLong());
    for (const identity::v1::Team& team : page->teams())
      reading.names.push_back(team.name().substr(0, team.name().find(':')));
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return reading;
}

TEST(AnswerPage, PagesStayBelowTheLimitAndHoldEverythingOnce) {
  struct Case {
    const char* name;
    std::vector<size_t> sizes;
    int page_size;
    size_t pages;
  };
  for (const Case& c : std::vector<Case>{
           {"nothing", {}, 0, 1},
           {"small ones", std::vector<size_t>(250, 10), 100, 3},
           {"exactly a page", std::vector<size_t>(100, 10), 100, 1},
           {"500 teams of 200 members with long names", std::vector<size_t>(500, 8'800), 500, 2},
           {"large ones one by one", std::vector<size_t>(5, 2u << 20), 500, 5},
           {"one that is too large alone", {10, kMost + 1, 10}, 500, 3},
           {"only one that is too large", {kMost + 1}, 500, 1},
           {"the large one first", {kMost - 5'000, 10'000, 10}, 500, 2},
           {"the last one does not fit", {1'000, 2'000, kMost - 5'000}, 500, 2}}) {
    const Reading reading = ReadAll(c.sizes, c.page_size);
    std::vector<std::string> all;
    for (size_t i = 0; i < c.sizes.size(); ++i) all.push_back(absl::StrCat(i));
    EXPECT_THAT(reading.names, ElementsAreArray(all)) << c.name;
    EXPECT_THAT(reading.page_bytes, SizeIs(c.pages)) << c.name;
    const bool alone = std::any_of(c.sizes.begin(), c.sizes.end(), [](size_t size) { return size > kMost; });
    if (!alone) EXPECT_THAT(reading.page_bytes, Each(Lt(kMost))) << c.name;
  }
}

TEST(AnswerPage, ListsOfTextsAreMeasuredToo) {
  const std::vector<size_t> sizes(5, 1u << 20);
  aggregator::v1::ListCohortRequest request;
  const absl::StatusOr<aggregator::v1::ListCohortResponse> page =
      AnswerPage(request, AnyCall(), &aggregator::v1::ListCohortResponse::mutable_person_ids, Rows(sizes),
                 [&sizes](size_t row) { return std::string(sizes[row], 'x'); });
  ASSERT_OK(page);
  EXPECT_THAT(page->person_ids(), SizeIs(2));
  EXPECT_LT(page->ByteSizeLong(), kMost);
  EXPECT_NE(page->next_page_token(), "");
}

TEST(BatchRoom, ResultsBeyondItSayThatTheAnswerIsFull) {
  BatchRoom room;
  learning::v1::BatchGetLearnerRecordsResponse response;
  for (int i = 0; i < 500; ++i) {
    auto& result = *response.add_results();
    result.mutable_record()->set_person_id(std::string(100'000, 'x'));
    room.Take(result);
  }
  EXPECT_TRUE(room.full());
  EXPECT_LT(response.ByteSizeLong(), size_t{kMaxResponseBytes});
  EXPECT_TRUE(response.results(0).has_record());
  EXPECT_FALSE(response.results(499).has_record());
  EXPECT_THAT(FromProto(response.results(499).status()),
              testing::StatusIs(absl::StatusCode::kResourceExhausted, "RESPONSE_FULL"));
}

TEST(BatchRoom, OneResultHasRoomHoweverLargeItIs) {
  BatchRoom room;
  learning::v1::BatchGetLearnerRecordsResponse::Result result;
  result.mutable_record()->set_person_id(std::string(kMost + 1, 'x'));
  room.Take(result);
  EXPECT_TRUE(result.has_record());
}

}  // namespace
}  // namespace obt::rpc
