// Answers a list: one page of what is read, and the token of the next.
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/base/status.h"
#include "common/base/validate.h"
#include "common/rpc/page_token.h"
#include "google/protobuf/repeated_field.h"

namespace obt::rpc {

// `read(position, limit)` gives a Page (common/store/page.h) from the position that the request's token
// holds; `make` turns each of its rows into an item of the response. A Request has `page_size` and
// `page_token`, a Response `next_page_token`.
template <typename Request, typename Response, typename Item, typename Read, typename Make = std::identity>
absl::StatusOr<Response> AnswerPage(const Request& request, const Call& call,
                                    google::protobuf::RepeatedPtrField<Item>* (Response::*items)(), Read read,
                                    Make make = {}) {
  OBT_ASSIGN_OR_RETURN(const std::string position, OpenPageToken(call, request));
  const size_t limit = validate::EffectivePageSize(request.page_size());
  OBT_ASSIGN_OR_RETURN(auto page, read(position, limit));
  Response response;
  for (auto& row : page.rows) *(response.*items)()->Add() = make(std::move(row));
  if (!page.next.empty()) response.set_next_page_token(SealPageToken(call, request, page.next));
  return response;
}

}  // namespace obt::rpc
