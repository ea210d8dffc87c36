// Where the objects of a recording may be looked for, and what this machine has to do with it. It
// is the user's and the recording's word; nothing here opens a file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace perf::symbols {

struct SearchOptions {
  std::string symfs;         // put before every path; then nothing of this host is used
  std::string kallsyms;      // this file instead of any other kernel symbols, empty: none
  std::string vmlinux;       // likewise an ELF kernel
  std::string release;       // kernel release of the recording, empty: unknown
  std::string build_id_dir;  // ~/.debug unless buildid.dir says otherwise; empty: none
  std::vector<std::string> extra_dirs;  // more roots of .build-id/xx/yyyy… files, tried first
  bool this_host = false;               // host, release and architecture are this machine's
  bool same_machine_type = true;        // false: never offer an object of this host
  std::uint64_t recorded_at = 0;        // seconds since the epoch, 0: unknown
  std::string processes;  // where the processes themselves are, "/proc", if they may run yet
};

}  // namespace perf::symbols
