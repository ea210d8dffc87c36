#include "api/report_view.h"

#include <algorithm>
#include <stdexcept>

#include "report/flame.h"

namespace perf::api {

using report::Key;

std::vector<Key> keys_of(const std::string& names) {
  std::vector<Key> keys;
  for (std::size_t at = 0; at <= names.size();) {
    const std::size_t end = std::min(names.find(',', at), names.size());
    const std::string name = names.substr(at, end - at);
    const std::optional<Key> key = report::key_named(name);
    if (!key) throw std::invalid_argument("no key is called '" + name + "'");
    keys.push_back(*key);
    at = end + 1;
  }
  return keys;
}

RowOrder::RowOrder(std::shared_ptr<const report::Histogram> histogram, std::uint64_t least)
    : histogram_(std::move(histogram)),
      least_(least),
      entries_(histogram_->costliest(least, sorted_)) {}

RowOrder::RowOrder(std::vector<std::uint32_t> entries)
    : sorted_(entries.size()), entries_(std::move(entries)) {}

std::vector<std::uint32_t> RowOrder::rows(std::size_t offset, std::size_t count) {
  const std::scoped_lock lock(mutex_);
  offset = std::min(offset, entries_.size());
  count = std::min(count, entries_.size() - offset);
  if (offset + count > sorted_) {
    entries_ = histogram_->by_cost();
    std::erase_if(entries_, [this](std::uint32_t entry) {
      return histogram_->entries()[entry].children.period < least_;
    });
    sorted_ = entries_.size();
  }
  const auto begin = entries_.begin() + static_cast<std::ptrdiff_t>(offset);
  return {begin, begin + static_cast<std::ptrdiff_t>(count)};
}

ReportView::ReportView(std::shared_ptr<State> state, std::shared_ptr<RowOrder> order)
    : state_(std::move(state)), order_(std::move(order)) {}

std::uint64_t ReportView::total() const {
  return state_->histogram.total().period;
}
std::uint64_t ReportView::passed() const {
  return state_->histogram.passed().period;
}
std::uint64_t ReportView::samples() const {
  return state_->histogram.passed().samples;
}
std::uint64_t ReportView::size() const {
  return order_->size();
}

ReportRows ReportView::rows(std::uint64_t offset, std::uint64_t count) const {
  const auto reading = state_->reading();
  const report::Histogram& histogram = state_->histogram;
  ReportRows rows;
  for (const std::uint32_t number : order_->rows(offset, count)) {
    const report::Entry& entry = histogram.entries()[number];
    ReportRow row{number, entry.children.period, entry.self.period, entry.self.samples, {}};
    for (const Key key : histogram.options().groups.keys) {
      row.texts.push_back(histogram.text(number, key));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

ReportView ReportView::sorted(const std::string& column, bool descending) const {
  const auto reading = state_->reading();
  const report::Histogram& histogram = state_->histogram;
  std::vector<std::uint32_t> order = state_->by_cost->all();
  if (column == "children" || column == "self" || column == "samples") {
    histogram.sort_by_number(order, [&](const report::Entry& of) {
      return ~(column == "children" ? of.children.period
               : column == "self"   ? of.self.period
                                    : of.self.samples);
    });
    if (!descending) std::ranges::reverse(order);
  } else {
    histogram.sort_by_key(order, keys_of(column).front());
    if (descending) std::ranges::reverse(order);
  }
  return {state_, std::make_shared<RowOrder>(std::move(order))};
}

ReportNodes ReportView::children(std::uint32_t entry, std::int64_t node,
                                 std::uint64_t least) const {
  if (entry >= state_->histogram.entries().size()) throw std::out_of_range("no such entry");
  const auto reading = state_->reading();
  const std::scoped_lock lock(state_->mutex);
  std::int64_t number = node >> 32;
  report::CallTree& tree = node < 0 ? state_->tree(entry, least, number) : state_->tree_of(node);
  const std::uint32_t parent = node < 0 ? 0 : static_cast<std::uint32_t>(node);
  tree.expand(parent);
  ReportNodes nodes;
  const report::CallNode at = tree.at(parent);
  for (std::uint32_t child = at.first_child; child < at.first_child + at.child_count; ++child) {
    const report::CallNode& below = tree.at(child);
    if (below.inclusive.period < least) break;  // the costliest stand first
    nodes.push_back({(number << 32) | child, below.inclusive.period, state_->label(tree, child),
                     below.inclusive.samples > below.self.samples &&
                         below.inclusive.period - below.self.period >= least});
  }
  return nodes;
}

ReportBoxes ReportView::flame(std::int64_t node, std::uint32_t width) const {
  const auto reading = state_->reading();
  const std::scoped_lock lock(state_->mutex);
  std::int64_t number = node >> 32;
  report::CallTree& tree = node < 0 ? state_->tree(whole_tree, 0, number) : state_->tree_of(node);
  ReportBoxes boxes;
  for (const report::FlameBox& box :
       report::flame_boxes(tree, node < 0 ? 0 : std::uint32_t(node), width)) {
    boxes.push_back({(number << 32) | box.node, box.depth, box.left, box.width,
                     tree.at(box.node).inclusive.period, state_->label(tree, box.node)});
  }
  return boxes;
}

}  // namespace perf::api
