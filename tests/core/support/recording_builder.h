// Writes a small perf.data of one software event with TID and TIME in every record, record by
// record. It only makes what tests need; it is no writer of the product.
#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "event/abi.h"
#include "file/recording.h"

namespace perf::test {

class RecordingBuilder {
 public:
  explicit RecordingBuilder(bool with_time = true) : with_time_(with_time) {}

  template <class T>
  static void put(std::vector<std::uint8_t>& bytes, T value) {
    const auto* raw = reinterpret_cast<const std::uint8_t*>(&value);
    bytes.insert(bytes.end(), raw, raw + sizeof value);
  }

  void record(std::uint32_t type, const std::vector<std::uint8_t>& body) {
    put(data_, type);
    put(data_, std::uint16_t{0});
    put(data_, static_cast<std::uint16_t>(8 + body.size()));
    data_.insert(data_.end(), body.begin(), body.end());
  }

  void sample(std::uint64_t time, std::uint32_t tid) {
    std::vector<std::uint8_t> body;
    put(body, tid);
    put(body, tid);
    if (with_time_) put(body, time);
    record(event::record_sample, body);
  }

  void round() { record(event::record_finished_round, {}); }
  void raw(const std::vector<std::uint8_t>& bytes) {
    data_.insert(data_.end(), bytes.begin(), bytes.end());
  }

  [[nodiscard]] std::vector<std::uint8_t> bytes() const {
    constexpr std::uint64_t header = 104, attr = 112, entry = attr + 16;
    std::vector<std::uint8_t> out{'P', 'E', 'R', 'F', 'I', 'L', 'E', '2'};
    for (const std::uint64_t word : {header, entry, header, entry, header + entry, data_.size()}) {
      put(out, word);
    }
    out.resize(header);
    put(out, std::uint32_t{event::type_software});
    put(out, static_cast<std::uint32_t>(attr));
    const std::uint64_t type =
        with_time_ ? event::sample_tid | event::sample_time : event::sample_tid;
    for (const std::uint64_t word : {std::uint64_t{0}, std::uint64_t{1}, type, std::uint64_t{0},
                                     std::uint64_t{1} << 18}) {  // sample_id_all
      put(out, word);
    }
    out.resize(header + entry);
    out.insert(out.end(), data_.begin(), data_.end());
    return out;
  }

  [[nodiscard]] file::Recording open() const {
    std::string path = "/tmp/recording.XXXXXX";
    const int descriptor = ::mkstemp(path.data());
    const auto all = bytes();
    REQUIRE(::write(descriptor, all.data(), all.size()) == static_cast<ssize_t>(all.size()));
    ::close(descriptor);
    auto recording = file::Recording::open(path);
    ::unlink(path.c_str());
    REQUIRE(recording.ok());
    return std::move(recording).value();
  }

 private:
  bool with_time_;
  std::vector<std::uint8_t> data_;
};

}  // namespace perf::test
