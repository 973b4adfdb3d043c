// Answers a list: one page of what is read, and the token of the next. The one way to: so that no page grows
// larger than clients take.
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/validate.h"
#include "common/rpc/grpc_status.h"
#include "common/rpc/limits.h"
#include "common/rpc/page_token.h"
#include "google/protobuf/message_lite.h"
#include "google/protobuf/repeated_field.h"

namespace obt::rpc {

// What an item takes in a response, with what marks its begin.
inline size_t BytesOf(const google::protobuf::MessageLite& item) { return item.ByteSizeLong() + 6; }
inline size_t BytesOf(const std::string& item) { return item.size() + 6; }

// Room for the results of a batch of reads, which have a `status` each: where it is full, a result says so
// instead of what it would have said.
class BatchRoom {
 public:
  bool full() const { return bytes_ > size_t{kMaxPageBytes}; }
  template <typename Result>
  void Take(Result& result) {
    const bool first = bytes_ == 0;
    bytes_ += BytesOf(result);
    if (first || !full()) return;
    result.Clear();
    *result.mutable_status() =
        ToProto(Error(absl::StatusCode::kResourceExhausted, "RESPONSE_FULL", "ask for fewer people at once"));
  }

 private:
  size_t bytes_ = 0;
};

// `read(position, limit)` gives a Page (common/store/page.h) from the position that the request's token
// holds; `make` turns each of its rows into an item of the response. A Request has `page_size` and
// `page_token`, a Response `next_page_token`. The page ends before it has kMaxPageBytes, but not before it
// has an item.
template <typename Request, typename Response, typename Item, typename Read, typename Make = std::identity>
absl::StatusOr<Response> AnswerPage(const Request& request, const Call& call,
                                    google::protobuf::RepeatedPtrField<Item>* (Response::*items)(), Read read,
                                    Make make = {}) {
  constexpr size_t kTokenBytes = 4096;  // and what else stands beside the items
  OBT_ASSIGN_OR_RETURN(const std::string position, OpenPageToken(call, request));
  const size_t limit = validate::EffectivePageSize(request.page_size());
  OBT_ASSIGN_OR_RETURN(auto page, read(position, limit));
  Response response;
  google::protobuf::RepeatedPtrField<Item>& answered = *(response.*items)();
  size_t bytes = kTokenBytes;
  for (size_t i = 0; i < page.rows.size(); ++i) {
    Item item = make(std::move(page.rows[i]));
    bytes += BytesOf(item);
    if (i > 0 && bytes >= size_t{kMaxPageBytes}) {
      page.next = page.ends[i - 1];
      break;
    }
    *answered.Add() = std::move(item);
  }
  if (!page.next.empty()) response.set_next_page_token(SealPageToken(call, request, page.next));
  return response;
}

}  // namespace obt::rpc
