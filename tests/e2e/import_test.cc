// Whole staff lists through the real service: the same list again changes nothing, too many leavers change
// nothing, and a service killed again and again while it works a list off comes to the end it would have come
// to. OBT_ROWS sets the size: as it is for every build, 92,582 (DWP) for the slow one.
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "obt/admin/v1/admin.pb.h"
#include "obt/identity/v1/import.pb.h"
#include "tests/integration/world.h"

namespace obt::testing {
namespace {

namespace v1 = identity::v1;

int Rows() {
  int rows = 4000;
  const char* given = std::getenv("OBT_ROWS");
  if (given != nullptr && !absl::SimpleAtoi(given, &rows)) Die("OBT_ROWS is no number");
  return rows;
}

// The n-th of the staff.
v1::PersonRow RowOf(int n, const std::string& grade) {
  v1::PersonRow row;
  row.set_hr_id(absl::StrCat("HR", n));
  row.set_email(absl::StrCat("p", n, "@dwp.gov.uk"));
  row.set_name(absl::StrCat("Zo", n % 2 == 0 ? "\xC3\xAB" : "e\xCC\x88", " ", n));  // NFC and not
  row.set_grade(grade);
  row.set_line(n + 2);
  return row;
}

std::vector<v1::PersonRow> Staff(int first, int end, const std::string& grade = "EO") {
  std::vector<v1::PersonRow> rows;
  for (int n = first; n < end; ++n) rows.push_back(RowOf(n, grade));
  return rows;
}

class ImportTest : public ::testing::Test {
 protected:
  ImportTest() : world_(World::Mode::kBinaries, SystemClock::Get(), {"identity", "learning"}) {}

  template <typename Response>
  Response Patiently(const google::protobuf::Message& request) {
    while (true) {
      absl::StatusOr<Response> response = world_.Call<Response>(request, "dwp");
      if (response.ok()) return *std::move(response);
      const bool passing = absl::IsUnavailable(response.status()) || absl::IsCancelled(response.status()) ||
                           absl::IsDeadlineExceeded(response.status());
      if (!passing) Die(response.status().ToString());
    }
  }
  std::string Stage(const std::vector<v1::PersonRow>& rows, const google::type::Date& day,
                    bool dry_run = false) {
    v1::StartImportRequest start;
    start.set_organisation_code("dwp");
    start.set_mode(v1::IMPORT_MODE_SNAPSHOT);
    start.set_dry_run(dry_run);
    *start.mutable_from_day() = day;
    const std::string id = Patiently<v1::StartImportResponse>(start).import().import_id();
    for (size_t first = 0; first < rows.size(); first += 1000) {
      v1::ImportPeopleRequest request;
      request.set_import_id(id);
      for (size_t i = first; i < std::min(rows.size(), first + 1000); ++i) *request.add_rows() = rows[i];
      const auto response = Patiently<v1::ImportPeopleResponse>(request);
      for (const auto& result : response.results()) {
        EXPECT_EQ(result.outcome(), v1::IMPORT_OUTCOME_STAGED) << result.status().ShortDebugString();
      }
    }
    return id;
  }
  void Finish(const std::string& id) {
    v1::FinishImportRequest finish;
    finish.set_import_id(id);
    Patiently<v1::FinishImportResponse>(finish);
  }
  v1::Import Look(const std::string& id) {
    v1::GetImportRequest get;
    get.set_import_id(id);
    return Patiently<v1::GetImportResponse>(get).import();
  }
  v1::Import WaitFor(const std::string& id) {
    while (true) {
      const v1::Import import = Look(id);
      if (import.state() != v1::IMPORT_STATE_FINISHING) return import;
      std::this_thread::yield();
    }
  }
  v1::Import Import(const std::vector<v1::PersonRow>& rows, const google::type::Date& day,
                    bool dry_run = false) {
    const std::string id = Stage(rows, day, dry_run);
    Finish(id);
    return WaitFor(id);
  }
  // How many changes identity has published.
  uint64_t Published() {
    std::unique_ptr<rpc::Client> client = world_.deployment().ClientTo("identity", "admin");
    const auto told = client->Call<admin::v1::GetBuildInfoResponse>(admin::v1::GetBuildInfoRequest());
    if (!told.ok()) Die(told.status().ToString());
    return told->sequence();
  }
  World world_;
};

std::string CountsOf(const v1::Import& import) { return import.counts().ShortDebugString(); }

TEST_F(ImportTest, AWholeListAgainOrTooShortChangesNothingAndKillsDoNotChangeItsEnd) {
  const int rows = Rows();
  const google::type::Date april = DateOf(2024, 4, 1), october = DateOf(2024, 10, 1);
  std::vector<v1::PersonRow> staff = Staff(0, rows);
  ASSERT_EQ(CountsOf(Import(staff, april)), absl::StrCat("joined: ", rows));
  const uint64_t before = Published();

  // The same people in another order: no event is published.
  std::shuffle(staff.begin(), staff.end(), std::mt19937(7));
  const v1::Import again = Import(staff, october);
  EXPECT_EQ(again.state(), v1::IMPORT_STATE_FINISHED);
  EXPECT_EQ(CountsOf(again), absl::StrCat("unchanged: ", rows));
  EXPECT_EQ(again.current_staff(), rows);
  EXPECT_EQ(Published(), before);

  // 11 % fewer, with a joiner and a changed grade besides: refused, and none of it happens.
  const int gone = rows * 11 / 100;
  std::vector<v1::PersonRow> fewer = Staff(gone, rows + 1);
  fewer[0].set_grade("HEO");
  const v1::Import refused = Import(fewer, october);
  EXPECT_EQ(refused.state(), v1::IMPORT_STATE_REFUSED);
  EXPECT_EQ(refused.missing_staff(), gone);
  EXPECT_EQ(CountsOf(refused), "");
  EXPECT_EQ(Published(), before);

  // Everybody's grade, some joiners, some leavers; the service dies in the middle, again and again.
  const int leavers = rows / 20, joiners = rows / 30;
  const std::vector<v1::PersonRow> next = Staff(leavers, rows + joiners, "HEO");
  const std::string expected =
      absl::StrCat("joined: ", joiners, " updated: ", rows - leavers, " left: ", leavers);
  const std::string id = Stage(next, october);
  Finish(id);
  int kills = 0;
  for (int64_t killed_at = 0; Look(id).state() == v1::IMPORT_STATE_FINISHING;) {
    if (Look(id).handled_rows() < killed_at + rows / 8 || kills == 5) continue;
    world_.Restart("identity", /*kill=*/true);
    ++kills;
    killed_at = Look(id).handled_rows();
  }
  std::cout << kills << " kills" << std::endl;
  EXPECT_GE(kills, rows > 50'000 ? 3 : 1) << "it was over too soon for the test to show anything";
  EXPECT_EQ(Look(id).state(), v1::IMPORT_STATE_FINISHED);
  EXPECT_EQ(CountsOf(Look(id)), expected);
  EXPECT_EQ(Published(), before + joiners + rows);  // each change once
  EXPECT_EQ(CountsOf(Import(next, october)), absl::StrCat("unchanged: ", next.size()));
  EXPECT_EQ(Published(), before + joiners + rows);
}

}  // namespace
}  // namespace obt::testing
