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

  void cost_cell(std::string& out, CostColumn column, std::uint32_t entry) const;
  [[nodiscard]] std::string key_cell(report::Key key, std::uint32_t entry) const;
  [[nodiscard]] static std::string_view cost_heading(CostColumn column, bool children);
  [[nodiscard]] std::size_t width(std::size_t column) const { return widths_[column]; }
  [[nodiscard]] std::uint64_t total() const { return total_; }

 private:
  [[nodiscard]] std::size_t widest(report::Key key) const;
  [[nodiscard]] std::string_view title(const Column& column) const;

  const report::Histogram& histogram_;
  const ReportTextOptions& options_;
  std::vector<std::size_t> widths_;
  std::uint64_t total_;
};

}  // namespace perf::text
