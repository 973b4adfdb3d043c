#include "services/aggregator/verify/verify_sources.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/feed/directory_schema.h"
#include "obt/learning/store/v1/learning_store.pb.h"
#include "services/aggregator/schema.h"
#include "services/aggregator/verify/verify_rows.h"

namespace obt::aggregator {
namespace {

// Tables of learning that the aggregator keeps otherwise: events, and what people answered on scales.
constexpr char kEvents[] = "events";
constexpr char kSurveyResponses[] = "survey_responses";

absl::Status Unreadable(absl::string_view table) {
  return Error(absl::StatusCode::kDataLoss, "ROW_UNREADABLE",
               absl::StrCat("a row of ", table, " of a source's snapshot cannot be read"));
}

// Reads tables of a source that the aggregator has too, compares them, and visits their rows.
class TableReader {
 public:
  TableReader(const SourceSnapshot& snapshot, const obt::store::Reader& own, const RowRead& row_read,
              Differences& differences)
      : snapshot_(snapshot), own_(own), row_read_(row_read), differences_(differences) {}

  template <typename T, typename Visit>
  absl::Status Read(const T& table, Visit visit) const {
    RowsInStep<T> own_rows(table, own_, differences_);
    typename T::Row row;
    OBT_RETURN_IF_ERROR(
        snapshot_.ForEach(table.name, [&](absl::string_view key_bytes, absl::string_view bytes) {
          const auto key = obt::store::DecodeKey<typename T::Key>(key_bytes);
          if (!key.has_value() || !row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
            return Unreadable(table.name);
          }
          own_rows.Compare(*key, row);
          visit(*key, row);
          return row_read_();
        }));
    own_rows.End();
    return absl::OkStatus();
  }

 private:
  const SourceSnapshot& snapshot_;
  const obt::store::Reader& own_;
  const RowRead& row_read_;
  Differences& differences_;
};

}  // namespace

absl::Status ReadIdentity(const SourceSnapshot& snapshot, const obt::store::Reader& own,
                          const RowRead& row_read, recount::Sources& sources, Differences& differences) {
  const TableReader tables(snapshot, own, row_read, differences);
  const auto ignore = [](const auto&, const auto&) {};
  OBT_RETURN_IF_ERROR(tables.Read(feed::kClients, ignore));
  OBT_RETURN_IF_ERROR(tables.Read(feed::kReferenceLists, ignore));
  OBT_RETURN_IF_ERROR(tables.Read(
      feed::kOrganisations, [&](const auto&, const auto& row) { sources.organisations[row.code()] = row; }));
  OBT_RETURN_IF_ERROR(tables.Read(feed::kProgrammes, [&](const auto&, const auto& row) {
    sources.programmes[row.programme_id()] = row;
  }));
  OBT_RETURN_IF_ERROR(tables.Read(feed::kHeadcounts, [&](const auto& key, const auto& row) {
    sources.AddHeadcount(std::get<0>(key), row);
  }));
  return tables.Read(feed::kPeople,
                     [&](const auto& key, const auto& row) { sources.AddPerson(std::get<0>(key), row); });
}

absl::Status ReadLearning(const SourceSnapshot& snapshot, const obt::store::Reader& own,
                          const RowRead& row_read, recount::Sources& sources, Differences& differences) {
  const TableReader tables(snapshot, own, row_read, differences);
  OBT_RETURN_IF_ERROR(tables.Read(kCourses, [&](const auto&, const auto& row) { sources.AddCourse(row); }));
  OBT_RETURN_IF_ERROR(tables.Read(kSurveys, [&](const auto&, const auto& row) { sources.AddSurvey(row); }));
  learning::store::v1::SurveyResponseRow response;
  OBT_RETURN_IF_ERROR(snapshot.ForEach(kSurveyResponses, [&](absl::string_view, absl::string_view bytes) {
    if (!response.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
      return Unreadable(kSurveyResponses);
    sources.AddResponse(response);
    return row_read();
  }));
  learning::store::v1::EventRow row;
  OBT_RETURN_IF_ERROR(snapshot.ForEach(kEvents, [&](absl::string_view, absl::string_view bytes) {
    if (!row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return Unreadable(kEvents);
    sources.AddEvent(row.event(), row.sequence(), row.retracted());
    return row_read();
  }));
  sources.SortEvents();
  return absl::OkStatus();
}

}  // namespace obt::aggregator
