#include "support/recordings.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <system_error>
#include <vector>

#include "api/error.h"
#include "api/sample_event.h"
#include "api/session.h"
#include "api/text.h"
#include "base/descriptor.h"

namespace perf::fuzz {
namespace {

template <class Read>
void unless_refused(Read&& read) {
  try {
    read();
  } catch (const api::Error&) {
  } catch (const std::system_error&) {
  }
}

int write_to_memory(bytes::View bytes) {
  const int file = ::memfd_create("recording", MFD_CLOEXEC);
  while (!bytes.empty()) {
    const ssize_t put = ::write(file, bytes.data(), bytes.size());
    if (put <= 0) std::abort();
    bytes = bytes.subspan(static_cast<std::size_t>(put));
  }
  return file;
}

void look_at(const api::EventSource& source) {
  std::vector<std::uint8_t> storage(source.size + 1);
  if (source.kind != api::Kind::sample) {
    (void)api::Event(source, storage.data()).repr();
    return;
  }
  const api::SampleEvent sample(source, storage.data());
  (void)sample.sample_weight();
  (void)sample.raw_buf();
  (void)sample.brstack();
  (void)sample.fields();
  (void)sample.data_source();
  (void)sample.user_stack();
  (void)sample.user_regs();
  (void)sample.intr_regs();
}

}  // namespace

void read_in_every_way(bytes::View recording) {
  static const base::Descriptor sink(::open("/dev/null", O_WRONLY | O_CLOEXEC));
  // Nothing of this machine is read beside the recording.
  static const bool alone =
      ::setenv("PERF_CONFIG", "/dev/null", 1) == 0 && ::setenv("HOME", "/nonexistent", 1) == 0;
  if (!alone) std::abort();
  const base::Descriptor file(write_to_memory(recording));
  const std::string path = "/proc/self/fd/" + std::to_string(file.get());
  const std::string symfs = "symfs=/nonexistent";
  unless_refused([&] {
    api::write_report(path, sink.get(),
                      {symfs, "threads=2", "columns=overhead_children,overhead,comm,dso,sym",
                       "graph=graph", "usual_keys=1"});
  });
  unless_refused([&] {
    api::write_script(path, sink.get(), {symfs, "task_events=1", "mmap_events=1", "lost_events=1"});
  });
  for (const char* what : {"full_header", "stats", "mmaps"}) {
    unless_refused([&] { api::write_facts(path, sink.get(), what); });
  }
  unless_refused([&] {
    const api::Session session{api::Data("-", file.get())};
    api::Cursor cursor = session.deliveries();
    while (const api::EventSource* source = cursor.next()) look_at(*source);
  });
}

}  // namespace perf::fuzz
