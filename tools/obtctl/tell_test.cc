// What verbs tell people instead of a table, page by page.
#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <utility>

#include "obt/ideas/v1/follow_up.pb.h"
#include "obt/ideas/v1/idea.pb.h"
#include "tools/obtctl/prose.h"
#include "tools/obtctl/verb.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

template <typename... Responses>
std::string Told(const std::string& path, const Responses&... responses) {
  Pages pages;
  (pages.push_back(std::make_unique<Responses>(responses)), ...);
  for (const Verb& verb : AllVerbs()) {
    if (verb.path != path) continue;
    Lines lines(verb.answer.rows, verb.answer.columns, *pages.front(), verb.answer.own);
    for (const auto& page : pages) lines.Add(*page);
    return ShowMarks(verb.answer.tell(pages, lines.table(), 0), false);
  }
  return "no such verb";
}

TEST(TellTest, RanksGoOnFromPageToPageAndTheSummaryIsToldOnce) {
  ideas::v1::SearchIdeasResponse first, second;
  for (ideas::v1::SearchIdeasResponse* page : {&first, &second}) {
    page->add_hits()->set_kind(ideas::v1::ITEM_KIND_IDEA);
    page->mutable_summary()->set_total(2);
  }
  first.mutable_hits(0)->set_title("One");
  second.mutable_hits(0)->set_title("Two");
  first.mutable_hits(0)->set_id("I1");
  second.mutable_hits(0)->set_id("I2");
  EXPECT_EQ(Told("idea search", first, second),
            " 1  One\n    idea\n    I1\n\n 2  Two\n    idea\n    I2\n\n2 found\n");
}

TEST(TellTest, FollowUpsAreCountedByKindBeforeTheyAreListed) {
  ideas::v1::ListFollowUpsResponse first, second;
  EXPECT_EQ(Told("follow-up", first), "nothing stands still\n");
  for (const auto& [kind, count] : {std::pair(ideas::v1::FOLLOW_UP_KIND_NO_CONVERSATION, 1200),
                                    std::pair(ideas::v1::FOLLOW_UP_KIND_NOT_TRIED, 1)}) {
    ideas::v1::FollowUpCount& counted = *first.add_counts();
    counted.set_kind(kind);
    counted.set_count(count);
  }
  ideas::v1::FollowUp& waiting = *second.add_follow_ups();
  waiting.set_kind(ideas::v1::FOLLOW_UP_KIND_NOT_TRIED);
  waiting.set_days_waited(46);
  *waiting.mutable_since() = DateOf("2024-12-21");
  waiting.set_organisation_code("home-office");
  waiting.set_team_id("T1");
  waiting.set_item_id("I1");
  EXPECT_EQ(Told("follow-up", first, second),
            "what stands still                  how many\n"
            "─────────────────────────────────  ────────\n"
            "teams without a conversation          1,200\n"
            "changes past their day, not tried         1\n"
            "─────────────────────────────────  ────────\n"
            "all together                          1,201\n"
            "\n"
            "kind       days  since       organisation  team  item  facilitators  elsewhere\n"
            "─────────  ────  ──────────  ────────────  ────  ────  ────────────  ─────────\n"
            "not_tried    46  2024-12-21  home-office   T1    I1\n");
}

TEST(TellTest, FollowUpsThatWereNotAllCountedAreAtLeastThose) {
  ideas::v1::ListFollowUpsResponse first;
  first.set_counts_partial(true);
  ideas::v1::FollowUpCount& counted = *first.add_counts();
  counted.set_kind(ideas::v1::FOLLOW_UP_KIND_NO_REPORT);
  EXPECT_THAT(Told("follow-up", first), ::testing::HasSubstr("what stands still           at least\n"));
  counted.set_count(5);
  EXPECT_THAT(Told("follow-up", first), ::testing::HasSubstr("adoptions without a report         5\n"));
}

}  // namespace
}  // namespace obt::ctl
