// The two status macros of the house. Everything that can fail returns absl::Status or absl::StatusOr.
#pragma once

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define OBT_RETURN_IF_ERROR(expr)                                              \
  do {                                                                         \
    if (absl::Status obt_status = (expr); !obt_status.ok()) return obt_status; \
  } while (false)

#define OBT_CONCAT_INNER(a, b) a##b
#define OBT_CONCAT(a, b) OBT_CONCAT_INNER(a, b)
#define OBT_ASSIGN_OR_RETURN_INNER(tmp, lhs, expr) \
  auto tmp = (expr);                               \
  if (!tmp.ok()) return std::move(tmp).status();   \
  lhs = *std::move(tmp)
#define OBT_ASSIGN_OR_RETURN(lhs, expr) \
  OBT_ASSIGN_OR_RETURN_INNER(OBT_CONCAT(obt_statusor_, __LINE__), lhs, expr)
