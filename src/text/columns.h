// The columns of a report: headings, widths and cells. Rows and graphs are put together elsewhere.
#pragma once

#include "text/report_text.h"

namespace perf::text {

class Columns {
 public:
  Columns(const report::Histogram& histogram, const ReportTextOptions& options);

  void heading(std::string& out) const;  // without the leading "# "
  void dots(std::string& out) const;
  void row(std::string& out, std::uint32_t entry) const;
  // Appends what stands in a column of a row, with what parts it from the one before.
  void append_cell(std::string& out, std::size_t column, std::string_view cell) const;

  // `width` may be less than is needed.
  void append_cost(std::string& out, CostColumn column, const report::Cost& self,
                   const report::Cost& children, std::size_t width) const;
  [[nodiscard]] std::string key_cell(report::Key key, std::uint32_t entry) const;
  [[nodiscard]] std::string_view title(const Column& column) const;
  [[nodiscard]] std::size_t width(std::size_t column) const { return widths_[column]; }
  [[nodiscard]] static std::size_t cost_width(CostColumn column);
  void widen(std::size_t column, std::size_t width) { widths_[column] = width; }
  [[nodiscard]] std::uint64_t total() const { return total_; }

 private:
  [[nodiscard]] std::size_t widest(report::Key key) const;
  [[nodiscard]] std::size_t cell_width(report::Key key, std::uint32_t entry) const;
  [[nodiscard]] bool is_fixed(std::size_t column) const;

  const report::Histogram& histogram_;
  const ReportTextOptions& options_;
  std::vector<std::size_t> widths_;
  std::uint64_t total_;
};

}  // namespace perf::text
