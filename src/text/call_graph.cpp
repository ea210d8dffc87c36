#include "text/call_graph.h"

#include <algorithm>
#include <cmath>

#include "text/escape.h"
#include "text/numbers.h"

namespace perf::text {
namespace {

using report::CallNode;
using report::CallTree;

constexpr std::size_t left_margin = 12;

// A stretch of frames without a branch and without an end in between: what perf draws as one.
struct Run {
  std::vector<std::uint32_t> frames;  // nodes of the tree
  std::uint64_t period = 0, samples = 0;
  report::Cost ends;  // of chains that end with the run
  std::uint32_t last = 0;
};

class Drawing {
 public:
  Drawing(std::string& out, const report::Histogram& histogram, std::uint32_t entry,
          std::uint64_t least_of, const GraphOptions& options)
      : out_(out),
        machine_(histogram.profile().machine()),
        options_(options),
        min_period_(static_cast<std::uint64_t>(double(least_of) * (options.min_percent / 100))),
        tree_(histogram, entry, options.order, fractal() ? 0 : min_period_) {}

  void draw(std::uint64_t total, std::uint64_t parent) {
    if (options_.mode == GraphMode::fractal) total = parent;
    if (options_.mode == GraphMode::flat || options_.mode == GraphMode::folded) {
      return draw_paths(total);
    }
    const std::size_t before = out_.size();
    const std::vector<Run> top = runs(0, parent);
    if (top.size() == 1 && top.front().period == parent)
      draw_single(top.front(), total);
    else
      draw_level(top, total, 1, 1, 0);
    if (out_.size() != before) out_ += '\n';
  }

 private:
  [[nodiscard]] bool fractal() const { return options_.mode == GraphMode::fractal; }

  // The drawn children of a node, each as a run; `children_period` is what all of them cost.
  std::vector<Run> runs(std::uint32_t node, std::uint64_t children_period) {
    tree_.expand(node);
    std::uint64_t least = min_period_;
    if (fractal()) {
      least = static_cast<std::uint64_t>(
          std::ceil(double(children_period) * (options_.min_percent / 100)));
    }
    std::vector<Run> out;
    const CallNode parent = tree_.at(node);
    for (std::uint32_t i = 0; i < parent.child_count; ++i) {
      const std::uint32_t child = parent.first_child + i;
      if (tree_.at(child).inclusive.period < least) break;  // they stand by falling cost
      out.push_back(run_from(child));
    }
    return out;
  }

  Run run_from(std::uint32_t node) {
    Run run;
    run.period = tree_.at(node).inclusive.period;
    run.samples = tree_.at(node).inclusive.samples;
    for (;;) {
      run.frames.push_back(node);
      run.last = node;
      run.ends = tree_.at(node).self;
      tree_.expand(node);
      const CallNode at = tree_.at(node);
      if (!at.only_child || at.self.samples != 0) return run;
      node = at.first_child;
    }
  }

  void name(std::uint32_t node) {
    const report::Frame& frame = tree_.frame(node);
    const std::string symbol = report::symbol_of(machine_, frame);
    if (symbol.empty()) {
      out_ += frame.ip == 0 ? "" : "0x";
      return append_hex(out_, frame.ip);
    }
    append_escaped(out_, symbol);
    if (!options_.by_address) return;
    out_ += " +";
    append_number(out_, report::symbol_offset(machine_, frame));
  }

  void value(std::uint64_t period, std::uint64_t samples, std::uint64_t total) {
    switch (options_.value) {
      case GraphValue::period:
        return append_number(out_, period);
      case GraphValue::count:
        return append_number(out_, samples);
      case GraphValue::percent:
        append_percent(out_, total == 0 ? 0.0 : double(period) * 100.0 / double(total), 0);
    }
  }

  // The whole graph hangs on one chain that costs what the row shows: no percentage is needed.
  void draw_single(const Run& run, std::uint64_t total) {
    std::size_t margin = 0;
    std::uint32_t printed = 0;
    for (std::size_t i = options_.skip_first ? 1 : 0; i < run.frames.size(); ++i) {
      out_.append(left_margin + margin, ' ');
      if (printed == 0) {
        out_ += "|\n";
        out_.append(left_margin, ' ');
        out_ += "---";
        margin = 3;
      }
      name(run.frames[i]);
      out_ += '\n';
      if (++printed == options_.print_limit) break;
    }
    const std::uint64_t below = run.period - run.ends.period;
    draw_level(runs(run.last, below), total, 1, 1, margin);
  }

