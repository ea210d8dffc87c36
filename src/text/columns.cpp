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
    std::size_t width = column.is_key             ? widest(column.key)
                        : is_percent(column.cost) ? percent_width
                                                  : number_width;
    if (i < options.widths.size() && options.widths[i] != 0) width = options.widths[i];
    widths_.push_back(std::max(width, title(column).size()));
  }
}

// As wide as the widest cell of all entries, shown or not, as perf has it.
std::size_t Columns::widest(Key key) const {
  const machine::Machine& machine = histogram_.profile().machine();
  std::size_t width = 0;
  if (key == Key::dso) {
    for (std::uint32_t i = 0; i < histogram_.entries().size(); ++i) {
      const report::Frame& frame = histogram_.frame_of(i);
      const bool unknown = frame.symbol == base::no_index && options_.separator.empty();
      if (unknown) width = std::max(width, unresolved_width);
      if (frame.object == base::no_index) continue;
      width = std::max(width, report::object_name(machine, frame, options_.verbose).size());
    }
    return width;
  }
  if (key == Key::sym) {
    const std::size_t verbose = options_.verbose ? unresolved_width + 5 : 0;
    for (std::uint32_t i = 0; i < histogram_.entries().size(); ++i) {
      const report::Frame& frame = histogram_.frame_of(i);
      if (frame.symbol == base::no_index) {
        width = std::max(width, unresolved_width + 6);
        continue;
      }
      const std::size_t raw = report::raw_symbol(machine, frame).size();
      // Only a mangled name can grow, and most names are not mangled.
      const bool mangled = report::raw_symbol(machine, frame).substr(0, 1) == "_";
      const std::size_t size = mangled ? report::symbol_of(machine, frame).size() : raw;
      width = std::max(width, size + 4 + verbose);
    }
    return width;
  }
  for (std::uint32_t i = 0; i < histogram_.entries().size(); ++i) {
    width = std::max(width, histogram_.text(i, key).size());
  }
  return width;
}

std::string_view Columns::cost_heading(CostColumn column, bool children) {
  switch (column) {
    case CostColumn::children:
      return "Children";
    case CostColumn::self:
      return children ? "Self" : "Overhead";
    case CostColumn::samples:
      return "Samples";
    case CostColumn::period:
      return "Period";
  }
  return {};
}

std::string_view Columns::title(const Column& column) const {
  return column.is_key ? report::key_heading(column.key)
                       : cost_heading(column.cost, histogram_.options().children);
}

void Columns::heading(std::string& out) const {
  for (std::size_t i = 0; i < widths_.size(); ++i) {
    const Column& column = options_.columns[i];
    if (i != 0) out += options_.separator.empty() ? "  " : options_.separator;
    if (!options_.separator.empty()) {
      out += title(column);
    } else if (column.is_key) {
      append_padded(out, title(column), widths_[i]);
    } else {
      out.append(widths_[i] - title(column).size(), ' ');
      out += title(column);
    }
  }
}

void Columns::dots(std::string& out) const {
  for (std::size_t i = 0; i < widths_.size(); ++i) {
    if (i != 0) out += "  ";
    out.append(widths_[i], '.');
  }
}

void Columns::cost_cell(std::string& out, CostColumn column, std::uint32_t entry) const {
  const report::Entry& of = histogram_.entries()[entry];
  const bool separated = !options_.separator.empty();
  if (is_percent(column)) {
    const std::uint64_t period =
        column == CostColumn::children ? of.children.period : of.self.period;
    const double percent = total_ == 0 ? 0.0 : 100.0 * double(period) / double(total_);
    out += ' ';
    return append_percent(out, percent, separated ? 1 : percent_width - 2);
  }
  const std::uint64_t value = column == CostColumn::samples ? of.self.samples : of.self.period;
  out += ' ';
  append_number(out, value, separated ? 1 : number_width - 1);
}

std::string Columns::key_cell(Key key, std::uint32_t entry) const {
  if (key != Key::sym || !options_.verbose) return escaped(histogram_.text(entry, key));
  const report::Frame& frame = histogram_.frame_of(entry);
  std::string cell = "0x";
  append_hex(cell, frame.address);
  cell.resize(std::max(cell.size(), unresolved_width + 2), ' ');
  cell += frame.object == base::no_index ? " ! " : " . ";
  return cell + escaped(histogram_.text(entry, key));
}

void Columns::row(std::string& out, std::uint32_t entry) const {
  for (std::size_t i = 0; i < widths_.size(); ++i) {
    const Column& column = options_.columns[i];
    if (options_.separator.empty())
      out += "  ";
    else if (i != 0)
      out += options_.separator;
    if (!column.is_key) {
      cost_cell(out, column.cost, entry);
    } else if (i + 1 == widths_.size() || !options_.separator.empty()) {
      out += key_cell(column.key, entry);
    } else {
      append_padded(out, key_cell(column.key, entry), widths_[i]);
    }
  }
}

}  // namespace perf::text
