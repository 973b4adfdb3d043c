// A store's audit log as a test looks at it. For tests only.
#pragma once

#include <string>
#include <vector>

#include "common/store/audit.h"
#include "common/store/store.h"
#include "common/testing/status_matchers.h"
#include "obt/audit/v1/audit.pb.h"
#include "gtest/gtest.h"

namespace obt::testing {

// The entries behind one, as of now. Fails the test where one does not follow from the one before.
inline std::vector<audit::v1::AuditEntry> AuditEntries(const store::Store& store, uint64_t after = 0) {
  std::vector<audit::v1::AuditEntry> entries;
  store::AuditChain chain;
  EXPECT_OK(store::ScanAudit(store.Now(), after == 0 ? 0 : after - 1, [&](const store::AuditRow& row) {
    if (row.sequence == after) {
      chain = store::AuditChain(after, row.chain);
      return true;
    }
    const std::string fault = chain.Follow(row);
    EXPECT_EQ(fault, "");
    audit::v1::AuditEntry entry;
    EXPECT_TRUE(entry.ParseFromString(row.entry));
    entries.push_back(std::move(entry));
    return fault.empty();
  }));
  return entries;
}

}  // namespace obt::testing
