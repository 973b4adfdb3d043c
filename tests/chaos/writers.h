// The load of the kill loop: clients that write, keep every reply for ever, send again what was answered long
// ago and compare. Each runs on one thread and takes all its chances from its seed.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "common/base/mutex.h"
#include "common/base/writer_first_lock.h"
#include "google/protobuf/message.h"
#include "tests/chaos/kill_record.h"
#include "tests/integration/world.h"

namespace obt::testing {

// What a service that is away or about to go answers; the client sends again.
bool IsPassing(const absl::Status& status);

// As whom somebody calls: a client, for a person unless that is empty.
struct Caller {
  std::string client;
  std::string person = "";
};
rpc::CallOptions OptionsOf(const Caller& caller);

// Asks until it is answered.
template <typename Reply>
absl::StatusOr<Reply> Ask(World& world, const Caller& caller, const google::protobuf::Message& request) {
  while (true) {
    absl::StatusOr<Reply> reply =
        world.ClientFor(request, caller.client).Call<Reply>(request, OptionsOf(caller));
    if (reply.ok() || !IsPassing(reply.status())) return reply;
  }
}

// Sent, answered, and kept.
struct Command {
  Caller caller;
  std::unique_ptr<google::protobuf::Message> request, reply;
  uint64_t sequence = 0;  // told beside the reply; batches are told in their results
};

class Writer {
 public:
  Writer(World& world, KillRecord& record, const std::string& service, int number, uint64_t seed)
      : world_(world), record_(record), service_(service), number_(number), random_(seed) {
    record_.AddLoad(service);
  }
  virtual ~Writer() = default;
  const std::string& service() const { return service_; }
  // Until told to stop, or refused what must not be refused; not while somebody holds `calm`.
  void Run(const std::atomic<bool>& stop, WriterFirstLock& calm);
  // Sends up to `count` of its commands again; every one must get its first reply.
  void SendAgain(size_t count);
  // Compares what the service shows with what it acknowledged.
  virtual void CheckRows() = 0;

 protected:
  // Something new; false when it was refused.
  virtual bool Step() = 0;
  // Sends until it is answered and keeps the reply; null when it was refused. Now and then sends it twice at
  // once. `sequence`: the one told beside the reply, if wanted.
  template <typename Reply>
  const Reply* Send(const Caller& caller, const google::protobuf::Message& request,
                    uint64_t* sequence = nullptr) {
    return static_cast<const Reply*>(SendNew(caller, request, std::make_unique<Reply>(), sequence));
  }
  // One page of something, read until it is answered.
  template <typename Reply>
  Reply Read(const Caller& caller, const google::protobuf::Message& request) {
    absl::StatusOr<Reply> reply = Ask<Reply>(world_, caller, request);
    if (!reply.ok()) Die(reply.status().ToString());
    return *std::move(reply);
  }
  bool OneIn(int n) { return random_() % n == 0; }
  template <typename T>
  const T& AnyOf(const std::deque<T>& things) {
    return things[random_() % things.size()];
  }

  World& world_;
  KillRecord& record_;
  const std::string service_;
  const int number_;
  std::mt19937_64 random_;

 private:
  const google::protobuf::Message* SendNew(const Caller& caller, const google::protobuf::Message& request,
                                           std::unique_ptr<google::protobuf::Message> reply,
                                           uint64_t* sequence);
  bool SendUntilAnswered(Command& command);
  bool SendTwiceAtOnce(Command& command);
  void Compare(const Command& command, const google::protobuf::Message& reply, uint64_t sequence);
  void SendAgain(const Command& command);

  std::deque<Command> commands_;
};

// Everybody there is, for those who write about them.
class Crowd {
 public:
  void Add(const std::string& person_id, uint64_t sequence);
  // Empty while there is nobody.
  std::string Any(std::mt19937_64& random) const;
  // How many were acknowledged, and the last change that added one.
  std::pair<int64_t, uint64_t> Acknowledged() const;
  std::atomic<int64_t> attempted{0};

 private:
  mutable Mutex mutex_;
  std::vector<std::string> people_ ABSL_GUARDED_BY(mutex_);
  uint64_t last_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace obt::testing
