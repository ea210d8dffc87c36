#include "text/report_text.h"

#include <algorithm>

#include "base/parallel.h"
#include "text/columns.h"
#include "text/escape.h"
#include "text/hierarchy.h"

namespace perf::text {
namespace {

// Threads take rows in pieces. The graphs of the first rows are the largest by far.
constexpr std::size_t single_rows = 256;
constexpr std::size_t rows_at_once = 1024;

std::size_t piece_begin(std::size_t piece) {
  return piece <= single_rows ? piece : single_rows + (piece - single_rows) * rows_at_once;
}

// "301 ", "3K", "2M": perf's short form of a count.
std::string short_count(std::uint64_t count) {
  constexpr std::string_view units = " KMG";
  auto value = double(count);
  std::size_t unit = 0;
  while (value > 1000.0 && unit + 1 < units.size()) {
    value /= 1000.0;
    ++unit;
  }
  return std::to_string(static_cast<std::uint64_t>(value)) + units[unit];
}

void write_title(Output& out, const report::Cost& cost, const std::string& events,
                 const ReportTextOptions& options) {
  out << "# Samples: " << short_count(cost.samples) << " of " << events;
  if (!options.time_text.empty()) out << " (time slices: " << escaped(options.time_text) << ")";
  out << "\n# Event count (approx.): " << std::to_string(cost.period) << "\n#\n";
}

void write_headings(Output& out, const Columns& columns, const ReportTextOptions& options) {
  std::string text = "# ";
  columns.heading(text);
  text += '\n';
  if (options.separator.empty()) {
    text += "# ";
    columns.dots(text);
    text += "\n#\n";
  }
  out << text;
}

// No branch costs more than its row: below the limit there is nothing to draw.
bool may_draw(const report::Entry& entry, double total, const GraphOptions& graph) {
  if (graph.mode == GraphMode::none) return false;
  const auto least = static_cast<std::uint64_t>(total * (graph.min_percent / 100));
  return graph.mode == GraphMode::fractal || entry.children.period >= least;
}

// The columns of a group, by those of its members.
class GroupColumns {
 public:
  GroupColumns(const report::HistogramGroup& group, const ReportTextOptions& options)
      : group_(group), options_(options) {
    for (std::size_t member = 0; member < group.size(); ++member) {
      members_.emplace_back(group.member(member), options);
    }
    for (std::size_t i = 0; i < options.columns.size(); ++i) widen(i);
  }

  [[nodiscard]] const Columns& leader() const { return members_.front(); }

  void row(std::string& out, const report::HistogramGroup::Row& row) const {
    const auto first = std::find_if(row.begin(), row.end(),
                                    [](std::uint32_t entry) { return entry != base::no_index; });
    const auto shown = static_cast<std::size_t>(first - row.begin());
    for (std::size_t i = 0; i < options_.columns.size(); ++i) {
      const Column& column = options_.columns[i];
      leader().append_cell(
          out, i,
          column.is_key ? members_[shown].key_cell(column.key, *first) : costs(row, column.cost));
    }
  }

 private:
  // A cost is as wide as those of all members together, a key as it is for one of them.
  void widen(std::size_t i) {
    const Column& column = options_.columns[i];
    std::size_t width = 0;
    for (const Columns& member : members_) {
      width = column.is_key ? std::max(width, member.width(i))
                            : width + Columns::cost_width(column.cost);
    }
    members_.front().widen(i, std::max(width, leader().width(i)));
  }

  [[nodiscard]] std::string costs(const report::HistogramGroup::Row& row, CostColumn cost) const {
    std::string cells;
    const std::size_t width = options_.separator.empty() ? Columns::cost_width(cost) : 0;
    for (std::size_t member = 0; member < members_.size(); ++member) {
      members_[member].append_cost(cells, cost, group_.self(row, member),
                                   group_.children(row, member), width);
    }
    return cells;
  }

