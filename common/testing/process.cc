#include "common/testing/process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

extern char** environ;

namespace obt::testing {

Process::Process(const std::vector<std::string>& arguments, const std::string& log_file) {
  // Whatever becomes of the test, its processes do not outlive it.
  std::vector<std::string> words = {"/usr/bin/setpriv", "--pdeathsig", "KILL"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (const std::string& argument : words) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 2, log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  const int failed = posix_spawn(&pid_, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) Die(absl::StrCat("cannot start ", arguments[0]));
}

Process::~Process() {
  if (pid_ < 0) return;
  Signal(SIGKILL);
  Wait();
}

// Of a process that has ended there is no id: kill(-1) would end everybody else's.
void Process::Signal(int number) const {
  if (pid_ <= 0) Die("a process that has ended gets no signals");
  kill(pid_, number);
}

int Process::Wait() {
  int status = 0;
  if (pid_ < 0 || waitpid(pid_, &status, 0) != pid_) return 0;
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace obt::testing
