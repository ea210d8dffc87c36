#include "text/hierarchy.h"

#include <algorithm>
#include <map>

#include "text/columns.h"
#include "text/numbers.h"

namespace perf::text {
namespace {

using report::Key;

constexpr std::size_t indent = 3;

// A row of some level, and the rows below it.
struct Row {
  std::string text;
  report::Cost self, children;
  std::uint32_t entry = base::no_index;  // of a last level's row
  std::vector<Row> rows;
};

class Hierarchy {
 public:
  Hierarchy(Output& out, const report::Histogram& histogram, const ReportTextOptions& options)
      : out_(out), histogram_(histogram), options_(options), columns_(histogram, options) {
    for (const Column& column : options.columns) {
      if (column.is_key)
        keys_.push_back(column.key);
      else
        costs_.push_back(column.cost);
    }
  }

  void write() {
    std::vector<std::uint32_t> all(histogram_.entries().size());
    for (std::uint32_t i = 0; i < all.size(); ++i) all[i] = i;
    if (!options_.quiet) write_headings();
    write_rows(level(all, 0), 0);
    out_ << "\n\n";
  }

 private:
  std::vector<Row> level(const std::vector<std::uint32_t>& entries, std::size_t depth) {
    std::map<std::string, std::vector<std::uint32_t>> groups;
    for (const std::uint32_t entry : entries) {
      groups[columns_.key_cell(keys_[depth], entry)].push_back(entry);
    }
    std::vector<Row> rows;
    for (auto& [text, members] : groups) {
      Row row{text, {}, {}, members.front(), {}};
      for (const std::uint32_t member : members) {
        row.self += histogram_.entries()[member].self;
        row.children += histogram_.entries()[member].children;
      }
      if (depth + 1 < keys_.size()) row.rows = level(members, depth + 1);
      rows.push_back(std::move(row));
    }
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
      return a.children.period > b.children.period;
    });
    return rows;
  }

  [[nodiscard]] double percent(std::uint64_t period) const {
    return columns_.total() == 0 ? 0.0 : 100.0 * double(period) / double(columns_.total());
  }

  void write_rows(const std::vector<Row>& rows, std::size_t depth) {
    for (const Row& row : rows) {
      if (percent(row.children.period) < options_.min_percent) continue;
      std::string text(depth * indent, ' ');
      for (std::size_t i = 0; i < costs_.size(); ++i) {
        if (i != 0) text += "  ";
        cell(text, costs_[i], row);
      }
      text.append((keys_.size() - 1 - depth) * indent, ' ');
      text.append(depth * indent, ' ');
      text += "  " + row.text + "\n";
      out_ << text;
      if (depth + 1 < keys_.size()) {
        write_rows(row.rows, depth + 1);
      } else if (options_.graph.mode != GraphMode::none) {
        std::string graph;
        draw_call_graph(graph, histogram_, row.entry, columns_.total(), row.children.period,
                        options_.graph);
        out_ << graph;
      }
    }
  }

  void cell(std::string& out, CostColumn column, const Row& row) const {
    out += ' ';
    switch (column) {
      case CostColumn::children:
        return append_percent(out, percent(row.children.period), 6);
      case CostColumn::self:
        return append_percent(out, percent(row.self.period), 6);
      case CostColumn::samples:
        return append_number(out, row.self.samples, 11);
      case CostColumn::period:
        return append_number(out, row.self.period, 11);
    }
  }

  void write_headings() {
    std::string text = "# ";
    std::string dots = "# ";
    for (const CostColumn column : costs_) {
      const std::string_view title = Columns::cost_heading(column, histogram_.options().children);
      const std::size_t width =
          column == CostColumn::samples || column == CostColumn::period ? 12 : 8;
      text.append(width - std::min(width, title.size()), ' ');
      text += title;
      text += "  ";
      dots.append(width, '.');
      dots += "..";
    }
    std::string keys;
    for (const Key key : keys_) {
      if (!keys.empty()) keys += " / ";
      const std::string_view title = report::key_heading(key);
      keys += title.substr(title.find_first_not_of(' '));
    }
    out_ << text << keys << "\n" << dots << std::string(keys.size(), '.') << "\n#\n";
  }

  Output& out_;
  const report::Histogram& histogram_;
  const ReportTextOptions& options_;
  Columns columns_;
  std::vector<Key> keys_;
  std::vector<CostColumn> costs_;
};

}  // namespace

void write_hierarchy(Output& out, const report::Histogram& histogram,
                     const ReportTextOptions& options) {
  Hierarchy(out, histogram, options).write();
}

}  // namespace perf::text
