#include "tests/integration/releases.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/days.h"
#include "common/testing/status_matchers.h"
#include "gtest/gtest.h"

namespace obt::testing {
namespace {

namespace rel = reporting::v1;

template <typename Request>
Request For(const std::string& id) {
  Request request;
  request.set_release_id(id);
  return request;
}

std::string TextOf(const rel::Figure& figure) {
  if (figure.marker() == rel::MARKER_CONFIDENTIAL) return "[c]";
  return figure.marker() == rel::MARKER_NOT_APPLICABLE ? "[z]" : absl::StrCat(figure.value());
}

}  // namespace

void Releases::AddPeople(const std::string& organisation, const std::string& name, int people, int learners,
                         const char* at) {
  absl::Time when;
  std::string problem;
  if (!absl::ParseTime(absl::RFC3339_full, at, &when, &problem)) Die(problem);
  const std::string client = organisation == "hmrc" ? "hmrc" : "dwp";
  for (int i = 0; i < people; ++i) {
    const std::string id = absl::StrCat(name, i), person = of_.CreatePerson(organisation, id);
    people_.push_back(person);
    if (i >= learners) continue;
    ASSERT_OK(of_.Record(client, of_.Event(person, id, learning::v1::VERB_COMPLETED, "m1", when, 20)));
  }
}

rel::Release Releases::Read(const std::string& id, const std::string& client) {
  return of_.Must<rel::GetReleaseResponse>(For<rel::GetReleaseRequest>(id), client).release();
}

absl::Status Releases::ReadStatus(const std::string& id, const std::string& client) {
  return of_.Call<rel::GetReleaseResponse>(For<rel::GetReleaseRequest>(id), client).status();
}

std::string Releases::Begin(const char* as_of) {
  rel::CreateReleaseRequest request;
  request.set_programme_id("obt-2024");
  *request.mutable_as_of() = ToDate(*ParseDayText(as_of));
  return of_.Must<rel::CreateReleaseResponse>(request).release().release_id();
}

std::string Releases::Revise(const std::string& id, const std::string& reason) {
  auto request = For<rel::ReviseReleaseRequest>(id);
  request.set_reason(reason);
  return of_.Must<rel::ReviseReleaseResponse>(request).release().release_id();
}

rel::Release Releases::Await(const std::string& id) {
  const absl::Time deadline = absl::Now() + absl::Seconds(60);
  rel::Release release = Read(id);
  while (release.state() == rel::RELEASE_STATE_CREATING && absl::Now() < deadline) release = Read(id);
  EXPECT_EQ(release.state(), rel::RELEASE_STATE_DRAFT) << release.failure();
  return release;
}

void Releases::PreRelease(const std::string& id, const std::string& reader) {
  auto request = For<rel::StartPreReleaseRequest>(id);
  request.add_readers(reader);
  of_.Must<rel::StartPreReleaseResponse>(request);
}

rel::Release Releases::Publish(const std::string& id) {
  return of_.Must<rel::PublishReleaseResponse>(For<rel::PublishReleaseRequest>(id)).release();
}

std::string Releases::Published(const char* as_of) {
  return Publish(Await(Begin(as_of)).release_id()).release_id();
}

absl::Status Releases::Discard(const std::string& id, const std::string& reason) {
  auto request = For<rel::DiscardReleaseRequest>(id);
  request.set_reason(reason);
  return of_.Call<rel::DiscardReleaseResponse>(request).status();
}

std::string Releases::Bundle(const std::string& id, const std::string& client) {
  std::string bundle;
  for (;;) {
    auto request = For<rel::ReadBundleRequest>(id);
    request.set_offset(static_cast<int64_t>(bundle.size()));
    request.set_limit(10'000);
    const auto piece = of_.Must<rel::ReadBundleResponse>(request, client);
    if (piece.data().empty()) return bundle;
    bundle += piece.data();
  }
}

std::vector<rel::Table> Releases::Tables(const std::string& id, const std::string& client) {
  std::vector<rel::Table> tables;
  const auto list = of_.Must<rel::ListTablesResponse>(For<rel::ListTablesRequest>(id), client);
  for (const rel::TableOutline& outline : list.tables()) {
    rel::Table& table = tables.emplace_back();
    auto request = For<rel::GetTableRequest>(id);
    request.set_table_id(outline.table_id());
    do {
      auto page = of_.Must<rel::GetTableResponse>(request, client);
      *table.mutable_outline() = page.outline();
      for (rel::TableRow& row : *page.mutable_rows()) *table.add_rows() = std::move(row);
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
  }
  return tables;
}

std::map<std::string, std::string> Releases::Printed(const std::string& id, const std::string& table_id,
                                                     const std::string& measure, const std::string& client) {
  auto request = For<rel::GetTableRequest>(id);
  request.set_table_id(table_id);
  const auto table = of_.Must<rel::GetTableResponse>(request, client);
  std::map<std::string, std::string> printed;
  for (int i = 0; i < table.outline().measures_size(); ++i) {
    if (table.outline().measures(i).name() != measure) continue;
    for (const rel::TableRow& row : table.rows())
      printed[absl::StrJoin(row.codes(), "/")] = TextOf(row.figures(i));
  }
  return printed;
}

rel::AuditReleaseResponse Releases::Audit(const std::string& id) {
  return of_.Must<rel::AuditReleaseResponse>(For<rel::AuditReleaseRequest>(id));
}

std::vector<rel::ReleaseAccess> Releases::Accesses(const std::string& id) {
  const auto response = of_.Must<rel::ListReleaseReadersResponse>(For<rel::ListReleaseReadersRequest>(id));
  return {response.accesses().begin(), response.accesses().end()};
}

}  // namespace obt::testing
