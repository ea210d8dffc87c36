// What views of a report share: the histogram, the trees that were opened in it, and rows that are
// sorted as far as they are looked at.
#pragma once

#include <map>
#include <mutex>
#include <shared_mutex>

#include "api/report.h"
#include "report/call_tree.h"

namespace perf::api {

// Comma-separated names; throws std::invalid_argument for one that is no key.
std::vector<report::Key> keys_of(const std::string& names);

// The entries of a view by cost: the first of them are in order from the start, the others once
// somebody looks that far.
class RowOrder {
 public:
  RowOrder(std::shared_ptr<const report::Histogram> histogram, std::uint64_t least);
  // In an order of their own.
  explicit RowOrder(std::vector<std::uint32_t> entries);

  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] std::vector<std::uint32_t> rows(std::size_t offset, std::size_t count);
  [[nodiscard]] std::vector<std::uint32_t> all() { return rows(0, size()); }

 private:
  std::mutex mutex_;
  std::shared_ptr<const report::Histogram> histogram_;
  std::uint64_t least_ = 0;
  std::size_t sorted_ = 2000;
  std::vector<std::uint32_t> entries_;
};

inline constexpr std::uint32_t whole_tree = base::no_index;

struct ReportView::State {
  State(std::shared_ptr<const report::Histogram> made, std::shared_ptr<RowOrder> rows,
        bool inverted, std::shared_ptr<std::shared_mutex> machine_gate)
      : shared(std::move(made)),
        by_cost(std::move(rows)),
        gate(std::move(machine_gate)),
        histogram(*shared),
        order(inverted ? report::Order::callee : report::Order::caller) {}

  // Held while names are read: the machine may still grow.
  [[nodiscard]] std::shared_lock<std::shared_mutex> reading() const {
    return gate ? std::shared_lock(*gate) : std::shared_lock<std::shared_mutex>();
  }

  // Trees are numbered as they are first asked for; a node's number has its tree's in front.
  report::CallTree& tree(std::uint32_t entry, std::uint64_t least, std::int64_t& number) {
    auto place = numbers.find({entry, least});
    if (place == numbers.end()) {
      trees.push_back(entry == whole_tree
                          ? std::make_unique<report::CallTree>(histogram, order)
                          : std::make_unique<report::CallTree>(histogram, entry, order, least));
      place = numbers.emplace(std::pair(entry, least), std::int64_t(trees.size() - 1)).first;
    }
    number = place->second;
    return *trees[static_cast<std::size_t>(number)];
  }

  report::CallTree& tree_of(std::int64_t node) {
    const auto number = static_cast<std::size_t>(node >> 32);
    if (node < 0 || number >= trees.size() ||
        (node & 0xffffffff) >= std::int64_t(trees[number]->size())) {
      throw std::out_of_range("no such node");
    }
    return *trees[number];
  }

  [[nodiscard]] std::string label(const report::CallTree& tree, std::uint32_t node) const {
    return node == 0 ? "all" : report::label_of(histogram.profile().machine(), tree.frame(node));
  }

  std::shared_ptr<const report::Histogram> shared;
  std::shared_ptr<RowOrder> by_cost;
  std::shared_ptr<std::shared_mutex> gate;  // nullptr: the machine is complete
  const report::Histogram& histogram;
  report::Order order;
  std::mutex mutex;  // of the trees, which grow where they are looked at
  std::vector<std::unique_ptr<report::CallTree>> trees;
  std::map<std::pair<std::uint32_t, std::uint64_t>, std::int64_t> numbers;  // entry, least period
};

}  // namespace perf::api
