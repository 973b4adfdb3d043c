#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/numbers.h"
#include "common/rpc/answer_page.h"
#include "obt/ideas/v1/case_study.pb.h"
#include "obt/ideas/v1/idea.pb.h"
#include "services/ideas/bind.h"
#include "services/ideas/finding/answers.h"
#include "services/ideas/finding/live_index.h"
#include "services/ideas/idea/domain.h"
#include "services/ideas/theme/rows.h"

namespace obt::ideas {
namespace {

using obt::store::View;
using rpc::Call;

// What both searches do: a page of hits, and what there is to say of all of them.
template <typename Response, typename Request>
absl::StatusOr<Response> Search(const Request& request, const Call& call, const View& view,
                                const Viewer& viewer, const search::Filter& filter, const LiveIndex& live) {
  OBT_ASSIGN_OR_RETURN(const search::Index* const index, live.Whole());
  OBT_ASSIGN_OR_RETURN(const search::Viewer searcher, SearcherOf(view, viewer));
  search::Found found;
  const auto read = [&](const std::string& position, size_t limit) -> absl::StatusOr<Page<v1::SearchHit>> {
    search::Page page;
    page.limit = limit;
    if (!position.empty() && !absl::SimpleAtoi(position, &page.position)) page.position = 0;
    OBT_ASSIGN_OR_RETURN(found, index->Search(request.question().query(), searcher, filter,
                                              OrderOf(request.question()), page));
    return HitsOf(view, viewer, found, page.position);
  };
  OBT_ASSIGN_OR_RETURN(Response response, rpc::AnswerPage(request, call, &Response::mutable_hits, read));
  *response.mutable_summary() = SummaryOf(found, viewer);
  return response;
}

absl::StatusOr<v1::SearchIdeasResponse> SearchIdeas(const v1::SearchIdeasRequest& request, const Call& call,
                                                    const View& view, feed::Directory& directory,
                                                    LiveIndex& live) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, view, directory));
  search::Filter filter = FilterOf(request.question(), viewer);
  filter.kinds = KindsOf(request.kinds());
  filter.states.assign(request.states().begin(), request.states().end());
  return Search<v1::SearchIdeasResponse>(request, call, view, viewer, filter, live);
}

absl::StatusOr<v1::SearchCaseStudiesResponse> SearchCaseStudies(const v1::SearchCaseStudiesRequest& request,
                                                                const Call& call, const View& view,
                                                                feed::Directory& directory, LiveIndex& live) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, view, directory));
  search::Filter filter = FilterOf(request.question(), viewer);
  filter.kinds = {search::Kind::kCaseStudy};
  return Search<v1::SearchCaseStudiesResponse>(request, call, view, viewer, filter, live);
}

absl::StatusOr<search::Draft> DraftAsked(const v1::FindSimilarIdeasRequest& request, const View& view,
                                         const Viewer& viewer) {
  if (!request.item_id().empty()) return DraftOf(view, viewer, request.item_id());
  search::Draft draft;
  if (!request.title().empty()) draft.fields.push_back({search::FieldName::kTitle, request.title()});
  if (!request.text().empty()) draft.fields.push_back({search::FieldName::kProblem, request.text()});
  return draft;
}

// Of themes that may be chosen, the likeliest.
absl::Status AddThemes(const View& view, const std::string& programme_id, const search::SimilarAnswer& answer,
                       v1::FindSimilarIdeasResponse& response) {
  constexpr int kMostThemes = 3;
  if (programme_id.empty()) return absl::OkStatus();
  OBT_ASSIGN_OR_RETURN(const v1::ThemeList list, ThemesOf(view, programme_id));
  for (const auto& [code, weight] : answer.themes) {
    const bool chosen = absl::c_any_of(list.themes(), [&code = code](const v1::Theme& theme) {
      return theme.code() == code && !theme.retired();
    });
    if (chosen && response.suggested_theme_codes_size() < kMostThemes)
      response.add_suggested_theme_codes(code);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::FindSimilarIdeasResponse> FindSimilarIdeas(const v1::FindSimilarIdeasRequest& request,
                                                              const Call& call, const View& view,
                                                              feed::Directory& directory, LiveIndex& live) {
  constexpr size_t kDefault = 10;
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, view, directory));
  OBT_ASSIGN_OR_RETURN(const search::Index* const index, live.Whole());
  OBT_ASSIGN_OR_RETURN(const search::Draft draft, DraftAsked(request, view, viewer));
  OBT_ASSIGN_OR_RETURN(const search::Viewer searcher, SearcherOf(view, viewer));
  search::Filter filter;
  filter.programme = request.programme_id();
  filter.kinds = KindsOf(request.kinds());
  const size_t limit = request.limit() == 0 ? kDefault : static_cast<size_t>(request.limit());
  OBT_ASSIGN_OR_RETURN(const search::SimilarAnswer answer, index->Similar(draft, searcher, filter, limit));
  v1::FindSimilarIdeasResponse response;
  for (const search::Neighbour& neighbour : answer.neighbours) {
    OBT_ASSIGN_OR_RETURN(std::optional<v1::SimilarItem> item, SimilarOf(view, viewer, neighbour));
    if (item.has_value()) *response.add_items() = *std::move(item);
  }
  OBT_RETURN_IF_ERROR(AddThemes(view, request.programme_id(), answer, response));
  return response;
}

}  // namespace

void BindFinding(rpc::Router& router, feed::Directory& directory, LiveIndex& live) {
  router.Query(SearchIdeas, directory, live)
      .Query(FindSimilarIdeas, directory, live)
      .Query(SearchCaseStudies, directory, live);
}

}  // namespace obt::ideas
