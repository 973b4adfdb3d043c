// Every release of every edition, audited: what `obtctl verify` finds in them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "tools/obtctl/session.h"

namespace obt::ctl {

struct Audits {
  int64_t releases = 0, bad_releases = 0;
  std::vector<std::string> faults;  // "release ID: what is wrong"
  std::string refusal;              // why the caller may audit none; empty: they were audited
  absl::Status unfinished;          // why not all were
};

// Of those that stand: neither being made, nor failed, nor withdrawn.
Audits AuditEveryRelease(Session& session);

}  // namespace obt::ctl
