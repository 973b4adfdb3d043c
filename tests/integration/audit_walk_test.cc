// Every RPC of every service leaves in its service's audit log what it has to: a change one entry, an answer
// about people one, a refusal one that counts it; and no entry holds a name, an address or a word of a text.
#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/rpc/policy.h"
#include "common/testing/audit_log.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "google/api/annotations.pb.h"
#include "google/protobuf/text_format.h"
#include "obt/admin/v1/admin.pb.h"
#include "tests/integration/audit_steps.h"
#include "tests/integration/every_rpc.h"
#include "tests/integration/text_fields.h"
#include "tests/integration/valid_requests.h"

namespace obt::testing {
namespace {

using audit::v1::AuditEntry;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Asked for by POST, though they change nothing that is kept.
const std::set<std::string>& Questions() {
  static const auto& questions = *new std::set<std::string>{"Backup",
                                                            "VerifyStore",
                                                            "OpenSnapshot",
                                                            "CloseSnapshot",
                                                            "OpenMetricsSnapshot",
                                                            "CloseMetricsSnapshot",
                                                            "QueryMetrics",
                                                            "QuerySurveys",
                                                            "SearchIdeas",
                                                            "SearchCaseStudies",
                                                            "FindSimilarIdeas",
                                                            "BatchGetPeople",
                                                            "BatchGetLearnerRecords",
                                                            "FindPerson"};
  return questions;
}

bool IsWrite(const Rpc& rpc) {
  const auto& http = rpc.method->options().GetExtension(google::api::http);
  return http.pattern_case() != google::api::HttpRule::kGet && Questions().count(rpc.method->name()) == 0;
}

// A personal field, a person's id: what the answer may tell of people.
bool TellsOfPeople(const Descriptor& type, std::set<const Descriptor*> above = {}) {
  if (!above.insert(&type).second) return false;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    static const auto& ids =
        *new std::set<std::string>{"person_id", "person_ids", "facilitator_ids", "member_ids"};
    if (field.options().GetExtension(options::v1::personal) || ids.count(field.name()) > 0) return true;
    if (field.message_type() != nullptr && TellsOfPeople(*field.message_type(), above)) return true;
  }
  return false;
}

bool IsAudited(const Rpc& rpc) {
  return IsWrite(rpc) || TellsOfPeople(*rpc.method->output_type()) ||
         rpc.policy().scope_kind() == options::v1::SCOPE_KIND_PERSON ||
         rpc.policy().person() == options::v1::PERSON_RULE_REQUIRED ||
         rpc.policy().audit() != options::v1::AUDIT_RULE_UNSPECIFIED;
}

bool NamesThePerson(const Rpc& rpc) {
  return !rpc.method->service()->options().GetExtension(options::v1::audit_client_alone);
}

audit::v1::AuditKind KindOf(const Rpc& rpc) {
  static const auto& stated = *new std::map<options::v1::AuditRule, audit::v1::AuditKind>{
      {options::v1::AUDIT_RULE_EXPORT, audit::v1::AUDIT_KIND_EXPORT},
      {options::v1::AUDIT_RULE_COHORT, audit::v1::AUDIT_KIND_COHORT},
      {options::v1::AUDIT_RULE_ACCESS, audit::v1::AUDIT_KIND_ACCESS},
      {options::v1::AUDIT_RULE_OPERATION, audit::v1::AUDIT_KIND_OPERATION}};
  const auto found = stated.find(rpc.policy().audit());
  if (found != stated.end()) return found->second;
  return IsWrite(rpc) ? audit::v1::AUDIT_KIND_WRITE : audit::v1::AUDIT_KIND_READ;
}

class AuditWalk : public EveryRpcTest {
 protected:
  struct Outcome {
    absl::Status status;
    std::unique_ptr<Message> response;
    std::vector<AuditEntry> entries;  // what it left
    bool did = false;                 // it was done, at least for one item
    bool repeated = false;            // a batch of what was there already
  };
  static std::string PersonFor(const Rpc& rpc) {
    // A draft is seen by its author and team.
    const bool narrowed =
        rpc.service == "ideas" && rpc.policy().scope_kind() == options::v1::SCOPE_KIND_NARROWED;
    return narrowed || rpc.policy().person() == options::v1::PERSON_RULE_REQUIRED
               ? Of(options::v1::SCOPE_KIND_PERSON).inside
               : "";
  }
  static Outcome Ask(const Rpc& rpc, const Message& request) {
    app::Server& server = world->server(rpc.service);
    server.router().WriteAudit();  // what was counted before is counted out
    const uint64_t before = server.store().Now().audit_sequence();
    const uint64_t changes = server.store().Now().sequence();
    Outcome outcome;
    outcome.response = rpc.NewResponse();
    rpc::CallOptions options;
    options.acting_for = PersonFor(rpc);
    outcome.status = Invoke(ClientTo(rpc, "everything"), rpc, request, outcome.response.get(), options);
    server.router().WriteAudit();
    const std::string path = rpc::PathOf(*rpc.method);
    for (AuditEntry& entry : AuditEntries(server.store(), before)) {
      if (entry.client_id() == "everything" && entry.rpc() == path)
        outcome.entries.push_back(std::move(entry));
    }
    const std::vector<absl::Status> items = StatusesOf(*outcome.response);
    outcome.repeated = !items.empty() && IsWrite(rpc) && server.store().Now().sequence() == changes;
    outcome.did = outcome.status.ok() && (items.empty() || std::any_of(items.begin(), items.end(),
                                                                       [](const auto& s) { return s.ok(); }));
    return outcome;
  }
  static std::unique_ptr<Message> Request(const Rpc& rpc, const std::string& text) {
    std::unique_ptr<Message> request = rpc.NewRequest();
    std::vector<std::pair<std::string, std::string>> names(kept.begin(), kept.end());
    const std::string thing = rpc.policy().scope_kind() == options::v1::SCOPE_KIND_UNSPECIFIED ||
                                      rpc.policy().scope_kind() == options::v1::SCOPE_KIND_NARROWED
                                  ? "dwp"
                                  : Of(rpc.policy().scope_kind()).inside;
    names.insert(names.end(), {{"$S", thing},
                               {"$P", Of(options::v1::SCOPE_KIND_PERSON).inside},
                               {"$T", Of(options::v1::SCOPE_KIND_TEAM).inside},
                               {"$I", Of(options::v1::SCOPE_KIND_PERSON).unknown},
                               {"$R", Of(options::v1::SCOPE_KIND_PERSON).unknown},
                               {"$B", "take-up"},
                               {"$M", Of(options::v1::SCOPE_KIND_PERSON).unknown}});
    EXPECT_TRUE(
        google::protobuf::TextFormat::ParseFromString(absl::StrReplaceAll(text, names), request.get()))
        << rpc.method->full_name() << ": " << text;
    return request;
  }
  static std::unique_ptr<Message> ValidRequest(const Rpc& rpc) {
    const auto asked = ValidRequests().find(rpc.method->name());
    return asked == ValidRequests().end() ? rpc.NewRequest() : Request(rpc, asked->second.text);
  }
  static void Expect(const Rpc& rpc, const Outcome& outcome) {
    const std::string which = absl::StrCat(rpc.method->full_name(), " ", outcome.status.ToString());
    std::vector<AuditEntry> done, refused;
    for (const AuditEntry& entry : outcome.entries) {
      (entry.kind() == audit::v1::AUDIT_KIND_REFUSAL ? refused : done).push_back(entry);
    }
    if (rpc.policy().audit() == options::v1::AUDIT_RULE_EXPORT) {
      ASSERT_GE(done.size(), outcome.did ? 1u : 0u) << which;  // it is entered before it is begun
    } else {
      ASSERT_EQ(done.size(), outcome.did && IsAudited(rpc) && !outcome.repeated ? 1u : 0u) << which;
    }
    if (!done.empty()) {
      EXPECT_EQ(done[0].kind(), KindOf(rpc)) << which;
      EXPECT_EQ(done[0].code(), 0) << which;
      EXPECT_EQ(done[0].person_id(), NamesThePerson(rpc) ? PersonFor(rpc) : "") << which;
      EXPECT_GT(done[0].time_us(), 0) << which;
      if (rpc.policy().scope_kind() == options::v1::SCOPE_KIND_PERSON)
        EXPECT_THAT(done[0].ShortDebugString(), ::testing::HasSubstr("ids: \"")) << which;
    }
    if (outcome.status.ok() || IsFaultOfOurs(outcome.status.code()) || absl::IsUnavailable(outcome.status))
      return;
    ASSERT_EQ(refused.size(), 1u) << which;
    EXPECT_EQ(refused[0].count(), 1) << which;
    EXPECT_EQ(refused[0].code(), static_cast<int>(outcome.status.code())) << which;
    EXPECT_EQ(refused[0].reason(), ReasonOf(outcome.status)) << which;
  }
  static const Rpc& RpcOf(const std::string& name) {
    static const auto& all = *new std::vector<Rpc>(EveryRpc());
    return *std::find_if(all.begin(), all.end(), [&](const Rpc& rpc) { return rpc.method->name() == name; });
  }
  static inline std::map<std::string, std::string> kept;
};

TEST_F(AuditWalk, EveryRpcLeavesOneEntryAndEveryRefusalIsCounted) {
  std::set<std::string> written, read, refused;
  const auto note = [&](const Rpc& rpc, const Outcome& outcome) {
    Expect(rpc, outcome);
    std::set<std::string>& of = !outcome.did ? refused : IsWrite(rpc) ? written : read;
    if (!outcome.did || IsAudited(rpc)) of.insert(rpc.method->full_name());
  };
  for (const Step& step : kSteps) {
    const Rpc& rpc = RpcOf(step.rpc);
    const Outcome outcome = Ask(rpc, *Request(rpc, step.text));
    EXPECT_OK(outcome.status) << step.rpc;
    note(rpc, outcome);
    if (step.keeps[0] != '\0') kept[absl::StrCat("$", step.keeps)] = FirstOf(*outcome.response, step.keeps);
  }
  for (const Rpc& rpc : EveryRpc()) note(rpc, Ask(rpc, *ValidRequest(rpc)));
  std::cout << written.size() << " RPCs changed something, " << read.size() << " told of people or exported, "
            << refused.size() << " were refused" << std::endl;
  EXPECT_GE(written.size(), 45u);
  EXPECT_GE(read.size(), 25u);
}

TEST_F(AuditWalk, AnIdempotentRetryLeavesAnEntryThatSaysSo) {
  const Rpc& rpc = RpcOf("CreatePerson");
  const std::unique_ptr<Message> request =
      Request(rpc, "organisation_code: 'dwp' name: 'R' email: 'retry@dwp.gov.uk' request_id: 'retry'");
  const Outcome first = Ask(rpc, *request), again = Ask(rpc, *request);
  ASSERT_EQ(first.entries.size(), 1u);
  ASSERT_EQ(again.entries.size(), 1u);
  EXPECT_FALSE(first.entries[0].replayed());
  EXPECT_TRUE(again.entries[0].replayed());
  EXPECT_EQ(again.entries[0].store_sequence(), first.entries[0].store_sequence());
  const std::string made = FirstOf(*first.response, "person_id");
  EXPECT_THAT(first.entries[0].ShortDebugString(), ::testing::HasSubstr(made)) << "what was made is named";
}

TEST_F(AuditWalk, AChangeOfRightsSaysWhich) {
  const Rpc &create = RpcOf("CreateClient"), &grant = RpcOf("GrantRole");
  ASSERT_OK(Ask(create, *Request(create, "client_id: 'granted' title: 'Granted'")).status);
  const Outcome outcome = Ask(
      grant,
      *Request(grant, "client_id: 'granted' grant { role: ROLE_ORGANISATION_REPORTER everywhere: true }"));
  ASSERT_EQ(outcome.entries.size(), 1u);
  const std::string entry = outcome.entries[0].ShortDebugString();
  for (const char* said : {"granted", "ROLE_ORGANISATION_REPORTER", "everywhere"})
    EXPECT_THAT(entry, ::testing::HasSubstr(said));
}

TEST_F(AuditWalk, WhoWasFoundByAnAddressIsNamedByIdAlone) {
  const Rpc& rpc = RpcOf("CreatePerson");
  ASSERT_OK(
      Ask(rpc, *Request(rpc, "organisation_code: 'dwp' name: 'Found' email: 'found@dwp.gov.uk'")).status);
  const Rpc& find = RpcOf("FindPerson");
  const Outcome outcome = Ask(find, *Request(find, "email: 'found@dwp.gov.uk'"));
  ASSERT_OK(outcome.status);
  ASSERT_EQ(outcome.entries.size(), 1u);
  const std::string entry = outcome.entries[0].ShortDebugString();
  EXPECT_THAT(entry, ::testing::HasSubstr(FirstOf(*outcome.response, "person_id")));
  EXPECT_THAT(entry, ::testing::Not(::testing::HasSubstr("found")));
}

// A text with the marker in it that the field's form takes; where it takes only ids and codes, one that it
// does not.
std::string MarkerFor(const TextField& text) {
  switch (text.rule.form()) {
    case options::v1::FORM_EMAIL:
      return "quokka@dwp.gov.uk";
    case options::v1::FORM_LINK:
      return "https://quokka.gov.uk/quokka";
    case options::v1::FORM_DOMAIN:
      return "quokka.gov.uk";
    case options::v1::FORM_FOREIGN_ID:
      return text.field().name() == "etag" ? "" : "quokka-1";
    case options::v1::FORM_TEXT:
    case options::v1::FORM_LONG_TEXT:
      return "A Quokka";
    default:
      return "Quokka Quokka";
  }
}

TEST_F(AuditWalk, NoEntryHoldsANameAnAddressOrAWordOfAText) {
  int calls = 0, done = 0;
  for (const Rpc& rpc : EveryRpc()) {
    const std::vector<TextField> texts = TextFieldsOf(*rpc.method->input_type());
    for (const bool items_apart : {false, true}) {
      for (const TextField& text : texts) {
        const std::string marker = MarkerFor(text);
        if (marker.empty()) continue;
        const std::unique_ptr<Message> request = ValidRequest(rpc);
        // In place of an entry's text, or in an entry beside it.
        const std::unique_ptr<Message> planted = text.With(marker);
        if (items_apart) {
          request->MergeFrom(*planted);
        } else {
          planted->MergeFrom(*request);
          request->GetReflection()->Swap(request.get(), planted.get());
          request->MergeFrom(*text.With(marker));
        }
        const Outcome outcome = Ask(rpc, *request);
        ++calls;
        done += outcome.did ? 1 : 0;
        for (const AuditEntry& entry : outcome.entries)
          EXPECT_FALSE(absl::StrContains(absl::AsciiStrToLower(entry.SerializeAsString()), "quokka"))
              << rpc.method->full_name() << " " << text.Path() << "\n"
              << entry.ShortDebugString();
      }
    }
  }
  int64_t entries = 0;
  for (const std::string service : kServiceNames) {
    for (const AuditEntry& entry : AuditEntries(world->server(service).store())) {
      ++entries;
      EXPECT_FALSE(absl::StrContains(absl::AsciiStrToLower(entry.SerializeAsString()), "quokka"));
    }
  }
  std::cout << calls << " calls with a marker, " << done << " of them done; " << entries << " entries"
            << std::endl;
  EXPECT_GT(done, 60);
}

TEST_F(AuditWalk, TheLogIsReadByPageAndFilterAndByTheCentreAlone) {
  app::Server& identity = world->server("identity");
  identity.router().WriteAudit();
  admin::v1::ReadAuditLogRequest request;
  request.set_page_size(7);
  uint64_t last = 0;
  const rpc::Client& admin = world->ClientTo("identity", "admin");
  const uint64_t end = identity.store().Now().audit_sequence();
  store::AuditChain chain;
  while (last < end) {
    ASSERT_OK_AND_ASSIGN(const auto page, admin.Call<admin::v1::ReadAuditLogResponse>(request));
    ASSERT_GT(page.records_size(), 0);
    for (const admin::v1::AuditRecord& record : page.records()) {
      ASSERT_EQ(chain.Follow({record.sequence(), record.chain(), record.content()}), "");
      EXPECT_EQ(record.entry().SerializeAsString(), record.content());
      last = record.sequence();
    }
    request.set_page_token(page.next_page_token());
  }
  admin::v1::ReadAuditLogRequest filtered;
  filtered.set_rpc("GrantRole");
  filtered.set_kind(audit::v1::AUDIT_KIND_ACCESS);
  filtered.set_client_id("admin");
  ASSERT_OK_AND_ASSIGN(const auto grants, admin.Call<admin::v1::ReadAuditLogResponse>(filtered));
  EXPECT_GT(grants.records_size(), 5);
  for (const admin::v1::AuditRecord& record : grants.records())
    EXPECT_EQ(record.entry().rpc(), "/obt.identity.v1.AccessService/GrantRole");
  for (int role = 1; role < options::v1::Role_ARRAYSIZE; ++role) {
    const absl::Status status =
        world->ClientTo("identity", ClientOf(role)).Call<admin::v1::ReadAuditLogResponse>(filtered).status();
    EXPECT_EQ(status.ok(), role == options::v1::ROLE_CENTRAL_ADMIN) << role << ": " << status;
  }
}

}  // namespace
}  // namespace obt::testing
