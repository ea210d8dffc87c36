// The call graph of one entry, or of everything, expanded only where it is looked at. Orders:
// caller (outermost frame first) and callee (the sampled frame first). A node stands for the same
// call path in every place where it occurs; costs are those of the histogram.
#pragma once

#include "report/histogram.h"

namespace perf::report {

enum class Order : unsigned char { caller, callee };

struct CallNode {
  std::uint32_t place = 0;  // of the forest; one of those that it stands for
  std::uint32_t parent = base::no_index;
  std::uint32_t first_child = 0, child_count = 0;  // once expanded; children by falling cost
  std::uint32_t first_source = 0, source_count = 0;
  bool expanded = false;
  bool only_child = false;  // once expanded: exactly one child, large or small
  Cost inclusive;
  Cost self;  // of chains that end here
};

class CallTree {
 public:
  // Of one entry, as perf draws it below the entry; node 0 is a root without a frame. Nodes of a
  // period below `least` are never made: an address that is met once has no use for one.
  CallTree(const Histogram& histogram, std::uint32_t entry, Order order, std::uint64_t least);
  // Of all stacks that passed the filter.
  CallTree(const Histogram& histogram, Order order);

  [[nodiscard]] const CallNode& at(std::uint32_t node) const { return nodes_[node]; }
  [[nodiscard]] const Frame& frame(std::uint32_t node) const;
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }

  // Makes the children of a node; a node's number never changes.
  void expand(std::uint32_t node);

 private:
  // What a node is made of: paths of the histogram, with the part of their cost that counts here.
  struct Source {
    std::uint32_t part = 0, path = 0;
    bool own = false;  // caller order: only the stacks of the entry's own samples
    Cost cost;         // callee order: what arrives here
  };

  void expect(std::size_t children);
  void add_self_paths(Histogram::PartEntry entry);
  void add_callees_of(Histogram::PartEntry entry);
  void add_callers_of(Histogram::PartEntry entry);
  [[nodiscard]] std::size_t count_children(const CallNode& node) const;
  void expand_down(const Source& source);
  void expand_up(const Source& source);
  [[nodiscard]] Cost own_inclusive(std::uint32_t path) const;
  [[nodiscard]] Cost own_self(std::uint32_t path) const;
  [[nodiscard]] Cost cost_of(const Source& source) const;
  [[nodiscard]] Cost ends_at(const Source& source) const;
  void put(const Source& source);
  void take_children(std::uint32_t parent);
  void take_sources(std::uint32_t first_child, std::size_t count);

  const Histogram& histogram_;
  Order order_;
  std::uint64_t least_ = 0;
  std::vector<CallNode> nodes_;
  std::vector<Source> sources_;  // by node
  // Of the entry's own samples: what passes through a path, and what ends there.
  struct Own {
    Cost inclusive, self;
  };
  base::FlatMap<Own> own_;
  // Children under construction: what each label costs, and where that is found.
  struct Sum {
    std::uint32_t part = 0, path = 0;
    Cost inclusive, self;
    std::uint32_t node = base::no_index;  // once it is made
  };
  struct Found {
    std::uint32_t sum = 0;
    Source source;
  };
  std::vector<Sum> sums_;
  std::vector<Found> found_;
  base::FlatMap<std::uint32_t> sum_of_label_;
};

}  // namespace perf::report
