// A tree whose nodes are found by their parent and a label. Chains that are added one after the
// other lie one after the other, and most nodes have few children, so a walk touches little memory;
// a node with many children is looked up in a table instead.
#pragma once

#include <cstdint>

#include "base/flat_map.h"
#include "base/ids.h"
#include "base/stable_vector.h"

namespace perf::base {

class LabelTrie {
 public:
  struct Node {
    std::uint64_t label = 0;
    std::uint32_t parent = no_index;
    std::uint32_t first_child = no_index;
    std::uint32_t next_sibling = no_index;
    std::uint32_t children = 0;
  };

  std::uint32_t add_root(std::uint64_t label) {
    nodes_.push_back({label, no_index, no_index, no_index, 0});
    return static_cast<std::uint32_t>(nodes_.size() - 1);
  }

  // The child of `parent` with that label; no_index when there is none.
  [[nodiscard]] std::uint32_t find(std::uint32_t parent, std::uint64_t label) const {
    const Node& node = nodes_[parent];
    if (node.children > listed) {
      const std::uint32_t* found = table_.find(key(parent, label));
      return found == nullptr ? no_index : *found;
    }
    std::uint32_t child = node.first_child;
    while (child != no_index && nodes_[child].label != label) child = nodes_[child].next_sibling;
    return child;
  }

  // Adds a child that `find` did not find.
  std::uint32_t add(std::uint32_t parent, std::uint64_t label) {
    const auto number = static_cast<std::uint32_t>(nodes_.size());
    nodes_.push_back({label, parent, no_index, nodes_[parent].first_child, 0});
    Node& node = nodes_[parent];
    node.first_child = number;
    if (++node.children == listed + 1) {
      for (std::uint32_t child = number; child != no_index; child = nodes_[child].next_sibling) {
        put(parent, child);
      }
    } else if (node.children > listed) {
      put(parent, number);
    }
    return number;
  }

  [[nodiscard]] const Node& operator[](std::uint32_t number) const { return nodes_[number]; }
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }

 private:
  static constexpr std::uint32_t listed = 6;

  static std::uint64_t key(std::uint32_t parent, std::uint64_t label) {
    return hash_pair(label, parent) >> 1;
  }
  void put(std::uint32_t parent, std::uint32_t child) {
    bool fresh = false;
    table_.get(key(parent, nodes_[child].label), fresh) = child;
  }

  StableVector<Node> nodes_;
  FlatMap<std::uint32_t> table_;
};

}  // namespace perf::base
