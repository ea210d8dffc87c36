// The mappings of one process over time: what lay at an address at a moment. Objects are numbers
// here; what they are is in objects.h.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "machine/window.h"

namespace perf::machine {

struct Mapping {
  base::Address start = 0;
  base::Address end = 0;  // exclusive
  std::uint64_t pgoff = 0;
  std::uint32_t object = base::no_index;
  std::uint32_t prot = 0;
  std::uint32_t flags = 0;
  bool identity = false;  // addresses in the object are those of the process

  // The address in the object's own terms: a file offset, or itself.
  [[nodiscard]] base::Address to_object(base::Address ip) const {
    return identity ? ip : ip - start + pgoff;
  }
};

struct MappingAt {
  const Mapping* mapping = nullptr;  // nullptr: nothing was mapped there
  Window window;
};

class AddressSpace {
 public:
  using Snapshot = std::shared_ptr<const std::vector<Mapping>>;

  // Building, in time order; it may go on after seal().
  void insert(const Mapping& mapping, base::OrderKey when);
  void inherit(AddressSpace& parent, base::OrderKey when);  // fork: the parent's mappings of now
  void seal();

  // Of a sealed space; from any thread.
  [[nodiscard]] MappingAt find(base::Address address, base::OrderKey when) const;

  // What is mapped when the recording ends, by start. Of a sealed space.
  [[nodiscard]] std::vector<Mapping> last() const;

 private:
  struct Timed {
    Mapping mapping;
    Window window;
  };
  // From one fork to the next: what was inherited, never changed, and what was mapped since.
  // Mapping over something inherited first turns the inherited into own mappings.
  struct Generation {
    Window window;
    Snapshot inherited;
    std::vector<Timed> own;            // sealed: by start
    std::vector<base::Address> reach;  // sealed: the highest end of own[0..i]
  };

  void reopen();
  Generation& current();
  void own_inherited(Generation& generation);
  void cut(Generation& generation, const Mapping& over, base::OrderKey when);
  void add_own(Generation& generation, const Mapping& mapping, base::OrderKey when);
  Snapshot snapshot();

  std::vector<Generation> generations_;
  std::size_t sealed_ = 0;  // so many of them; the last one too, if `closed_`
  bool closed_ = false;
  std::map<base::Address, std::size_t> active_;  // start → place in own, while building
  Snapshot shared_;                              // what is mapped now, once a child asked for it
};

}  // namespace perf::machine
