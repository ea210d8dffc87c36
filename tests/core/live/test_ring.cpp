#include <doctest/doctest.h>
#include <linux/perf_event.h>

#include <cstring>

#include "bytes/builder.h"
#include "live/ring_reader.h"
#include "records/record.h"

using namespace perf;

namespace {

constexpr std::size_t page = 4096;
constexpr std::size_t data_size = 4096;

// A buffer as the kernel lays it out, written into as the kernel does.
struct Buffer {
  std::vector<std::uint64_t> memory = std::vector<std::uint64_t>((page + data_size) / 8);

  Buffer() { head().data_offset = page; }
  perf_event_mmap_page& head() { return *reinterpret_cast<perf_event_mmap_page*>(memory.data()); }
  std::uint8_t* data() { return reinterpret_cast<std::uint8_t*>(memory.data()) + page; }

  void write(bytes::View bytes) {
    for (const std::uint8_t byte : bytes) data()[head().data_head++ % data_size] = byte;
  }
  void write_backward(bytes::View bytes) {
    head().data_head -= bytes.size();
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      data()[(head().data_head + i) % data_size] = bytes[i];
    }
  }
  void start_at(std::uint64_t position) { head().data_head = head().data_tail = position; }
};

std::vector<std::uint8_t> record(std::uint32_t type, std::size_t size) {
  bytes::Builder out;
  out.put(type).put(std::uint16_t{0}).put(static_cast<std::uint16_t>(size));
  while (out.size() < size) out.put(static_cast<std::uint8_t>(out.size()));
  return out.take();
}

}  // namespace

TEST_CASE("a buffer is emptied whole, wherever a record is cut by its end") {
  for (std::uint64_t position : {std::uint64_t{0}, std::uint64_t{data_size - 4},
                                 std::uint64_t{data_size - 40}, std::uint64_t{7 * data_size - 8}}) {
    Buffer buffer;
    buffer.start_at(position);
    live::Ring ring(buffer.memory.data(), data_size);
    const auto first = record(event::record_comm, 64);
    const auto second = record(event::record_sample, 104);
    buffer.write(first);
    buffer.write(second);
    std::vector<std::uint8_t> out{1, 2, 3};
    CHECK(ring.drain(out) == first.size() + second.size());
    CHECK(std::equal(first.begin(), first.end(), out.begin() + 3));
    CHECK(std::equal(second.begin(), second.end(),
                     out.begin() + 3 + static_cast<std::ptrdiff_t>(first.size())));
    CHECK(buffer.head().data_tail == buffer.head().data_head);
    CHECK(ring.drain(out) == 0);
    CHECK(ring.overruns() == 0);
  }
}

TEST_CASE("records are read in place, wherever one is cut by the end of the buffer") {
  const std::vector<std::vector<std::uint8_t>> written{
      record(event::record_comm, 64), record(event::record_sample, 104), record(12, 8)};
  for (std::uint64_t before = 0; before <= 180; before += 4) {
    Buffer buffer;
    buffer.start_at(5 * data_size - before);
    live::Ring ring(buffer.memory.data(), data_size);
    for (const auto& bytes : written) buffer.write(bytes);
    std::size_t count = 0;
    std::uint64_t offset = 1000;
    const live::Ring::Pieces pieces = ring.peek();
    const std::size_t walked = live::walk(pieces, offset, [&](const records::RawRecord& each) {
      const auto& bytes = written.at(count++);
      CHECK(each.offset == offset);
      CHECK(each.size() == bytes.size());
      CHECK(std::equal(each.body.begin(), each.body.end(), bytes.begin() + 8));
      offset += each.size();
    });
    CHECK(count == written.size());
    CHECK(walked == pieces.size());
    CHECK(ring.peek().size() == pieces.size());
    ring.release(pieces);
    CHECK(ring.peek().size() == 0);
    CHECK(buffer.head().data_tail == buffer.head().data_head);
  }
}

TEST_CASE("what is no record ends the walk in place") {
  for (const std::uint64_t before : {0, 32, 36, 40, 60}) {
    Buffer buffer;
    buffer.start_at(data_size - before);
    live::Ring ring(buffer.memory.data(), data_size);
    buffer.write(record(event::record_comm, 32));
    buffer.write(bytes::Builder().put(std::uint32_t{9}).put(0x0004'0000U).take());  // too short
    buffer.write(record(event::record_comm, 32));
    std::size_t count = 0;
    CHECK(live::walk(ring.peek(), 0, [&](const records::RawRecord&) { ++count; }) == 32);
    CHECK(count == 1);
    buffer.start_at(data_size - before);
    auto longer = record(event::record_sample, 64);  // than what was written of it
    longer.resize(40);
    buffer.write(longer);
    CHECK(live::walk(ring.peek(), 0, [&](const records::RawRecord&) { ++count; }) == 0);
    CHECK(count == 1);
  }
}

TEST_CASE("a head that cannot be is counted, and nothing is read by it") {
  Buffer buffer;
  live::Ring ring(buffer.memory.data(), data_size);
  buffer.head().data_head = data_size + 8;
  std::vector<std::uint8_t> out;
  CHECK(ring.drain(out) == 0);
  CHECK(ring.overruns() == 1);
  CHECK(out.empty());
  buffer.write(record(event::record_comm, 32));
  CHECK(ring.drain(out) == 32);
}

TEST_CASE("a full buffer is read to its last byte") {
  Buffer buffer;
  buffer.start_at(24);
  live::Ring ring(buffer.memory.data(), data_size);
  for (std::size_t i = 0; i < data_size / 64; ++i) buffer.write(record(event::record_mmap, 64));
  std::vector<std::uint8_t> out;
  CHECK(ring.drain(out) == data_size);
  CHECK(records::record_at(out, data_size - 64, 0).type == event::record_mmap);
}

TEST_CASE("a buffer that overwrites gives what is whole, oldest first and once") {
  for (const std::uint64_t begin : {std::uint64_t{0}, std::uint64_t{0} - 72}) {
    Buffer buffer;
    buffer.start_at(begin);
    live::Ring ring(buffer.memory.data(), data_size, true);
    std::vector<std::uint8_t> out;
    ring.drain(out);
    out.clear();
    for (std::uint32_t number = 1; number <= 3; ++number) buffer.write_backward(record(number, 64));
    CHECK(ring.drain(out) == 192);
    for (std::uint32_t number = 1; number <= 3; ++number) {
      CHECK(records::record_at(out, 64 * (number - 1), 0).type == number);
    }
    CHECK(ring.drain(out) == 0);
    out.clear();
    for (std::uint32_t number = 1; number <= 100; ++number) {
      buffer.write_backward(record(number, 104));
    }
    const std::size_t whole = data_size / 104;  // the oldest is cut by the newest
    CHECK(ring.drain(out) == whole * 104);
    CHECK(records::record_at(out, 0, 0).type == 101 - whole);
    CHECK(records::record_at(out, (whole - 1) * 104, 0).type == 100);
  }
}

TEST_CASE("a buffer that overwrites with something else than records in it ends there") {
  Buffer buffer;
  live::Ring ring(buffer.memory.data(), data_size, true);
  buffer.write_backward(std::vector<std::uint8_t>(64, 0));
  buffer.write_backward(record(event::record_sample, 64));
  std::vector<std::uint8_t> out;
  CHECK(ring.drain(out) == 64);
}
