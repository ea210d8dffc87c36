#include "text/hierarchy.h"

#include <algorithm>
#include <map>

#include "text/columns.h"
#include "text/numbers.h"

namespace perf::text {
namespace {

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
    for (std::size_t i = 0; i < options.columns.size(); ++i) {
      (options.columns[i].is_key ? keys_ : costs_).push_back(i);
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
      groups[columns_.key_cell(options_.columns[keys_[depth]].key, entry)].push_back(entry);
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
      std::string text(2 + depth * indent, ' ');
      for (std::size_t i = 0; i < costs_.size(); ++i) {
        if (i != 0) text += "  ";
        const std::size_t column = costs_[i];
        columns_.append_cost(text, options_.columns[column].cost, row.self, row.children,
                             columns_.width(column));
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

  // Costs stand further in the deeper their row is, and so do keys.
  void write_headings() {
    const std::size_t room = (keys_.size() - 1) * indent;
    std::string text = "# " + std::string(room, ' ');
    std::size_t cost_dots = room;
    for (const std::size_t column : costs_) {
      const std::string_view title = columns_.title(options_.columns[column]);
      if (column != costs_.front()) cost_dots += 2;
      cost_dots += columns_.width(column);
      text.append(columns_.width(column) - title.size(), ' ');
      text += title;
      text += "  ";
    }
    std::string keys;
    std::size_t key_dots = 0;
    for (std::size_t depth = 0; depth < keys_.size(); ++depth) {
      if (depth != 0) keys += " / ";
      const std::string_view title = columns_.title(options_.columns[keys_[depth]]);
      keys += title.substr(title.find_first_not_of(' '));
      key_dots = std::max(key_dots, depth * indent + columns_.width(keys_[depth]));
    }
    key_dots = std::max(key_dots, keys.size());
    out_ << text << keys << "\n# " << std::string(cost_dots, '.') << "  "
         << std::string(key_dots, '.') << "\n#\n";
  }

  Output& out_;
  const report::Histogram& histogram_;
  const ReportTextOptions& options_;
  Columns columns_;
  std::vector<std::size_t> keys_, costs_;  // the columns
};

}  // namespace

void write_hierarchy(Output& out, const report::Histogram& histogram,
                     const ReportTextOptions& options) {
  Hierarchy(out, histogram, options).write();
}

}  // namespace perf::text
