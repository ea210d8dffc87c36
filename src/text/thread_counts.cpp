#include "text/thread_counts.h"

#include <algorithm>
#include <string>

#include "text/escape.h"
#include "text/numbers.h"

namespace perf::text {
namespace {

struct CountColumn {
  std::uint32_t event = 0;
  std::string name;
  std::size_t width = 0;
};

std::size_t digits(std::uint64_t number) {
  return std::to_string(number).size();
}

std::uint64_t count_of(const ThreadCounts::Thread& thread, std::uint32_t event) {
  const auto count = thread.by_event.find(event);
  return count == thread.by_event.end() ? 0 : count->second;
}

std::vector<CountColumn> columns_of(const ThreadCounts& counts, const event::EventSet& events) {
  std::vector<CountColumn> columns;
  for (const std::uint32_t event : counts.events) {
    const std::string name = escaped(events.at(event).name);
    std::size_t width = name.size();
    for (const auto& thread : counts.threads) {
      width = std::max(width, digits(count_of(thread, event)));
    }
    columns.push_back({event, name, width});
  }
  return columns;
}

// Columns are parted by two blanks.
void append_cell(std::string& out, std::string_view text, std::size_t width) {
  append_right(out, text, width + 2);
}

void append_cell(std::string& out, std::uint64_t count, std::size_t width) {
  append_number(out, count, width + 2);
}

}  // namespace

void write_thread_counts(Output& out, const ThreadCounts& counts, const event::EventSet& events) {
  const std::vector<CountColumn> columns = columns_of(counts, events);
  std::size_t pid_width = 3;  // of the heading
  std::size_t tid_width = 3;
  for (const auto& thread : counts.threads) {
    pid_width = std::max(pid_width, digits(thread.pid));
    tid_width = std::max(tid_width, digits(thread.tid));
  }
  std::string& text = out.buffer();
  const std::size_t begin = text.size();
  append_cell(text, "PID", pid_width);
  text[begin] = '#';
  append_cell(text, "TID", tid_width);
  for (const CountColumn& column : columns) append_cell(text, column.name, column.width);
  text += '\n';
  for (const auto& thread : counts.threads) {
    append_cell(text, thread.pid, pid_width);
    append_cell(text, thread.tid, tid_width);
    for (const CountColumn& column : columns) {
      append_cell(text, count_of(thread, column.event), column.width);
    }
    text += '\n';
    out.settle();
  }
}

}  // namespace perf::text
