// A real process of ours: started with its own log file, ended with a signal. For tests.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace obt::testing {

class Process {
 public:
  // Starts `arguments[0]`; standard error goes to `log_file`, appended. Aborts when it cannot be started.
  Process(const std::vector<std::string>& arguments, const std::string& log_file);
  ~Process();  // kills it if it still runs
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  void Signal(int number) const;
  // Waits for its end; the exit code, or minus the signal that ended it.
  int Wait();
  pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
};

}  // namespace obt::testing
