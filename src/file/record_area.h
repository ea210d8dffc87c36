// Where the records of a recording lie, once everything that has to be done to them has been done:
// unpacked, put together from several files. It knows no events and no features.
#pragma once

#include <atomic>
#include <mutex>
#include <new>
#include <system_error>

#include "file/first_pass.h"

namespace perf::file {

class RecordArea {
 public:
  [[nodiscard]] Source& source() { return source_; }
  [[nodiscard]] const Source& source() const { return source_; }

  // `fill` is called once, by whoever comes first; the others wait and get its result. What was
  // half done for lack of memory is not begun again.
  template <class Fill>
  base::Result<void> once(Fill&& fill) {
    std::call_once(once_, [&] {
      try {
        result_ = fill();
        filled_ = true;
      } catch (const std::bad_alloc&) {
        result_ = base::Code::exhausted;
      } catch (const std::system_error&) {  // a thread that could not be started
        result_ = base::Code::exhausted;
      }
    });
    return result_;
  }
  [[nodiscard]] bool filled() const { return filled_; }

  // One file's share: as it lies, or walked and unpacked first. `shift` leads from the file's
  // offsets to the recording's.
  void add(const Section& data);
  base::Result<void> prepare(const Section& data, std::uint64_t shift, bool foreign,
                             HeaderRecords* header, const std::string& name = {});

  [[nodiscard]] const std::vector<Section>& sections() const { return sections_; }
  [[nodiscard]] std::size_t parts() const { return parts_.size(); }
  [[nodiscard]] const std::vector<Removed>& removed() const { return removed_; }
  [[nodiscard]] const DamageList& damage() const { return damage_; }

  // From the recording's offset to that in its file, and to the file's name.
  void place(Damage& damage) const;

 private:
  struct Part {
    std::uint64_t begin = 0;
    std::uint64_t shift = 0;
    std::vector<Origin> origins;
    std::string name;  // of the file, where there are several
  };

  Source source_;
  std::vector<Section> sections_;
  std::vector<Part> parts_;
  std::vector<Removed> removed_;
  DamageList damage_;
  std::once_flag once_;
  base::Result<void> result_;
  std::atomic<bool> filled_{false};
};

}  // namespace perf::file
