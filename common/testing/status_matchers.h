// gMock matchers for absl::Status and StatusOr: IsOk(), StatusIs(code), StatusIs(code, reason),
// IsOkAnd(matcher).
#pragma once

#include <ostream>
#include <string>
#include <type_traits>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/error.h"
#include "gmock/gmock.h"

namespace obt::testing {

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

MATCHER(IsOk, "is OK") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).ok();
}

MATCHER_P(StatusIs, code, "") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).code() == code;
}

MATCHER_P2(StatusIs, code, reason, "") {
  *result_listener << StatusOf(arg).ToString() << " reason " << ReasonOf(StatusOf(arg));
  return StatusOf(arg).code() == code && ReasonOf(StatusOf(arg)) == reason;
}

// Field violations as "field" strings.
MATCHER_P(ViolatesFields, fields_matcher, "") {
  std::vector<std::string> fields;
  for (const FieldViolation& violation : ViolationsOf(StatusOf(arg))) fields.push_back(violation.field);
  return ::testing::ExplainMatchResult(fields_matcher, fields, result_listener);
}

}  // namespace obt::testing

#define ASSERT_OK(expr) ASSERT_THAT(expr, ::obt::testing::IsOk())
#define EXPECT_OK(expr) EXPECT_THAT(expr, ::obt::testing::IsOk())
#define OBT_TEST_CONCAT_INNER(a, b) a##b
#define OBT_TEST_CONCAT(a, b) OBT_TEST_CONCAT_INNER(a, b)
#define ASSERT_OK_AND_ASSIGN_INNER(tmp, lhs, expr) \
  auto tmp = (expr);                               \
  ASSERT_THAT(tmp, ::obt::testing::IsOk());        \
  lhs = *std::move(tmp)
#define ASSERT_OK_AND_ASSIGN(lhs, expr) \
  ASSERT_OK_AND_ASSIGN_INNER(OBT_TEST_CONCAT(obt_test_, __LINE__), lhs, expr)
