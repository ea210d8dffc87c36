#include "text/columns.h"

#include <algorithm>
#include <cstring>

#include "text/escape.h"
#include "text/numbers.h"

namespace perf::text {
namespace {

using report::Key;

constexpr std::size_t percent_width = 8;
constexpr std::size_t number_width = 12;
constexpr std::size_t unresolved_width = 16;  // of an address in hex

bool is_percent(CostColumn column) {
  return column == CostColumn::children || column == CostColumn::self;
}

}  // namespace

Columns::Columns(const report::Histogram& histogram, const ReportTextOptions& options)
    : histogram_(histogram),
      options_(options),
      total_(options.relative ? histogram.passed().period : histogram.total().period) {
  for (std::size_t i = 0; i < options.columns.size(); ++i) {
    const Column& column = options.columns[i];
    if (is_fixed(i)) {
      widths_.push_back(options.widths[i]);
      continue;
    }
    const std::size_t width = column.is_key ? widest(column.key) : cost_width(column.cost);
    widths_.push_back(std::max(width, title(column).size()));
  }
}

bool Columns::is_fixed(std::size_t column) const {
  return column < options_.widths.size() && options_.widths[column] != 0;
}

std::size_t Columns::cost_width(CostColumn column) {
  return is_percent(column) ? percent_width : number_width;
}

// As wide as the widest cell of all entries, shown or not, as perf has it. Each group is asked
// once.
std::size_t Columns::widest(Key key) const {
  std::vector<bool> seen;
  std::size_t width = 0;
  for (std::uint32_t i = 0; i < histogram_.entries().size(); ++i) {
    const report::Entry& entry = histogram_.entries()[i];
    const std::uint32_t group = report::of_frame(key) ? entry.frame_group : entry.row_group;
    if (group >= seen.size()) seen.resize(std::max<std::size_t>(group + 1, 2 * seen.size()));
    if (seen[group]) continue;
    seen[group] = true;
    width = std::max(width, cell_width(key, i));
  }
  return width;
}

std::size_t Columns::cell_width(Key key, std::uint32_t entry) const {
  const machine::Machine& machine = histogram_.profile().machine();
  if (key == Key::dso) {
    const report::Frame& frame = histogram_.frame_of(entry);
    const bool unknown = frame.symbol == base::no_index && options_.separator.empty();
    const std::size_t least = unknown ? unresolved_width : 0;
    if (frame.object == base::no_index) return least;
    return std::max(least, report::object_name(machine, frame, options_.verbose).size());
  }
  if (key == Key::sym) {
    const report::Frame& frame = histogram_.frame_of(entry);
    if (frame.symbol == base::no_index) return unresolved_width + 6;
    // Only a mangled name can grow, and most names are not mangled.
    const std::string_view raw = report::raw_symbol(machine, frame);
    const bool mangled = raw.starts_with('_');
    const std::size_t size = mangled ? report::symbol_of(machine, frame).size() : raw.size();
    return size + 4 + (options_.verbose ? unresolved_width + 5 : 0);
  }
  return histogram_.text(entry, key).size();
}

std::string_view Columns::title(const Column& column) const {
  if (column.is_key) return report::key_heading(column.key);
  switch (column.cost) {
    case CostColumn::children:
      return "Children";
    case CostColumn::self:
      return histogram_.options().children && !options_.chosen_fields ? "Self" : "Overhead";
    case CostColumn::samples:
      return "Samples";
    case CostColumn::period:
      return "Period";
  }
  return {};
}

void Columns::heading(std::string& out) const {
  for (std::size_t i = 0; i < widths_.size(); ++i) {
    const Column& column = options_.columns[i];
    const std::string_view text = title(column).substr(0, widths_[i]);
    if (i != 0) out += options_.separator.empty() ? "  " : options_.separator;
    if (!column.is_key) out.append(widths_[i] - text.size(), ' ');
    append_padded(out, text, column.is_key ? widths_[i] : text.size());
  }
}

void Columns::dots(std::string& out) const {
  for (std::size_t i = 0; i < widths_.size(); ++i) {
    if (i != 0) out += "  ";
    out.append(widths_[i], '.');
  }
}

void Columns::append_cost(std::string& out, CostColumn column, const report::Cost& self,
                          const report::Cost& children, std::size_t width) const {
  out += ' ';
  if (is_percent(column)) {
    const std::uint64_t period = column == CostColumn::children ? children.period : self.period;
    const double percent = total_ == 0 ? 0.0 : 100.0 * double(period) / double(total_);
    return append_percent(out, percent, std::max<std::size_t>(width, 3) - 2);
  }
  append_number(out, column == CostColumn::samples ? self.samples : self.period,
                std::max<std::size_t>(width, 2) - 1);
}

std::string Columns::key_cell(Key key, std::uint32_t entry) const {
  if (key != Key::sym || !options_.verbose) return escaped(histogram_.text(entry, key));
  const report::Frame& frame = histogram_.frame_of(entry);
  const bool sampled = histogram_.entries()[entry].self.samples != 0;
  const base::Address address = sampled ? frame.address : frame.ip;
  std::string cell = address == 0 ? "" : "0x";
  append_hex(cell, address);
  cell.resize(std::max(cell.size(), unresolved_width + 2), ' ');
  const machine::Objects& objects = histogram_.profile().machine().objects();
  cell += ' ';
  cell += frame.object == base::no_index ? '!' : objects.at(frame.object).object->origin();
  cell += ' ';
  return cell + escaped(histogram_.text(entry, key));
}

void Columns::append_cell(std::string& out, std::size_t column, std::string_view cell) const {
  if (options_.separator.empty())
    out += "  ";
  else if (column != 0)
    out += options_.separator;
  if (is_fixed(column)) cell = cell.substr(0, widths_[column]);
  append_padded(out, cell, column + 1 == widths_.size() ? 0 : widths_[column]);
}

void Columns::row(std::string& out, std::uint32_t entry) const {
  std::string cell;
  for (std::size_t i = 0; i < widths_.size(); ++i) {
    const Column& column = options_.columns[i];
    cell.clear();
    if (column.is_key) {
      cell = key_cell(column.key, entry);
    } else {
      const report::Entry& of = histogram_.entries()[entry];
      const std::size_t width = options_.separator.empty() ? widths_[i] : 0;
      append_cost(cell, column.cost, of.self, of.children, width);
    }
    append_cell(out, i, cell);
  }
}

}  // namespace perf::text
