#include "tests/chaos/feed_watch.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/store/store.h"
#include "obt/feed/v1/feed.pb.h"
#include "tests/chaos/writers.h"

namespace obt::testing {
namespace {

constexpr int kWaitMs = 200;
constexpr char kReader[] = "aggregator";  // has the role service

}  // namespace

FeedWatch::FeedWatch(World& world, KillRecord& record, const std::string& service)
    : record_(record),
      service_(service),
      client_(world.deployment().ClientTo(service, kReader)),
      thread_([this] {
        while (!stopping_.load() && Read(seen_, nullptr, kWaitMs)) {
        }
      }) {}

FeedWatch::~FeedWatch() { Stop(); }

void FeedWatch::Stop() {
  stopping_.store(true);
  if (thread_.joinable()) thread_.join();
}

bool FeedWatch::Read(std::vector<std::string>& chains, std::vector<store::v1::Change>* kept, int wait_ms) {
  feed::v1::ReadChangesRequest request;
  request.set_after(chains.size());
  if (!chains.empty()) request.set_chain(chains.back());
  request.set_wait_ms(wait_ms);
  auto response = client_->Call<feed::v1::ReadChangesResponse>(request);
  if (!response.ok() && IsPassing(response.status())) return true;
  KillTally& tally = record_.tally();
  const std::string feed = absl::StrCat("feed of ", service_, " after ", chains.size(), ": ");
  if (!response.ok()) {
    record_.Find(tally.wrong, absl::StrCat(feed, response.status().ToString()));
    return false;
  }
  for (store::v1::Change& change : *response->mutable_changes()) {
    const std::string before = chains.empty() ? std::string(32, '\0') : chains.back();
    if (change.sequence() != chains.size() + 1 || change.chain() != store::NextChain(before, change)) {
      record_.Find(tally.wrong, absl::StrCat(feed, "change ", change.sequence(), " breaks the chain"));
      return false;
    }
    chains.push_back(change.chain());
    if (kept != nullptr) kept->push_back(std::move(change));
  }
  return wait_ms > 0 || chains.size() < response->last_sequence();
}

std::vector<store::v1::Change> FeedWatch::Finish() {
  Stop();
  while (Read(seen_, nullptr, 0)) {
  }
  std::vector<std::string> chains;
  std::vector<store::v1::Change> feed;
  while (Read(chains, &feed, 0)) {
  }
  if (chains != seen_)
    record_.Find(record_.tally().wrong,
                 absl::StrCat("feed of ", service_, " is not the one that was seen while it happened"));
  return feed;
}

}  // namespace obt::testing
