// What a process that is forked does not get: threads but the one that forks, and the kernel's
// buffers of events. Waiting for those in the child would be for ever.
#pragma once

namespace perf::base {

// How often this process came to be by fork() since it was loaded; kept numbers tell a child.
unsigned forks();

// Of what has threads of its own: deletes it where it was made. In a child it is left alone.
class DeleteUnlessForked {
 public:
  template <class T>
  void operator()(T* object) const {
    if (forks_ == forks()) delete object;
  }

 private:
  unsigned forks_ = forks();
};

}  // namespace perf::base
