// Every RPC of every service, from the descriptors. For tests.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace obt::testing {

struct Rpc {
  std::string service;  // which process
  const google::protobuf::MethodDescriptor* method;
  std::unique_ptr<google::protobuf::Message> NewRequest() const { return New(method->input_type()); }
  std::unique_ptr<google::protobuf::Message> NewResponse() const { return New(method->output_type()); }

 private:
  static std::unique_ptr<google::protobuf::Message> New(const google::protobuf::Descriptor* type) {
    return std::unique_ptr<google::protobuf::Message>(
        google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
  }
};

inline std::vector<Rpc> EveryRpc() {
  const std::map<std::string, std::vector<std::string>> kServices = {
      {"identity", {"Organisation", "Programme", "Person", "Import", "Team", "Access", "Reference"}},
      {"learning", {"Curriculum", "Learning", "Survey"}},
      {"aggregator", {"Metrics", "Progress", "Verify"}}};
  std::vector<Rpc> all;
  const auto add = [&all](const std::string& process, const std::string& name) {
    const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name);
    if (service == nullptr) Die(name + " is no service");
    for (int i = 0; i < service->method_count(); ++i) all.push_back({process, service->method(i)});
  };
  for (const auto& [process, services] : kServices) {
    for (const std::string& service : services)
      add(process, absl::StrCat("obt.", process, ".v1.", service, "Service"));
    add(process, "obt.feed.v1.FeedService");
    add(process, "obt.admin.v1.AdminService");
  }
  return all;
}

}  // namespace obt::testing
