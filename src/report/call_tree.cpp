#include "report/call_tree.h"

#include <algorithm>

namespace perf::report {
namespace {

// An order of frames that is the same in every run, whatever was read first.
bool before(const Frame& a, const Frame& b) {
  if (a.object != b.object) return a.object < b.object;
  if (a.symbol != b.symbol) return a.symbol < b.symbol;
  return a.ip < b.ip;
}

}  // namespace

CallTree::CallTree(const Histogram& histogram, std::uint32_t entry, Order order,
                   std::uint64_t least)
    : histogram_(histogram), order_(order), least_(least), nodes_(1), sources_(1) {
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
    : histogram_(histogram), order_(order), nodes_(1), sources_(1) {
  nodes_[0].expanded = true;
  for (std::uint32_t part = 0; part < histogram.parts(); ++part) {
    const Paths& paths = histogram.part(part);
    if (order == Order::caller) {
      for (const std::uint32_t root : paths.roots()) expand_down({part, root, false, {}});
      continue;
    }
    for (std::uint32_t path = 0; path < paths.links().size(); ++path) {
      const Cost& self = paths.path(path).self;
      if (self.samples == 0 || paths.path(path).frame == base::no_index) continue;
      put({part, path, false, self});
    }
  }
  take_children(0);
}

const Frame& CallTree::frame(std::uint32_t node) const {
  return histogram_.frame_at(nodes_[node].shard, nodes_[node].frame);
}

// What passes through each path, and ends there, of the entry's own samples alone.
void CallTree::add_self_paths(Histogram::PartEntry entry) {
  const Paths& paths = histogram_.part(entry.part);
  own_ = base::FlatMap<Own>(paths.self_paths(entry.entry).size());
  bool fresh = false;
  for (const SelfPath& self : paths.self_paths(entry.entry)) {
    own_.get(self.path, fresh).self += self.cost;
    for (std::uint32_t up = self.path; up != base::no_index; up = paths.links()[up].parent) {
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
    if (paths.path(self.path).frame == base::no_index) continue;
    put({entry.part, self.path, false, self.cost});
  }
  // From the outermost place inwards: an inner place takes its share from the outer one.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> waiting;  // path, the place around it
  std::vector<std::pair<std::uint32_t, Cost>> places;
  for (const std::uint32_t path : paths.outermost(entry.entry)) waiting.emplace_back(path, ~0U);
  while (!waiting.empty()) {
    auto [path, place] = waiting.back();
    waiting.pop_back();
    if (paths.path(path).entry == entry.entry) {
      Cost cost = paths.path(path).inclusive;
      cost -= own_inclusive(path);
      if (place != ~0U) places[place].second -= cost;
      place = static_cast<std::uint32_t>(places.size());
      places.emplace_back(path, cost);
    }
    for (std::uint32_t child = paths.links()[path].first_child; child != base::no_index;
         child = paths.links()[child].next_sibling) {
      waiting.emplace_back(child, place);
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
    const std::uint32_t parent = paths.links()[source.path].parent;
    return paths.path(parent).frame == base::no_index ? source.cost : Cost{};
  }
  if (source.own) return own_self(source.path);
  Cost cost = paths.path(source.path).self;
  cost -= own_self(source.path);
  return cost;
}

void CallTree::expect(std::size_t children) {
  sum_of_label_ = base::FlatMap<std::uint32_t>(children);
}

void CallTree::put(const Source& source) {
  const std::uint64_t label = histogram_.part(source.part).links()[source.path].label;
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
  const auto& links = histogram_.part(source.part).links();
  for (std::uint32_t child = links[source.path].first_child; child != base::no_index;
       child = links[child].next_sibling) {
    const Source below{source.part, child, source.own, {}};
    if (cost_of(below).samples != 0) put(below);
  }
}

void CallTree::expand_up(const Source& source) {
  const Paths& paths = histogram_.part(source.part);
  const std::uint32_t parent = paths.links()[source.path].parent;
  if (paths.path(parent).frame == base::no_index) return;
  put({source.part, parent, false, source.cost});
}

void CallTree::take_children(std::uint32_t parent) {
  std::vector<Sum*> large;
  for (Sum& sum : sums_) {
    if (sum.inclusive.period >= least_) large.push_back(&sum);
    if (parent == 0) nodes_[0].inclusive += sum.inclusive;
  }
  const auto frame_of = [this](const Sum& sum) -> const Frame& {
    const Path& path = histogram_.part(sum.part).path(sum.path);
    return histogram_.frame_at(path.shard, path.frame);
  };
  std::sort(large.begin(), large.end(), [&](const Sum* a, const Sum* b) {
    if (a->inclusive.period != b->inclusive.period) {
      return a->inclusive.period > b->inclusive.period;
    }
    return before(frame_of(*a), frame_of(*b));
  });
  nodes_[parent].first_child = static_cast<std::uint32_t>(nodes_.size());
  nodes_[parent].child_count = static_cast<std::uint32_t>(large.size());
  nodes_[parent].only_child = sums_.size() == 1;
  for (Sum* sum : large) {
    const Path& path = histogram_.part(sum->part).path(sum->path);
    CallNode node;
    node.shard = path.shard;
    node.frame = path.frame;
    node.parent = parent;
    node.inclusive = sum->inclusive;
    node.self = sum->self;
    sum->node = static_cast<std::uint32_t>(nodes_.size());
    nodes_.push_back(node);
  }
  sources_.resize(nodes_.size());
  for (const Found& found : found_) {
    const std::uint32_t node = sums_[found.sum].node;
    if (node != base::no_index) sources_[node].push_back(found.source);
  }
  sums_.clear();
  found_.clear();
}

void CallTree::expand(std::uint32_t node) {
  if (nodes_[node].expanded) return;
  nodes_[node].expanded = true;
  const std::vector<Source> sources = std::move(sources_[node]);
  sources_[node] = {};
  std::size_t children = 0;
  for (const Source& source : sources) {
    children += histogram_.part(source.part).links()[source.path].children;
  }
  expect(order_ == Order::caller ? children : sources.size());
  for (const Source& source : sources) {
    if (order_ == Order::caller)
      expand_down(source);
    else
      expand_up(source);
  }
  take_children(node);
}

}  // namespace perf::report
