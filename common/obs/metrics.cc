#include "common/obs/metrics.h"

#include <netinet/in.h>
#include <prometheus/check_names.h>
#include <prometheus/counter.h>
#include <prometheus/exposer.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <exception>
#include <future>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/mutex.h"

namespace obt::obs {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;

constexpr int kExposerThreads = 2;

// The readings of all metrics, evaluated under a lock so that none is read once it is gone.
class Readings {
 public:
  struct Entry {
    Metrics::Kind kind;
    std::string name;
    std::string help;
    Labels labels;
    std::function<double()> read;
  };

  int64_t Add(Entry entry) {
    MutexLock lock(mutex_);
    entries_.emplace(++last_, std::move(entry));
    return last_;
  }
  void Remove(int64_t key) {
    MutexLock lock(mutex_);
    entries_.erase(key);
  }
  void CollectInto(std::vector<MetricFamily>& families) const {
    MutexLock lock(mutex_);
    for (const auto& [key, entry] : entries_) {
      ClientMetric metric;
      for (const auto& [name, value] : entry.labels) metric.label.push_back({name, value});
      (entry.kind == Metrics::Kind::kCounter ? metric.counter.value : metric.gauge.value) = entry.read();
      FamilyOf(entry, families).metric.push_back(std::move(metric));
    }
  }

 private:
  static MetricFamily& FamilyOf(const Entry& entry, std::vector<MetricFamily>& families) {
    for (MetricFamily& family : families) {
      if (family.name == entry.name) return family;
    }
    const bool counts = entry.kind == Metrics::Kind::kCounter;
    families.push_back({entry.name,
                        entry.help,
                        counts ? prometheus::MetricType::Counter : prometheus::MetricType::Gauge,
                        {}});
    return families.back();
  }

  mutable Mutex mutex_;
  int64_t last_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<int64_t, Entry> entries_ ABSL_GUARDED_BY(mutex_);
};

// Everything there is, by name and labels, so that two pages can be compared.
class Page final : public prometheus::Collectable {
 public:
  std::vector<MetricFamily> Collect() const override {
    std::vector<MetricFamily> families = registry.Collect();
    readings->CollectInto(families);
    std::sort(families.begin(), families.end(),
              [](const MetricFamily& a, const MetricFamily& b) { return a.name < b.name; });
    for (MetricFamily& family : families) {
      std::sort(family.metric.begin(), family.metric.end(),
                [](const ClientMetric& a, const ClientMetric& b) { return a.label < b.label; });
    }
    return families;
  }

  prometheus::Registry registry;
  const std::shared_ptr<Readings> readings = std::make_shared<Readings>();
};

// Knocks at a port of this machine.
void ConnectTo(int port) {
  const int file = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (file < 0) return;
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  (void)::connect(file, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  ::close(file);
}

// prometheus-cpp throws where a name is ill-formed or already of another kind: both are slips in our code.
template <typename Make>
auto OrDie(const std::string& name, Make make) -> decltype(make()) {
  try {
    return make();
  } catch (const std::exception& error) {
    Die(absl::StrCat("the metric ", name, " cannot be made: ", error.what()));
  }
}

}  // namespace

void Counter::Increment(double by) const {
  if (counter_ != nullptr) counter_->Increment(by);
}
double Counter::value() const { return counter_ == nullptr ? 0 : counter_->Value(); }

void Gauge::Set(double value) const {
  if (gauge_ != nullptr) gauge_->Set(value);
}
void Gauge::Add(double by) const {
  if (gauge_ != nullptr) gauge_->Increment(by);
}
double Gauge::value() const { return gauge_ == nullptr ? 0 : gauge_->Value(); }

void Histogram::Observe(double value) const {
  if (histogram_ != nullptr) histogram_->Observe(value);
}

std::vector<double> LatencyBounds(double longest) {
  constexpr double kBounds[] = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                0.25,   0.5,   1,      2.5,   5,    10,    25,   50};
  std::vector<double> bounds;
  for (const double bound : kBounds) {
    if (bound < longest) bounds.push_back(bound);
  }
  bounds.push_back(longest);
  return bounds;
}

struct Metrics::Inside {
  const std::shared_ptr<Page> page = std::make_shared<Page>();
  Mutex mutex;
  int port ABSL_GUARDED_BY(mutex) = 0;
  std::unique_ptr<prometheus::Exposer> exposer ABSL_GUARDED_BY(mutex);
};

Metrics::Metrics() : inside_(std::make_unique<Inside>()) {}
Metrics::~Metrics() { StopExposer(); }

Counter Metrics::AddCounter(const std::string& name, const std::string& help, const Labels& labels) {
  return OrDie(name, [&] {
    return Counter(
        &prometheus::BuildCounter().Name(name).Help(help).Register(inside_->page->registry).Add(labels));
  });
}

Gauge Metrics::AddGauge(const std::string& name, const std::string& help, const Labels& labels) {
  return OrDie(name, [&] {
    return Gauge(
        &prometheus::BuildGauge().Name(name).Help(help).Register(inside_->page->registry).Add(labels));
  });
}

Histogram Metrics::AddHistogram(const std::string& name, const std::string& help, const Labels& labels,
                                const std::vector<double>& bounds) {
  return OrDie(name, [&] {
    return Histogram(&prometheus::BuildHistogram()
                          .Name(name)
                          .Help(help)
                          .Register(inside_->page->registry)
                          .Add(labels, bounds));
  });
}

Metrics::Reading Metrics::AddReading(Kind kind, const std::string& name, const std::string& help,
                                     const Labels& labels, std::function<double()> read) {
  if (!prometheus::CheckMetricName(name)) Die(absl::StrCat("the metric ", name, " has an ill-formed name"));
  const std::shared_ptr<Readings> readings = inside_->page->readings;
  const int64_t key = readings->Add({kind, name, help, labels, std::move(read)});
  return Reading(readings.get(), [readings, key](void*) { readings->Remove(key); });
}

absl::StatusOr<int> Metrics::StartExposer(const std::string& address) {
  MutexLock lock(inside_->mutex);
  if (inside_->exposer != nullptr) Die("the metrics exposer was started twice");
  try {
    inside_->exposer = std::make_unique<prometheus::Exposer>(address, kExposerThreads);
  } catch (const std::exception& error) {
    return Error(absl::StatusCode::kFailedPrecondition, "METRICS_ADDRESS",
                 absl::StrCat("metrics cannot be served at ", address, ": ", error.what()));
  }
  inside_->exposer->RegisterCollectable(inside_->page);
  const std::vector<int> ports = inside_->exposer->GetListeningPorts();
  if (ports.empty()) Die("the metrics exposer listens nowhere");
  return inside_->port = ports[0];
}

// The web server looks only every two seconds, or when somebody connects, whether it is to stop.
void Metrics::StopExposer() {
  MutexLock lock(inside_->mutex);
  if (inside_->exposer == nullptr) return;
  const std::future<void> stopped =
      std::async(std::launch::async, [exposer = std::move(inside_->exposer)]() mutable { exposer.reset(); });
  while (stopped.wait_for(std::chrono::milliseconds(5)) != std::future_status::ready)
    ConnectTo(inside_->port);
}

std::string Metrics::Text() const { return prometheus::TextSerializer().Serialize(inside_->page->Collect()); }

}  // namespace obt::obs
