#include "common/obs/trace.h"

#include <gtest/gtest.h>

#include <set>

namespace obt::obs {
namespace {

constexpr char kGood[] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

TEST(Trace, ReadsAndWritesTheHeader) {
  const std::optional<Trace> trace = ParseTraceparent(kGood);
  ASSERT_TRUE(trace.has_value());
  EXPECT_EQ(trace->trace_id(), "4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_EQ(trace->span_id(), "00f067aa0ba902b7");
  EXPECT_TRUE(trace->sampled);
  EXPECT_EQ(FormatTraceparent(*trace), kGood);
}

TEST(Trace, TakesWellFormedHeadersOnly) {
  struct Case {
    const char* header;
    bool good;
  };
  const Case cases[] = {
      {kGood, true},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00", true},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-ff", true},
      {"00-00000000000000000000000000000001-0000000000000001-00", true},
      {"cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-is-to-come", true},
      {"cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.what-is-to-come", false},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more", false},
      {"ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", false},
      {"00-00000000000000000000000000000000-00f067aa0ba902b7-01", false},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", false},
      {"00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", false},
      {"00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01", false},
      {"0x-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", false},
      {"00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", false},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0", false},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7- 1", false},
      {"", false},
      {"00", false},
  };
  for (const Case& c : cases) EXPECT_EQ(ParseTraceparent(c.header).has_value(), c.good) << c.header;
}

TEST(Trace, NewTracesDifferAndAreWellFormed) {
  std::set<std::string> headers;
  for (int i = 0; i < 1'000; ++i) {
    const std::string header = FormatTraceparent(NewTrace());
    EXPECT_TRUE(ParseTraceparent(header).has_value()) << header;
    headers.insert(header);
  }
  EXPECT_EQ(headers.size(), 1'000u);
}

TEST(Trace, AChildKeepsTheTraceAndHasItsOwnSpan) {
  const Trace parent = *ParseTraceparent(kGood);
  const Trace child = ChildOf(parent);
  EXPECT_EQ(child.trace_id(), parent.trace_id());
  EXPECT_EQ(child.sampled, parent.sampled);
  EXPECT_NE(child.span_id(), parent.span_id());
}

}  // namespace
}  // namespace obt::obs
