#include "text/report_json.h"

#include "text/escape.h"
#include "text/numbers.h"

namespace perf::text {
namespace {

void member(std::string& out, std::string_view name, std::uint64_t value) {
  out += '"';
  out += name;
  out += "\":";
  append_number(out, value);
  out += ',';
}

// "[k] name" → level and name apart, as programs want them.
void append_row(std::string& out, const report::Histogram& histogram, std::uint32_t entry) {
  const report::Entry& row = histogram.entries()[entry];
  out += '{';
  member(out, "children", row.children.period);
  member(out, "self", row.self.period);
  member(out, "samples", row.self.samples);
  for (const report::Key key : histogram.options().groups.keys) {
    std::string value = histogram.text(entry, key);
    if (key == report::Key::sym && value.size() >= 4) {
      out += "\"level\":";
      append_json(out, value.substr(1, 1));
      out += ',';
      value.erase(0, 4);
    }
    append_json(out, report::key_name(key));
    out += ':';
    append_json(out, value);
    out += ',';
  }
  out.back() = '}';
}

}  // namespace

void append_json(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : escaped(text)) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

void write_report_json(Output& out, const report::Histogram& histogram,
                       const std::string& event_name, const ReportTextOptions& options) {
  std::string text = "{\"event\":";
  append_json(text, event_name);
  text += ',';
  member(text, "samples", histogram.total().samples);
  member(text, "period", histogram.total().period);
  text += "\"rows\":[";
  const auto total = double(histogram.total().period);
  bool first = true;
  for (const std::uint32_t entry : histogram.by_cost()) {
    const double percent =
        total == 0 ? 0.0 : 100.0 * double(histogram.entries()[entry].children.period) / total;
    if (percent < options.min_percent) continue;
    text += first ? "\n" : ",\n";
    first = false;
    append_row(text, histogram, entry);
    out << text;
    text.clear();
  }
  out << text << "]}";
}

}  // namespace perf::text
