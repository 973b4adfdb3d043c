// The numbers a process shows to Prometheus. Ask for a counter, gauge or histogram once, keep what comes
// back, and count with that: it costs some ten nanoseconds and looks nothing up. Thread-safe; must outlive
// what it gave out.
//
//   const obs::Counter shed = metrics.AddCounter("obt_shed_total", "Calls refused.", {{"queue", "reads"}});
//   shed.Increment();
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace obt::obs {

// Few values each: never ids, never people.
using Labels = std::map<std::string, std::string>;

// Only ever grows. A handle made by default counts nothing.
class Counter {
 public:
  Counter() = default;
  explicit Counter(prometheus::Counter* counter) : counter_(counter) {}
  void Increment(double by = 1) const;
  double value() const;

 private:
  prometheus::Counter* counter_ = nullptr;
};

class Gauge {
 public:
  Gauge() = default;
  explicit Gauge(prometheus::Gauge* gauge) : gauge_(gauge) {}
  void Set(double value) const;
  void Add(double by) const;
  double value() const;

 private:
  prometheus::Gauge* gauge_ = nullptr;
};

class Histogram {
 public:
  Histogram() = default;
  explicit Histogram(prometheus::Histogram* histogram) : histogram_(histogram) {}
  void Observe(double value) const;

 private:
  prometheus::Histogram* histogram_ = nullptr;
};

// Upper bounds for durations in seconds, from half a millisecond to the longest there may be.
std::vector<double> LatencyBounds(double longest = 10);

class Metrics {
 public:
  // What is read when somebody scrapes. Destroying it takes the number off the page, after a scrape under way
  // is done with it.
  using Reading = std::shared_ptr<void>;
  enum class Kind { kCounter, kGauge };

  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // Asking again for the same name and labels gives the same one. A name that is ill-formed or of another
  // kind aborts.
  Counter AddCounter(const std::string& name, const std::string& help, const Labels& labels = {});
  Gauge AddGauge(const std::string& name, const std::string& help, const Labels& labels = {});
  Histogram AddHistogram(const std::string& name, const std::string& help, const Labels& labels = {},
                         const std::vector<double>& bounds = LatencyBounds());
  // A number that `read` gives at each scrape, on the scraper's thread; `read` must neither block nor come
  // back here.
  [[nodiscard]] Reading AddReading(Kind kind, const std::string& name, const std::string& help,
                                   const Labels& labels, std::function<double()> read);

  // Serves /metrics at "host:port", port 0 being any free one, until this is destroyed or StopExposer;
  // returns the port.
  absl::StatusOr<int> StartExposer(const std::string& address);
  void StopExposer();

  // The page as a scraper gets it, sorted.
  std::string Text() const;

 private:
  struct Inside;
  const std::unique_ptr<Inside> inside_;
};

}  // namespace obt::obs
