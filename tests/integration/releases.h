// Releases over all services: people that are counted, what becomes of a release, and what is read of it. For
// tests.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "obt/reporting/v1/release.pb.h"
#include "tests/integration/world.h"

namespace obt::testing {

class Releases {
 public:
  explicit Releases(World& of) : of_(of) {}

  // So many more people of an organisation, of whom some begin to learn.
  void AddPeople(const std::string& organisation, const std::string& name, int people, int learners,
                 const char* at = "2024-10-20T10:00:00Z");

  reporting::v1::Release Read(const std::string& id, const std::string& client = "admin");
  absl::Status ReadStatus(const std::string& id, const std::string& client);
  // Starts the next of obt-2024; its id.
  std::string Begin(const char* as_of);
  std::string Revise(const std::string& id, const std::string& reason);
  // When it is made, whatever became of it.
  reporting::v1::Release Await(const std::string& id);
  void PreRelease(const std::string& id, const std::string& reader);
  reporting::v1::Release Publish(const std::string& id);
  std::string Published(const char* as_of);
  absl::Status Discard(const std::string& id, const std::string& reason = "");

  // Read in small pieces.
  std::string Bundle(const std::string& id, const std::string& client = "admin");
  // Every table with all its rows, in order.
  std::vector<reporting::v1::Table> Tables(const std::string& id, const std::string& client = "admin");
  // Codes -> figure of one column, "[c]" where it is withheld.
  std::map<std::string, std::string> Printed(const std::string& id, const std::string& table_id,
                                             const std::string& measure,
                                             const std::string& client = "cabinet");
  reporting::v1::AuditReleaseResponse Audit(const std::string& id);
  // Of their accesses before it was published.
  std::vector<reporting::v1::ReleaseAccess> Accesses(const std::string& id);

  std::vector<std::string> people_;

 private:
  World& of_;
};

}  // namespace obt::testing