  const report::HistogramGroup& group_;
  const ReportTextOptions& options_;
  std::vector<Columns> members_;
};

// The rows at `begin` to `end` of `order`, as far as they are above the limit.
std::string rows_text(const report::Histogram& histogram, const Columns& columns,
                      const std::vector<std::uint32_t>& order, std::size_t begin, std::size_t end,
                      const ReportTextOptions& options) {
  constexpr std::size_t ahead = 8;
  std::string text;
  const auto total = double(columns.total());
  for (std::size_t i = begin; i < end; ++i) {
    if (i + ahead < end) histogram.prefetch(order[i + ahead], order[i + ahead / 2]);
    const report::Entry& entry = histogram.entries()[order[i]];
    const double percent = total == 0 ? 0.0 : 100.0 * double(entry.children.period) / total;
    if (percent < options.min_percent) continue;
    columns.row(text, order[i]);
    text += '\n';
    if (!histogram.options().stacks || !may_draw(entry, total, options.graph)) continue;
    draw_call_graph(text, histogram, order[i], columns.total(), entry.children.period,
                    options.graph);
  }
  return text;
}

// By the columns from left to right: keys that stand before the costs, then these.
std::vector<std::uint32_t> order_of(const report::Histogram& histogram,
                                    const std::vector<Column>& columns) {
  using Costs = report::Histogram::Costs;
  const bool children = std::any_of(columns.begin(), columns.end(), [](const Column& column) {
    return !column.is_key && column.cost == CostColumn::children;
  });
  std::vector<std::uint32_t> order =
      histogram.by_cost(children ? Costs::children_and_self : Costs::self);
  const auto costs = std::find_if(columns.begin(), columns.end(),
                                  [](const Column& column) { return !column.is_key; });
  for (auto key = costs; key != columns.begin();) histogram.sort_by_key(order, (--key)->key);
  return order;
}

}  // namespace

void write_report(Output& out, const report::Histogram& histogram, const std::string& events,
                  const ReportTextOptions& options) {
  const report::Cost cost = options.relative ? histogram.passed() : histogram.total();
  if (!options.quiet) write_title(out, cost, events, options);
  if (options.hierarchy) return write_hierarchy(out, histogram, options);
  std::vector<std::uint32_t> order;
  base::Threads meanwhile;  // the last: it uses what is above
  meanwhile.start([&] { order = order_of(histogram, options.columns); });
  const Columns columns(histogram, options);
  meanwhile.wait();
  if (!options.quiet) write_headings(out, columns, options);
  std::size_t pieces = 0;
  while (piece_begin(pieces) < order.size()) ++pieces;
  base::in_order(
      pieces, options.threads,
      [&](std::size_t piece) {
        const std::size_t end = std::min(order.size(), piece_begin(piece + 1));
        return rows_text(histogram, columns, order, piece_begin(piece), end, options);
      },
      [&](const std::string& text) { out << text; });
  out << "\n\n";
}

void write_report(Output& out, const report::HistogramGroup& group, const std::string& events,
                  const ReportTextOptions& options) {
  const report::Cost cost = options.relative ? group.passed() : group.total();
  const GroupColumns columns(group, options);
  if (!options.quiet) {
    write_title(out, cost, events, options);
    write_headings(out, columns.leader(), options);
  }
  const report::Histogram& leader = group.member(0);
  const auto total = double(columns.leader().total());
  std::string text;
  for (const auto& row : group.rows()) {
    const std::uint64_t period = group.children(row, 0).period;
    const double percent = total == 0 ? 0.0 : 100.0 * double(period) / total;
    if (percent < options.min_percent) continue;
    text.clear();
    columns.row(text, row);
    text += '\n';
    if (row[0] != base::no_index && leader.options().stacks &&
        may_draw(leader.entries()[row[0]], total, options.graph)) {
      draw_call_graph(text, leader, row[0], columns.leader().total(), period, options.graph);
    }
    out << text;
  }
  out << "\n\n";
}

}  // namespace perf::text
