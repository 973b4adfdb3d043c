#include "services/aggregator/verify/sources.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/feed/directory_schema.h"
#include "obt/learning/store/v1/learning_store.pb.h"
#include "services/aggregator/schema.h"

namespace obt::aggregator {

// In ingest/, each in the file of its source.
ApplyPage ApplyIdentity, ApplyLearning, ApplyIdeas;

namespace {

// Tables of learning that the aggregator keeps otherwise: events, and what people answered on scales.
constexpr char kEvents[] = "events";
constexpr char kSurveyResponses[] = "survey_responses";

// Keys as a reader of a difference can use them.
std::string KeyText(const std::string& part) { return part; }
template <typename Kind>
std::string KeyText(const Id<Kind>& part) {
  return ToText(part);
}
std::string KeyText(int32_t part) { return absl::StrCat(part); }
template <typename... Parts>
std::string KeyText(const std::tuple<Parts...>& key) {
  std::string text;
  std::apply([&text](const Parts&... parts) { ((absl::StrAppend(&text, " ", KeyText(parts))), ...); }, key);
  return text;
}

// What a difference shows of a row. Published rows hold nothing personal.
std::string RowText(const google::protobuf::Message& row) { return row.ShortDebugString().substr(0, 300); }

template <typename Visit>
absl::Status ForEachRow(const SourceReading& reading, const std::string& table, Visit visit) {
  return reading.snapshot.ForEach(table, [&](absl::string_view key, absl::string_view row) {
    if (visit(key, row)) return reading.row_read();
    return Error(absl::StatusCode::kDataLoss, "ROW_UNREADABLE",
                 absl::StrCat("a row of ", table, " of a source's snapshot cannot be read"));
  });
}

template <typename Row, typename Visit>
absl::Status ReadTable(const SourceReading& reading, const std::string& table, Visit visit) {
  Row row;
  return ForEachRow(reading, table, [&](absl::string_view, absl::string_view bytes) {
    if (!row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return false;
    visit(row);
    return true;
  });
}

// A table that the aggregator has too: compares it and visits its rows. Both sides come in order of their
// keys.
template <typename T, typename Visit>
absl::Status ReadAndCompare(const SourceReading& reading, const T& table, Visit visit) {
  using Key = typename T::Key;
  using Row = typename T::Row;
  std::vector<std::pair<Key, std::string>> own;
  const absl::Status read =
      reading.own == nullptr
          ? absl::OkStatus()
          : table.ScanEach(*reading.own, std::tuple<>(), std::nullopt, std::numeric_limits<size_t>::max(),
                           [&](const Key& key, const Row& row) {
                             own.emplace_back(key, row.SerializeAsString());
                             return true;
                           });
  if (!read.ok())
    reading.differences.Add(absl::StrCat("table ", table.name), read.message(), "readable rows");
  const auto differ = [&](const Key& key, const std::string& aggregated, const Row* row) {
    reading.differences.Add(absl::StrCat("row of ", table.name, KeyText(key)), aggregated,
                            row == nullptr ? "not there" : RowText(*row));
    if (!reading.differs) return;
    const std::string bytes = row == nullptr ? "" : row->SerializeAsString();
    reading.differs(table, obt::store::EncodeKey(key), row == nullptr ? nullptr : &bytes);
  };
  const auto text_of_own = [&](size_t i) {
    Row row;
    row.ParseFromString(own[i].second);
    return RowText(row);
  };
  size_t at = 0;
  const auto compare = [&](absl::string_view key_bytes, absl::string_view bytes) {
    const std::optional<Key> key = obt::store::DecodeKey<Key>(key_bytes);
    Row row;
    if (!key.has_value() || !row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return false;
    for (; at < own.size() && own[at].first < *key; ++at) differ(own[at].first, text_of_own(at), nullptr);
    if (reading.own == nullptr) {
      // Nothing to compare with.
    } else if (at == own.size() || *key < own[at].first) {
      differ(*key, "not there", &row);
    } else {
      if (own[at].second != row.SerializeAsString()) differ(*key, text_of_own(at), &row);
      ++at;
    }
    visit(*key, row);
    return true;
  };
  OBT_RETURN_IF_ERROR(ForEachRow(reading, table.name, compare));
  for (; at < own.size(); ++at) differ(own[at].first, text_of_own(at), nullptr);
  return absl::OkStatus();
}

absl::Status ReadIdentity(const SourceReading& reading) {
  recount::Sources& sources = reading.sources;
  const auto ignore = [](const auto&, const auto&) {};
  OBT_RETURN_IF_ERROR(ReadAndCompare(reading, feed::kClients, ignore));
  OBT_RETURN_IF_ERROR(ReadAndCompare(reading, feed::kReferenceLists, ignore));
  OBT_RETURN_IF_ERROR(ReadAndCompare(reading, feed::kOrganisations, [&](const auto&, const auto& row) {
    sources.organisations[row.code()] = row;
  }));
  OBT_RETURN_IF_ERROR(ReadAndCompare(reading, feed::kProgrammes, [&](const auto&, const auto& row) {
    sources.programmes[row.programme_id()] = row;
  }));
  OBT_RETURN_IF_ERROR(ReadAndCompare(reading, feed::kHeadcounts, [&](const auto& key, const auto& row) {
    sources.AddHeadcount(std::get<0>(key), row);
  }));
  OBT_RETURN_IF_ERROR(
      ReadAndCompare(reading, feed::kTeams, [&](const auto&, const auto& row) { sources.AddTeam(row); }));
  return ReadAndCompare(reading, feed::kPeople,
                        [&](const auto& key, const auto& row) { sources.AddPerson(std::get<0>(key), row); });
}

absl::Status ReadLearning(const SourceReading& reading) {
  recount::Sources& sources = reading.sources;
  OBT_RETURN_IF_ERROR(
      ReadAndCompare(reading, kCourses, [&](const auto&, const auto& row) { sources.AddCourse(row); }));
  OBT_RETURN_IF_ERROR(
      ReadAndCompare(reading, kSurveys, [&](const auto&, const auto& row) { sources.AddSurvey(row); }));
  OBT_RETURN_IF_ERROR(ReadTable<learning::store::v1::SurveyResponseRow>(
      reading, kSurveyResponses, [&](const auto& row) { sources.AddResponse(row); }));
  OBT_RETURN_IF_ERROR(ReadTable<learning::store::v1::EventRow>(reading, kEvents, [&](const auto& row) {
    sources.AddEvent(row.event(), row.sequence(), row.retracted());
  }));
  sources.SortEvents();
  return absl::OkStatus();
}

absl::Status ReadIdeas(const SourceReading& reading) {
  recount::Sources& sources = reading.sources;
  OBT_RETURN_IF_ERROR(ReadAndCompare(reading, kThemes, [](const auto&, const auto&) {}));
  OBT_RETURN_IF_ERROR(ReadAndCompare(reading, kConversations,
                                     [&](const auto&, const auto& row) { sources.AddConversation(row); }));
  OBT_RETURN_IF_ERROR(ReadAndCompare(
      reading, kIdeas, [&](const auto&, const auto& row) { sources.ideas[row.idea_id()] = row; }));
  OBT_RETURN_IF_ERROR(ReadAndCompare(reading, kExperiments, [&](const auto&, const auto& row) {
    sources.experiments[row.experiment_id()] = row;
  }));
  OBT_RETURN_IF_ERROR(ReadAndCompare(reading, kCaseStudies, [&](const auto&, const auto& row) {
    sources.case_studies[row.case_study_id()] = row;
  }));
  return ReadAndCompare(reading, kAdoptions,
                        [&](const auto&, const auto& row) { sources.adoptions[row.adoption_id()] = row; });
}

}  // namespace

const std::vector<Source>& AllSources() {
  static const auto& sources = *new std::vector<Source>{{kIdentity, ApplyIdentity, ReadIdentity},
                                                        {kLearning, ApplyLearning, ReadLearning},
                                                        {kIdeasSource, ApplyIdeas, ReadIdeas}};
  return sources;
}

const Source& SourceNamed(absl::string_view name) {
  return *std::find_if(AllSources().begin(), AllSources().end(),
                       [name](const Source& source) { return source.name == name; });
}

}  // namespace obt::aggregator
