// A file descriptor that is closed with its owner, whatever ends the use of it.
#pragma once

#include <unistd.h>

namespace perf::base {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }

  [[nodiscard]] int get() const { return number_; }

 private:
  int number_;
};

}  // namespace perf::base
