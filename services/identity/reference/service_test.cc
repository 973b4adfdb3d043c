#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/identity/test_world.h"

namespace obt::identity {
namespace {

using ::obt::testing::IsOk;
using ::obt::testing::StatusIs;

class ReferenceServiceTest : public ::testing::Test {
 protected:
  absl::StatusOr<v1::PutReferenceListResponse> Put(const std::string& entries) {
    return world_.Try<v1::PutReferenceListResponse>(
        "centre", absl::StrCat("list { kind: REFERENCE_KIND_LEARNING_TYPE ", entries, " }"));
  }
  v1::ReferenceList Types() { return world_.Do<v1::ListLearningTypesResponse>("dwp-hr", "").list(); }
  World world_;
};

TEST_F(ReferenceServiceTest, AListNobodyPutHoldsUnknownAlone) {
  EXPECT_EQ(Types().version(), 0);
  ASSERT_EQ(Types().entries_size(), 1);
  EXPECT_EQ(Types().entries(0).code(), "UNKNOWN");
}

TEST_F(ReferenceServiceTest, EveryChangeIsAVersionAndTheSameAgainIsNone) {
  const std::string entries = "entries { code: 'VIDEO' name: 'Video' }";
  EXPECT_EQ(Put(entries)->version(), 1);
  const uint64_t before = world_.sequence();
  EXPECT_EQ(Put(entries)->version(), 1);
  EXPECT_EQ(world_.sequence(), before);
  EXPECT_EQ(Put(absl::StrCat(entries, " entries { code: 'BOOK' name: 'Book' }"))->version(), 2);
  EXPECT_EQ(world_.Changes(before).at(0).type(), "obt.identity.v1.ReferenceListChanged");
  EXPECT_EQ(Types().entries_size(), 3);
  EXPECT_THAT(Put(entries), StatusIs(absl::StatusCode::kFailedPrecondition, "CODE_DROPPED"));
}

TEST_F(ReferenceServiceTest, EachListIsReadOnItsOwn) {
  EXPECT_EQ(world_.Do<v1::ListGradesResponse>("dwp-hr", "").list().entries(0).code(), "SEO");
  EXPECT_EQ(world_.Do<v1::ListProfessionsResponse>("dwp-hr", "").list().entries(0).code(), "LEGAL");
  EXPECT_EQ(world_.Do<v1::ListRegionsResponse>("dwp-hr", "").list().entries(0).code(), "TLI");
}

TEST_F(ReferenceServiceTest, AnotherServiceThatAppliesTheFeedHasTheSameTables) {
  const std::string ann = world_.AddPerson("dwp", "ann");
  world_.Do<v1::CreateProgrammeResponse>(
      "centre",
      "programme { programme_id: 'obt-2024' title: 'T' first_day $D{2024-10-14} last_day $D{2025-02-14} }");
  world_.Do<v1::SetHeadcountsResponse>(
      "centre",
      "programme_id: 'obt-2024' headcounts { organisation_code: 'dwp' dated $D{2024-10-01} headcount: "
      "5 source: 's' }");
  world_.Do<v1::CreateTeamResponse>(
      "centre",
      absl::StrCat("team { programme_id: 'obt-2024' organisation_code: 'dwp' name: 'N' facilitator_ids: '",
                   ann, "' }"));
  obt::testing::TempStore replica(feed::DirectoryTables());
  ASSERT_THAT(replica->Execute([&](obt::store::Txn& txn) {
    for (const auto& change : world_.Changes()) OBT_RETURN_IF_ERROR(feed::Directory::Apply(change, txn));
    return absl::OkStatus();
  }),
              IsOk());
  const auto rows = [](const obt::store::View& view, const obt::store::TableRef& table) {
    std::vector<std::string> all;
    World::Must(view.ScanRaw(table, "", "", [&all](absl::string_view key, absl::string_view row) {
      all.push_back(absl::StrCat(key, "=", row));
      return true;
    }));
    return all;
  };
  for (const obt::store::TableRef* table : PublishedTables()) {
    EXPECT_EQ(rows(replica->Now(), *table), rows(world_.store()->Now(), *table)) << table->name;
    EXPECT_FALSE(rows(replica->Now(), *table).empty()) << table->name;
  }
}

}  // namespace
}  // namespace obt::identity
