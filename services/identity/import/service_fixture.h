// Tests of imports whose rows apply as they come.
#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/identity/test_world.h"

namespace obt::identity {

class ImportServiceTest : public ::testing::Test {
 protected:
  std::string Start(const std::string& client, const std::string& code, const std::string& more = "") {
    return world_
        .Do<v1::StartImportResponse>(
            client, absl::StrCat("organisation_code: '", code, "' mode: IMPORT_MODE_DELTA ", more))
        .import()
        .import_id();
  }
  // One row.
  absl::StatusOr<v1::ImportPeopleResponse::Result> Row(const std::string& client,
                                                       const std::string& import_id,
                                                       const std::string& text) {
    return world_.TryOne<v1::ImportPeopleResponse>(
        client, absl::StrCat("import_id: '", import_id, "' rows { ", text, " }"));
  }
  // "JOINED" or the reason of the refusal.
  std::string Outcome(const std::string& client, const std::string& import_id, const std::string& text) {
    const auto result = Row(client, import_id, text);
    if (!result.ok()) return ReasonOf(result.status());
    return v1::ImportOutcome_Name(result->outcome()).substr(std::string("IMPORT_OUTCOME_").size());
  }
  v1::Person Find(const std::string& email) {
    return world_.Do<v1::FindPersonResponse>("centre", absl::StrCat("email: '", email, "'")).person();
  }
  World world_;
};

}  // namespace obt::identity