  void pipes(unsigned depth, std::uint64_t mask, std::size_t margin) {
    out_.append(left_margin + margin, ' ');
    for (unsigned i = 0; i < depth; ++i) {
      out_ += (mask >> i & 1U) != 0 ? '|' : ' ';
      out_ += "          ";
    }
    out_ += '\n';
  }

  void draw_level(const std::vector<Run>& level, std::uint64_t total, unsigned depth,
                  std::uint64_t mask, std::size_t margin) {
    std::uint64_t remaining = total;
    std::uint64_t new_mask = mask;
    std::uint32_t printed = 0;
    std::uint64_t samples = 0;
    for (std::size_t i = 0; i < level.size(); ++i) {
      const Run& run = level[i];
      remaining -= std::min(remaining, run.period);
      samples += run.samples;
      const bool last = i + 1 == level.size();
      if (last && (!fractal() || remaining == 0)) new_mask &= ~(1ULL << (depth - 1));
      pipes(depth, mask, margin);
      for (std::size_t frame = 0; frame < run.frames.size(); ++frame) {
        lead(depth, new_mask, margin, frame == 0, run.period, run.samples, total);
        name(run.frames[frame]);
        out_ += '\n';
      }
      const std::uint64_t below = run.period - run.ends.period;
      if (depth < 63) {
        draw_level(runs(run.last, below), fractal() ? below : total, depth + 1,
                   new_mask | (1ULL << depth), margin);
      }
      if (++printed == options_.print_limit) break;
    }
    if (!fractal() || remaining == 0 || remaining == total) return;
    new_mask &= ~(1ULL << (depth - 1));
    lead(depth, new_mask, margin, true, remaining, samples, total);
    out_ += "[...]\n";
  }

  // What stands before a frame: the pipes, and the share before the first frame of a run.
  void lead(unsigned depth, std::uint64_t mask, std::size_t margin, bool with_value,
            std::uint64_t period, std::uint64_t samples, std::uint64_t total) {
    out_.append(left_margin + margin, ' ');
    for (unsigned i = 0; i < depth; ++i) {
      out_ += (mask >> i & 1U) != 0 ? '|' : ' ';
      if (!with_value || i + 1 != depth) {
        out_ += "          ";
        continue;
      }
      out_ += "--";
      value(period, samples, total);
      out_ += "--";
    }
  }

  // Every chain by itself, from one end to the other.
  struct Ended {
    report::Cost ends;
    std::uint64_t period = 0, samples = 0;
    std::vector<std::uint32_t> frames;
  };

  void collect(std::uint32_t node, std::vector<std::uint32_t>& path, std::vector<Ended>& out) {
    for (const Run& run : runs(node, 0)) {
      const std::size_t size = path.size();
      path.insert(path.end(), run.frames.begin(), run.frames.end());
      collect(run.last, path, out);
      if (run.ends.period != 0 && run.ends.period >= min_period_) {
        out.push_back({run.ends, run.period, run.samples, path});
      }
      path.resize(size);
    }
  }

  void draw_paths(std::uint64_t total) {
    std::vector<Ended> ended;
    std::vector<std::uint32_t> path;
    collect(0, path, ended);
    std::stable_sort(ended.begin(), ended.end(),
                     [](const Ended& a, const Ended& b) { return a.ends.period > b.ends.period; });
    std::uint32_t printed = 0;
    for (const Ended& chain : ended) {
      if (options_.mode == GraphMode::flat)
        draw_flat(chain, total);
      else
        draw_folded(chain, total);
      if (++printed == options_.print_limit) break;
    }
  }

  void draw_flat(const Ended& chain, std::uint64_t total) {
    out_.append(11, ' ');
    value(chain.period, chain.samples, total);
    out_ += '\n';
    for (const std::uint32_t node : chain.frames) {
      out_.append(16, ' ');
      name(node);
      out_ += '\n';
    }
    out_ += '\n';
  }

  void draw_folded(const Ended& chain, std::uint64_t total) {
    value(chain.ends.period, chain.ends.samples, total);
    out_ += ' ';
    for (std::size_t i = 0; i < chain.frames.size(); ++i) {
      if (i != 0) out_ += options_.separator.empty() ? ";" : options_.separator;
      name(chain.frames[i]);
    }
    out_ += '\n';
  }

  std::string& out_;
  const machine::Machine& machine_;
  const GraphOptions& options_;
  std::uint64_t min_period_;
  CallTree tree_;
};

}  // namespace

void draw_call_graph(std::string& out, const report::Histogram& histogram, std::uint32_t entry,
                     std::uint64_t least_of, std::uint64_t parent, const GraphOptions& options) {
  Drawing(out, histogram, entry, least_of, options).draw(histogram.total().period, parent);
}

}  // namespace perf::text
