// Tests of imports whose rows are staged: starts them, stages rows and works them off step by step, as the
// worker does.
#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/rpc/grpc_status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/identity/import/jobs.h"
#include "services/identity/test_world.h"

namespace obt::identity {

class StagedImportTest : public ::testing::Test {
 protected:
  StagedImportTest() { AddImportJobs(jobs_, Context()); }
  std::string Start(const std::string& client, const std::string& code, const std::string& more) {
    return world_.Do<v1::StartImportResponse>(client, absl::StrCat("organisation_code: '", code, "' ", more))
        .import()
        .import_id();
  }
  // "STAGED 3" or the reason of the refusal.
  std::string Stage(const std::string& client, const std::string& import_id, const std::string& text) {
    const auto result = world_.TryOne<v1::ImportPeopleResponse>(
        client, absl::StrCat("import_id: '", import_id, "' rows { ", text, " }"));
    if (!result.ok()) return ReasonOf(result.status());
    EXPECT_EQ(result->outcome(), v1::IMPORT_OUTCOME_STAGED);
    return absl::StrCat("STAGED ", result->row_number());
  }
  v1::Import Get(const std::string& import_id) {
    return world_.Do<v1::GetImportResponse>("centre", absl::StrCat("import_id: '", import_id, "'")).import();
  }
  void Finish(const std::string& client, const std::string& import_id) {
    world_.Do<v1::FinishImportResponse>(client, absl::StrCat("import_id: '", import_id, "'"));
  }
  bool Step(const std::string& import_id) {
    return World::Must(RunImportStep(Context(), *ParseId<ImportId>(import_id)));
  }
  void WorkOff(const std::string& import_id) {
    while (Step(import_id)) {
    }
  }
  // All of it; the rows must be staged.
  v1::Import Import(const std::string& client, const std::string& code, const std::vector<std::string>& rows,
                    const std::string& more = "") {
    last_ = Start(client, code, absl::StrCat("mode: IMPORT_MODE_SNAPSHOT ", more));
    for (const std::string& row : rows)
      EXPECT_THAT(Stage(client, last_, row), ::testing::HasSubstr("STAGED"));
    Finish(client, last_);
    WorkOff(last_);
    return Get(last_);
  }
  std::string CountsOf(const v1::Import& import) { return import.counts().ShortDebugString(); }
  // "1 JOINED", "0 LEFT", "3 HELD_ELSEWHERE", by row number.
  std::vector<std::string> Results(const std::string& import_id, int page_size = 0) {
    std::vector<std::string> all;
    std::string token;
    do {
      v1::ListImportResultsRequest request;
      request.set_import_id(import_id);
      request.set_page_size(page_size);
      request.set_page_token(token);
      const auto page = World::Must(world_.Run<v1::ListImportResultsResponse>("centre", request));
      for (const v1::ImportResult& result : page.results()) {
        const absl::Status status = rpc::FromProto(result.status());
        all.push_back(absl::StrCat(
            result.row_number(), " ",
            status.ok() ? v1::ImportOutcome_Name(result.outcome()).substr(15) : ReasonOf(status)));
      }
      token = page.next_page_token();
    } while (!token.empty());
    return all;
  }
  std::string StaysOf(const std::string& email) {
    const auto found = world_.Try<v1::FindPersonResponse>("centre", absl::StrCat("email: '", email, "'"));
    return found.ok() ? ToText(found->person().facts().stays()) : ReasonOf(found.status());
  }
  // Every row of every table but what is there for ever.
  size_t Staged() {
    const auto view = world_.store()->Now();
    return World::Must(kStagedKeys.Scan(view, std::tuple<>(), std::nullopt, 100'000)).size() +
           World::Must(kImportJobs.Scan(view, std::tuple<>(), std::nullopt, 100'000)).size();
  }
  size_t Rows() {
    return World::Must(kImportRows.Scan(world_.store()->Now(), std::tuple<>(), std::nullopt, 100'000)).size();
  }
  // hr ids first to last, with an address each.
  static std::vector<std::string> Staff(int first, int last) {
    std::vector<std::string> rows;
    for (int i = first; i <= last; ++i) {
      rows.push_back(absl::StrCat("hr_id: '", i, "' email: 'p", i, "@dwp.gov.uk' name: 'P' grade: 'SEO'"));
    }
    return rows;
  }
  // Of the store as it is open now.
  ImportContext Context() { return {*world_.store(), world_.directory, world_.clock()}; }
  World world_;
  obs::Metrics metrics_;
  jobs::Jobs jobs_{*world_.store(), world_.clock(), metrics_};
  std::string last_;
};

inline constexpr char kEarlier[] = "from_day $D{2024-04-01} ";

}  // namespace obt::identity
