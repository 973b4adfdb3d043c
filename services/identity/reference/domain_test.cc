#include "services/identity/reference/domain.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/identity/test_values.h"

namespace obt::identity {
namespace {

using ::obt::testing::IsOk;
using ::obt::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Faults = std::vector<std::string>;

TEST(ReferenceDomainTest, PutNamesEveryFault) {
  struct Case {
    std::string list;
    Faults faults;
  };
  const std::string good = "kind: REFERENCE_KIND_GRADE entries { code: 'SEO' name: 'Senior' } ";
  for (const Case& c : std::vector<Case>{
           {good, {}},
           {absl::StrCat(good,
                         "mappings { source: 's' source_name: 'Senior' code: 'SEO' } "
                         "mappings { source: 's' source_name: 'None' code: 'UNKNOWN' }"),
            {}},
           {"", {"list.kind", "list.entries"}},
           {absl::StrCat(good, "entries { code: 'SEO' name: 'Again' }"), {"list.entries[1].code"}},
           {absl::StrCat(good, "entries { code: 'seo' }"), {"list.entries[1].code", "list.entries[1].name"}},
           {absl::StrCat(good, "mappings { }"),
            {"list.mappings[0].source", "list.mappings[0].source_name", "list.mappings[0].code"}},
           {absl::StrCat(good, "mappings { source: 's' source_name: 'X' code: 'G7' }"),
            {"list.mappings[0].code"}},
           {absl::StrCat(good,
                         "mappings { source: 's' source_name: 'X' code: 'SEO' } "
                         "mappings { source: 's' source_name: 'X' code: 'UNKNOWN' }"),
            {"list.mappings[1].source_name"}},
       }) {
    EXPECT_EQ(FaultsOf<v1::PutReferenceListRequest>(absl::StrCat("list { ", c.list, " }")), c.faults)
        << c.list;
  }
  EXPECT_THAT(FaultsOf<v1::PutReferenceListRequest>("request_id: ' '"), ElementsAre("list", "request_id"));
}

TEST(ReferenceDomainTest, TheSizeOfAListIsBounded) {
  v1::PutReferenceListRequest request;
  request.mutable_list()->set_kind(v1::REFERENCE_KIND_REGION);
  for (int i = 0; i < 251; ++i) {
    v1::ReferenceEntry& entry = *request.mutable_list()->add_entries();
    entry.set_code(absl::StrCat("R", i));
    entry.set_name("R");
  }
  for (int i = 0; i < 1001; ++i) {
    v1::ReferenceMapping& mapping = *request.mutable_list()->add_mappings();
    mapping.set_source("s");
    mapping.set_source_name(absl::StrCat("n", i));
    mapping.set_code("R1");
  }
  EXPECT_THAT(FaultsOf(request), ElementsAre("list.entries", "list.mappings"));
}

TEST(ReferenceDomainTest, ReadsHaveNothingToGetWrong) {
  EXPECT_THAT(FaultsOf(v1::ListGradesRequest()), IsEmpty());
  EXPECT_THAT(FaultsOf(v1::ListProfessionsRequest()), IsEmpty());
  EXPECT_THAT(FaultsOf(v1::ListRegionsRequest()), IsEmpty());
  EXPECT_THAT(FaultsOf(v1::ListLearningTypesRequest()), IsEmpty());
}

std::string CodesOf(const v1::ReferenceList& list) {
  return absl::StrJoin(list.entries(), " ", [](std::string* out, const v1::ReferenceEntry& entry) {
    absl::StrAppend(out, entry.code());
  });
}

TEST(ReferenceDomainTest, EveryListHoldsUnknown) {
  const v1::ReferenceList empty = EmptyList(v1::REFERENCE_KIND_GRADE);
  EXPECT_EQ(empty.version(), 0);
  EXPECT_EQ(CodesOf(empty), "UNKNOWN");
  const auto first = NextVersion(empty, Proto<v1::ReferenceList>("kind: REFERENCE_KIND_GRADE version: 9 "
                                                                 "entries { code: 'SEO' name: 'Senior' }"));
  ASSERT_THAT(first, IsOk());
  ASSERT_TRUE(first->has_value());
  EXPECT_EQ((*first)->version(), 1);
  EXPECT_EQ(CodesOf(**first), "SEO UNKNOWN");
  const auto placed = NextVersion(
      empty, Proto<v1::ReferenceList>(
                 "entries { code: 'UNKNOWN' name: 'Not said' } entries { code: 'SEO' name: 'S' }"));
  ASSERT_THAT(placed, IsOk());
  EXPECT_EQ(CodesOf(**placed), "UNKNOWN SEO");
}

TEST(ReferenceDomainTest, PuttingTheSameAgainChangesNothingAndACodeInUseCannotBeDropped) {
  const auto list = Proto<v1::ReferenceList>(
      "kind: REFERENCE_KIND_GRADE entries { code: 'SEO' name: 'Senior' } entries { code: 'G7' name: 'Seven' "
      "}");
  const auto first = NextVersion(EmptyList(v1::REFERENCE_KIND_GRADE), list);
  ASSERT_THAT(first, IsOk());
  const auto again = NextVersion(**first, list);
  ASSERT_THAT(again, IsOk());
  EXPECT_FALSE(again->has_value());
  v1::ReferenceList renamed = list;
  renamed.mutable_entries(0)->set_name("Senior executive officer");
  const auto second = NextVersion(**first, renamed);
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ((*second)->version(), 2);
  const auto dropped = NextVersion(**first, Proto<v1::ReferenceList>("entries { code: 'G7' name: 'Seven' }"));
  EXPECT_THAT(dropped, StatusIs(absl::StatusCode::kFailedPrecondition, "CODE_DROPPED"));
  EXPECT_THAT(std::string(dropped.status().message()), HasSubstr("SEO"));
}

}  // namespace
}  // namespace obt::identity
