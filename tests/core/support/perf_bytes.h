// Makes recordings byte by byte, in either byte order, from the ABI's text and not from the
// product's tables. What a test needs it writes itself.
#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "file/recording.h"

namespace perf::test {

class Bytes {
 public:
  explicit Bytes(bool big_endian) : big_(big_endian) {}

  template <class T>
  Bytes& put(T value) {
    for (std::size_t i = 0; i < sizeof value; ++i) {
      const std::size_t place = big_ ? sizeof value - 1 - i : i;
      bytes_.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> (place * 8)));
    }
    return *this;
  }
  Bytes& u16(std::uint64_t value) { return put(static_cast<std::uint16_t>(value)); }
  Bytes& u32(std::uint64_t value) { return put(static_cast<std::uint32_t>(value)); }
  Bytes& u64(std::uint64_t value) { return put(value); }
  // `size` bytes with NULs behind the text.
  Bytes& text(std::string_view text, std::size_t size) {
    bytes_.insert(bytes_.end(), text.begin(), text.end());
    bytes_.resize(bytes_.size() + size - text.size());
    return *this;
  }
  Bytes& add(const Bytes& other) {
    bytes_.insert(bytes_.end(), other.bytes_.begin(), other.bytes_.end());
    return *this;
  }
  Bytes& record(std::uint32_t type, std::uint16_t misc, const Bytes& body) {
    return u32(type).u16(misc).u16(8 + body.size()).add(body);
  }
  // A word whose bits are declared as a C bit-field: { width, value } each.
  Bytes& bits(const std::vector<std::pair<unsigned, std::uint64_t>>& fields) {
    std::uint64_t word = 0;
    unsigned at = 0;
    for (const auto& [width, value] : fields) {
      word |= value << (big_ ? 64 - at - width : at);
      at += width;
    }
    return u64(word);
  }

  [[nodiscard]] bool big() const { return big_; }
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  [[nodiscard]] const std::vector<std::uint8_t>& get() const { return bytes_; }

 private:
  bool big_;
  std::vector<std::uint8_t> bytes_;
};

struct TestAttr {
  std::uint32_t size = 136;
  std::uint64_t sample_type = 0, read_format = 0, branch_sample_type = 0, regs = 0, config = 0;
  bool sample_id_all = true;
  unsigned precise_ip = 0;
};

inline Bytes attr_bytes(bool big, const TestAttr& attr) {
  Bytes out(big);
  out.u32(1).u32(attr.size).u64(attr.config).u64(4000).u64(attr.sample_type).u64(attr.read_format);
  out.bits({{15, 0}, {2, attr.precise_ip}, {1, 0}, {1, attr.sample_id_all ? 1 : 0}, {45, 0}});
  out.u32(0).u32(0).u64(0);  // wakeup, bp_type, config1
  if (attr.size == 64) return out;
  out.u64(0).u64(attr.branch_sample_type).u64(attr.regs);
  out.u32(0).u32(0).u64(attr.regs);  // stack, clockid, regs_intr
  return out.text("", attr.size - out.size());
}

// A file of one event with the ids given, features none.
inline Bytes file_bytes(bool big, const TestAttr& attr, const std::vector<std::uint64_t>& ids,
                        const Bytes& data) {
  const std::uint64_t ids_at = 104, attrs_at = ids_at + ids.size() * 8;
  const std::uint64_t entry = attr.size + 16;
  Bytes out(big);
  out.text(big ? "2ELIFREP" : "PERFILE2", 8).u64(104).u64(entry);
  out.u64(attrs_at).u64(entry).u64(attrs_at + entry).u64(data.size()).text("", 48);
  for (const std::uint64_t id : ids) out.u64(id);
  out.add(attr_bytes(big, attr)).u64(ids_at).u64(ids.size() * 8);
  return out.add(data);
}

inline Bytes pipe_bytes(bool big) {
  return std::move(Bytes(big).text(big ? "2ELIFREP" : "PERFILE2", 8).u64(16));
}

inline std::string temporary_file(const std::vector<std::uint8_t>& bytes) {
  std::string path = "/tmp/perf-bytes.XXXXXX";
  const int descriptor = ::mkstemp(path.data());
  REQUIRE(::write(descriptor, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  ::close(descriptor);
  return path;
}

inline file::Recording open_bytes(const Bytes& bytes) {
  const std::string path = temporary_file(bytes.get());
  auto recording = file::Recording::open(path);
  ::unlink(path.c_str());
  REQUIRE(recording.ok());
  REQUIRE(recording->ready().ok());
  return std::move(recording).value();
}

// All that lies in the sections, as it is read.
inline std::vector<std::uint8_t> read_all(const file::Recording& recording) {
  std::vector<std::uint8_t> out;
  for (const file::Section& section : recording.sections()) {
    std::vector<std::uint8_t> part(section.size);
    const auto got = recording.read(section.offset, part);
    REQUIRE(got.ok());
    REQUIRE(*got == part.size());
    out.insert(out.end(), part.begin(), part.end());
  }
  return out;
}

}  // namespace perf::test
