// Compressed recordings, made with libzstd itself.
#include <zstd.h>

#include "support/perf_bytes.h"

namespace {

using perf::test::Bytes;
using perf::test::TestAttr;

// One stream, flushed wherever a record is to end.
class Stream {
 public:
  ~Stream() { ZSTD_freeCStream(stream_); }
  std::vector<std::uint8_t> add(std::span<const std::uint8_t> bytes) {
    std::vector<std::uint8_t> out(ZSTD_compressBound(bytes.size()) + 64);
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    ZSTD_outBuffer to{out.data(), out.size(), 0};
    while (in.pos < in.size) REQUIRE(!ZSTD_isError(ZSTD_compressStream(stream_, &to, &in)));
    REQUIRE(ZSTD_flushStream(stream_, &to) == 0);
    out.resize(to.pos);
    return out;
  }

 private:
  ZSTD_CStream* stream_ = ZSTD_createCStream();
};

Bytes raw(const std::vector<std::uint8_t>& bytes) {
  Bytes out(false);
  for (const std::uint8_t byte : bytes) out.put(byte);
  return out;
}

Bytes samples(bool big, unsigned count) {
  Bytes out(big);
  for (unsigned i = 0; i < count; ++i) out.record(9, 2, Bytes(big).u32(1).u32(i).u64(i * 7));
  return out;
}

// A pipe with the samples cut into pieces anywhere, FINISHED_ROUND between them.
Bytes compressed(bool big, unsigned count, std::size_t piece, bool second_kind) {
  TestAttr attr;
  attr.sample_type = 1U << 1 | 1U << 2;
  Bytes out = perf::test::pipe_bytes(big);
  out.record(64, 0, perf::test::attr_bytes(big, attr));
  const std::vector<std::uint8_t> all = samples(big, count).get();
  Stream stream;
  for (std::size_t at = 0; at < all.size(); at += piece) {
    const auto part = std::span(all).subspan(at, std::min(piece, all.size() - at));
    const auto packed = stream.add(part);
    if (second_kind)
      out.record(
          83, 0,
          Bytes(big).u64(packed.size()).add(raw(packed)).text("", (8 - packed.size() % 8) % 8));
    else
      out.record(81, 0, raw(packed));
    out.record(68, 0, Bytes(big));
  }
  return out;
}

std::vector<std::uint8_t> samples_in(const perf::file::Recording& recording) {
  const auto all = perf::test::read_all(recording);
  std::vector<std::uint8_t> out;
  for (std::size_t at = 0; at < all.size();) {
    const auto record = perf::records::record_at(all, at, 0);
    REQUIRE(record.type != 0);
    if (record.type == 9)
      out.insert(out.end(), all.begin() + long(at), all.begin() + long(at + record.size()));
    at += record.size();
  }
  return out;
}

}  // namespace

TEST_CASE("records come out of compressed ones whole, wherever these were cut") {
  for (const bool big : {false, true}) {
    for (const bool second_kind : {false, true}) {
      for (const std::size_t piece : {5, 24, 100, 1000}) {
        const auto recording = perf::test::open_bytes(compressed(big, 200, piece, second_kind));
        CHECK(recording.damage().empty());
        CHECK(samples_in(recording) == samples(false, 200).get());
        REQUIRE(recording.removed().size() == 1);
        CHECK(recording.removed()[0].name == (second_kind ? "COMPRESSED2" : "COMPRESSED"));
        CHECK(recording.removed()[0].count == (200 * 24 + piece - 1) / piece);
      }
    }
  }
}

TEST_CASE("a compressed record that is broken is damage at its place") {
  Bytes out = compressed(false, 50, 24 * 10, false);
  auto bytes = out.get();
  const std::size_t first = 16 + 8 + 136;  // the first compressed record
  REQUIRE(perf::records::record_at(bytes, first, 0).type == 81);
  for (std::size_t i = 8; i < 16; ++i) bytes[first + i] ^= 0xff;
  const auto recording = perf::test::open_bytes(raw(bytes));
  REQUIRE(!recording.damage().empty());
  CHECK(recording.damage().list()[0].error.code == perf::base::Code::bad_compression);
  CHECK(recording.damage().list()[0].error.offset == first);
}

TEST_CASE("a stream that ends inside a record keeps the whole ones") {
  Stream stream;
  const auto all = samples(false, 10).get();
  TestAttr attr;
  attr.sample_type = 1U << 1 | 1U << 2;
  Bytes out = perf::test::pipe_bytes(false);
  out.record(64, 0, perf::test::attr_bytes(false, attr));
  out.record(81, 0, raw(stream.add(std::span(all).first(24 * 7 + 5))));
  const auto recording = perf::test::open_bytes(out);
  CHECK(samples_in(recording) == samples(false, 7).get());
  REQUIRE(recording.damage().count() == 1);
  CHECK(recording.damage().list()[0].bytes == 5);
}

TEST_CASE("a few bytes cannot become any number of bytes") {
  // Sixteen records of 64 KiB of zeros become a gigabyte of them when nobody stops that.
  std::vector<std::uint8_t> zeros(std::size_t{64} << 20);
  Stream stream;
  TestAttr attr;
  Bytes out = perf::test::pipe_bytes(false);
  out.record(64, 0, perf::test::attr_bytes(false, attr));
  for (int i = 0; i < 16; ++i) out.record(81, 0, raw(stream.add(zeros)));
  const auto recording = perf::test::open_bytes(out);
  CHECK(recording.damage().count() >= 15);
}
