#include "live/workload.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>

namespace perf::live {
namespace {

constexpr int not_executed = 127;

// In the child, where nothing but system calls is safe.
[[noreturn]] void become(char* const* arguments, int go, int failure) {
  char byte = 0;
  ssize_t got = 0;
  do {
    got = ::read(go, &byte, 1);
  } while (got < 0 && errno == EINTR);
  if (got == 1) {
    ::signal(SIGINT, SIG_DFL);
    ::signal(SIGPIPE, SIG_DFL);
    ::execvp(arguments[0], arguments);
    const int error = errno;
    [[maybe_unused]] const ssize_t put = ::write(failure, &error, sizeof error);
  }
  ::_exit(not_executed);
}

}  // namespace

Workload::Workload(const std::vector<std::string>& command) {
  int go[2];
  int failure[2];
  if (::pipe2(go, O_CLOEXEC) < 0) {
    error_ = errno;
    return;
  }
  go_ = base::Descriptor(go[1]);
  const base::Descriptor waits(go[0]);
  if (::pipe2(failure, O_CLOEXEC) < 0) {
    error_ = errno;
    return;
  }
  failure_ = base::Descriptor(failure[0]);
  const base::Descriptor fails(failure[1]);
  std::vector<std::string> words = command;
  std::vector<char*> arguments(words.size() + 1);
  std::transform(words.begin(), words.end(), arguments.begin(),
                 [](std::string& word) { return word.data(); });
  pid_ = ::fork();
  if (pid_ == 0) {
    ::close(go[1]);  // or it would never see the end of a parent that gives up
    become(arguments.data(), go[0], failure[1]);
  }
  if (pid_ < 0) error_ = errno;
}

Workload::~Workload() {
  if (pid_ <= 0 || ended_ || started_) return;
  go_ = base::Descriptor();
  ended(true);
}

int Workload::start() {
  const char byte = 1;
  started_ = true;
  if (::write(go_.get(), &byte, 1) != 1) return errno;
  int error = 0;
  ssize_t got = 0;
  do {
    got = ::read(failure_.get(), &error, sizeof error);
  } while (got < 0 && errno == EINTR);
  return got == sizeof error ? error : 0;
}

bool Workload::ended(bool wait) {
  if (ended_ || pid_ <= 0) return true;
  int got = 0;
  do {
    got = ::waitpid(pid_, &status_, wait ? 0 : WNOHANG);
  } while (wait && got < 0 && errno == EINTR);
  ended_ = got == pid_ || (got < 0 && errno == ECHILD);
  return ended_;
}

}  // namespace perf::live
