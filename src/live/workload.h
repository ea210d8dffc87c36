// A command that is started to be measured: it exists, but does not run before it is told to. What
// is measured is not its business.
#pragma once

#include <string>
#include <vector>

#include "base/descriptor.h"

namespace perf::live {

class Workload {
 public:
  // Starts a process that waits. error() tells how it went.
  explicit Workload(const std::vector<std::string>& command);
  Workload(const Workload&) = delete;
  Workload& operator=(const Workload&) = delete;
  ~Workload();  // one that was not started never runs

  [[nodiscard]] int pid() const { return pid_; }
  [[nodiscard]] int error() const { return error_; }  // errno
  // Lets it become the command: 0, or the errno with which that failed.
  int start();
  // Whether it has ended; waits for that if `wait`. Then status() is as waitpid(2) has it.
  bool ended(bool wait);
  [[nodiscard]] int status() const { return status_; }

 private:
  int pid_ = -1;
  int error_ = 0;
  int status_ = 0;
  bool started_ = false, ended_ = false;
  base::Descriptor go_, failure_;
};

}  // namespace perf::live
