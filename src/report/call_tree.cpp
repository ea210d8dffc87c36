#include "report/call_tree.h"

#include <algorithm>

namespace perf::report {
namespace {

// What orders siblings, without a look at anything else: cost, then the frame, so that the order is
// the same in every run, whatever was read first.
struct SortItem {
  std::uint64_t period = 0;
  std::uint32_t object = 0, symbol = 0;
  base::Address ip = 0;
  std::uint32_t sum = 0;

  bool operator<(const SortItem& other) const {
    if (period != other.period) return period > other.period;
    if (object != other.object) return object < other.object;
    if (symbol != other.symbol) return symbol < other.symbol;
    return ip < other.ip;
  }
};

}  // namespace

CallTree::CallTree(const Histogram& histogram, std::uint32_t entry, Order order,
                   std::uint64_t least)
    : histogram_(histogram), order_(order), least_(least), nodes_(1) {
  nodes_[0].expanded = true;
  const Histogram::PartEntry place = histogram.place_of(entry);
  add_self_paths(place);
  if (order == Order::caller)
    add_callees_of(place);
  else
    add_callers_of(place);
  take_children(0);
}

CallTree::CallTree(const Histogram& histogram, Order order)
    : histogram_(histogram), order_(order), nodes_(1) {
  nodes_[0].expanded = true;
  for (std::uint32_t part = 0; part < histogram.parts(); ++part) {
    const Paths& paths = histogram.part(part);
    if (order == Order::caller) {
      for (const std::uint32_t root : paths.roots()) expand_down({part, root, false, {}});
      continue;
    }
    for (std::uint32_t path = 0; path < paths.all().size(); ++path) {
      const Path& of = paths.path(path);
      if (of.self.samples != 0 && of.parent != base::no_index) put({part, path, false, of.self});
    }
  }
  take_children(0);
  nodes_[0].inclusive = histogram.passed();  // with what has no chain
}

const Frame& CallTree::frame(std::uint32_t node) const {
  return histogram_.frame_at(nodes_[node].place);
}

// What passes through each path, and ends there, of the entry's own samples alone.
void CallTree::add_self_paths(Histogram::PartEntry entry) {
  const Paths& paths = histogram_.part(entry.part);
  own_ = base::FlatMap<Own>(paths.self_paths(entry.entry).size());
  bool fresh = false;
  for (const SelfPath& self : paths.self_paths(entry.entry)) {
    own_.get(self.path, fresh).self += self.cost;
    for (std::uint32_t up = self.path; up != base::no_index; up = paths.path(up).parent) {
      own_.get(up, fresh).inclusive += self.cost;
    }
  }
}

// The entry's own samples with their whole chains; others from where the entry stands on.
void CallTree::add_callees_of(Histogram::PartEntry entry) {
  const Paths& paths = histogram_.part(entry.part);
  expect(paths.outermost(entry.entry).size());
  for (const std::uint32_t root : paths.roots()) {
    if (own_.find(root) != nullptr) expand_down({entry.part, root, true, {}});
  }
  for (const std::uint32_t path : paths.outermost(entry.entry)) {
    const Source source{entry.part, path, false, {}};
    if (cost_of(source).samples != 0) put(source);
  }
}

// The entry's own samples start at their innermost frame; other samples at the innermost place
// where the entry stands in their chain.
void CallTree::add_callers_of(Histogram::PartEntry entry) {
  const Paths& paths = histogram_.part(entry.part);
  for (const SelfPath& self : paths.self_paths(entry.entry)) {
    if (paths.path(self.path).parent == base::no_index) continue;
    put({entry.part, self.path, false, self.cost});
  }
  // From the outermost place inwards: an inner place takes its share from the outer one.
  std::vector<std::pair<std::uint32_t, Cost>> places;
  std::vector<std::size_t> around;  // places, from outside, that the path at hand is below
  for (const std::uint32_t top : paths.outermost(entry.entry)) {
    around.clear();
    for (std::uint32_t path = top; path < paths.path(top).end; ++path) {
      const Path& of = paths.path(path);
      if (of.entry != entry.entry) continue;
      while (!around.empty() && paths.path(places[around.back()].first).end <= path) {
        around.pop_back();
      }
      Cost cost = of.inclusive;
      cost -= own_inclusive(path);
      if (!around.empty()) places[around.back()].second -= cost;
      around.push_back(places.size());
      places.emplace_back(path, cost);
    }
  }
  for (const auto& [path, cost] : places) {
    if (cost.samples != 0) put({entry.part, path, false, cost});
  }
}

Cost CallTree::own_inclusive(std::uint32_t path) const {
  const Own* own = own_.find(path);
  return own == nullptr ? Cost{} : own->inclusive;
}

Cost CallTree::own_self(std::uint32_t path) const {
  const Own* own = own_.find(path);
  return own == nullptr ? Cost{} : own->self;
}

// A path counts with the entry's own samples or with all others, never with both.
Cost CallTree::cost_of(const Source& source) const {
  if (order_ == Order::callee) return source.cost;
  if (source.own) return own_inclusive(source.path);
  Cost cost = histogram_.part(source.part).path(source.path).inclusive;
  cost -= own_inclusive(source.path);
  return cost;
}

Cost CallTree::ends_at(const Source& source) const {
  const Paths& paths = histogram_.part(source.part);
  if (order_ == Order::callee) {
    const std::uint32_t parent = paths.path(source.path).parent;
    return paths.path(parent).parent == base::no_index ? source.cost : Cost{};
  }
  if (source.own) return own_self(source.path);
  Cost cost = paths.path(source.path).self;
  cost -= own_self(source.path);
  return cost;
}

void CallTree::expect(std::size_t children) {
  sums_.clear();  // which are left when there was no memory for the last ones
  found_.clear();
  sum_of_label_ = base::FlatMap<std::uint32_t>(children);
}

void CallTree::put(const Source& source) {
  const std::uint64_t label = histogram_.part(source.part).label(source.path);
  bool fresh = false;
  std::uint32_t& number = sum_of_label_.get(label >> 1, fresh);
  if (fresh) {
    number = static_cast<std::uint32_t>(sums_.size());
    sums_.push_back({source.part, source.path, {}, {}, base::no_index});
  }
  Sum& sum = sums_[number];
  sum.inclusive += cost_of(source);
  sum.self += ends_at(source);
  found_.push_back({number, source});
}

void CallTree::expand_down(const Source& source) {
  histogram_.part(source.part).each_child(source.path, [&](std::uint32_t child) {
    const Source below{source.part, child, source.own, {}};
    if (cost_of(below).samples != 0) put(below);
  });
}

void CallTree::expand_up(const Source& source) {
  const Paths& paths = histogram_.part(source.part);
  const std::uint32_t parent = paths.path(source.path).parent;
  if (paths.path(parent).parent == base::no_index) return;
  put({source.part, parent, false, source.cost});
}

void CallTree::take_children(std::uint32_t parent) {
  std::vector<SortItem> large;
  for (std::uint32_t i = 0; i < sums_.size(); ++i) {
    const Sum& sum = sums_[i];
    if (parent == 0) nodes_[0].inclusive += sum.inclusive;
    if (sum.inclusive.period < least_) continue;
    const Frame& frame = histogram_.frame_at(histogram_.part(sum.part).path(sum.path).node);
    large.push_back({sum.inclusive.period, frame.object, frame.symbol, frame.ip, i});
  }
  std::sort(large.begin(), large.end());
  nodes_[parent].first_child = static_cast<std::uint32_t>(nodes_.size());
  nodes_[parent].child_count = static_cast<std::uint32_t>(large.size());
  nodes_[parent].only_child = sums_.size() == 1;
  for (const SortItem& item : large) {
    Sum& sum = sums_[item.sum];
    CallNode node;
    node.place = histogram_.part(sum.part).path(sum.path).node;
    node.parent = parent;
    node.inclusive = sum.inclusive;
    node.self = sum.self;
    sum.node = static_cast<std::uint32_t>(nodes_.size());
    nodes_.push_back(node);
  }
  take_sources(nodes_[parent].first_child, large.size());
  sums_.clear();
  found_.clear();
}

// Puts what was found behind all other sources, node by node.
void CallTree::take_sources(std::uint32_t first_child, std::size_t count) {
  std::size_t kept = 0;
  for (const Found& found : found_) {
    const std::uint32_t node = sums_[found.sum].node;
    if (node == base::no_index) continue;
    ++nodes_[node].source_count;
    ++kept;
  }
  auto next = static_cast<std::uint32_t>(sources_.size());
  for (std::size_t i = 0; i < count; ++i) {
    CallNode& node = nodes_[first_child + i];
    node.first_source = next;
    next += node.source_count;
    node.source_count = 0;
  }
  sources_.resize(sources_.size() + kept);
  for (const Found& found : found_) {
    const std::uint32_t number = sums_[found.sum].node;
    if (number == base::no_index) continue;
    CallNode& node = nodes_[number];
    sources_[node.first_source + node.source_count++] = found.source;
  }
}

std::size_t CallTree::count_children(const CallNode& node) const {
  std::size_t children = 0;
  for (std::uint32_t i = 0; i < node.source_count; ++i) {
    const Source& source = sources_[node.first_source + i];
    histogram_.part(source.part).each_child(source.path, [&](std::uint32_t) { ++children; });
  }
  return children;
}

void CallTree::expand(std::uint32_t node) {
  if (nodes_[node].expanded) return;
  const CallNode of = nodes_[node];
  expect(order_ == Order::caller ? count_children(of) : of.source_count);
  for (std::uint32_t i = 0; i < of.source_count; ++i) {
    const Source source = sources_[of.first_source + i];
    if (order_ == Order::caller)
      expand_down(source);
    else
      expand_up(source);
  }
  take_children(node);
  nodes_[node].expanded = true;
}

}  // namespace perf::report
