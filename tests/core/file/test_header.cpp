// Headers of every age and writer.
#include "support/perf_bytes.h"

namespace {

using perf::base::Code;
using perf::test::Bytes;
using perf::test::TestAttr;

TestAttr old_attr() {
  TestAttr attr;
  attr.size = 64;
  attr.sample_type = 1U << 1 | 1U << 2;
  return attr;
}

struct Shape {
  bool big = false;
  std::string_view magic = "PERFILE2";
  std::uint64_t size = 104;
  std::uint64_t entry = 80;
  bool words_of_32_bits = false;
  bool attrs_last = false;
};

// One event, one sample, and HOSTNAME as the only feature.
Bytes file_of(const Shape& shape) {
  Bytes data(shape.big);
  data.record(9, 2, Bytes(shape.big).u32(1).u32(2).u64(3));
  const Bytes attr =
      std::move(Bytes(shape.big).add(perf::test::attr_bytes(shape.big, old_attr())).u64(0).u64(0));
  const std::uint64_t begin = shape.size;
  const std::uint64_t table = 16 + 4 + 64;
  const std::uint64_t data_at = shape.attrs_last ? begin : begin + attr.size();
  const std::uint64_t attrs_at = shape.attrs_last ? begin + data.size() + table : begin;
  Bytes out(shape.big);
  out.text(shape.magic, 8).u64(shape.size).u64(shape.entry).u64(attrs_at).u64(attr.size());
  out.u64(data_at).u64(data.size()).u64(0).u64(0);
  if (shape.size == 104) {
    if (shape.words_of_32_bits)
      out.u32(1U << 3).u32(0);
    else
      out.u64(1U << 3);
    out.u64(0).u64(0).u64(0);
  }
  if (!shape.attrs_last) out.add(attr);
  out.add(data).u64(data_at + data.size() + 16).u64(68).u32(64).text("the-host", 64);
  if (shape.attrs_last) out.add(attr);
  return out;
}

void check(const Shape& shape, bool with_features) {
  const auto recording = perf::test::open_bytes(file_of(shape));
  CHECK(recording.damage().empty());
  CHECK(recording.header().foreign == (shape.big == (std::endian::native == std::endian::little)));
  REQUIRE(recording.events().size() == 1);
  CHECK(recording.events().at(0).attr.sample_type == old_attr().sample_type);
  CHECK(recording.features().hostname == (with_features ? "the-host" : ""));
  const auto bytes = perf::test::read_all(recording);
  const auto record = perf::records::record_at(bytes, 0, 0);
  CHECK(record.type == 9);
  CHECK(record.size() == 24);
}

}  // namespace

TEST_CASE("files of this perf, with their attributes before and behind the data") {
  for (const bool big : {false, true}) {
    Shape shape;
    shape.big = big;
    shape.magic = big ? "2ELIFREP" : "PERFILE2";
    check(shape, true);
    shape.attrs_last = true;
    check(shape, true);
  }
}

TEST_CASE("the first magic number tells no byte order") {
  for (const bool big : {false, true}) {
    Shape shape;
    shape.big = big;
    shape.magic = "PERFFILE";
    check(shape, true);
    shape.size = 72;
    check(shape, false);
  }
}

TEST_CASE("feature bits that were written as longs of 32 bits") {
  Shape shape;
  shape.big = true;
  shape.magic = "2ELIFREP";
  shape.words_of_32_bits = true;
  check(shape, true);
}

TEST_CASE("an attribute's own size counts where the header's cannot be") {
  Shape shape;
  shape.entry = 3;
  const auto recording = perf::test::open_bytes(file_of(shape));
  CHECK(recording.events().size() == 1);
}

TEST_CASE("what is no recording is said in one code") {
  const auto code = [](const Bytes& bytes) {
    const std::string path = perf::test::temporary_file(bytes.get());
    const auto opened = perf::file::Recording::open(path);
    ::unlink(path.c_str());
    return opened.ok() ? Code::none : opened.error().code;
  };
  CHECK(code(Bytes(false)) == Code::empty_file);
  CHECK(code(Bytes(false).text("\x7f\x45LF", 200)) == Code::not_perf_data);
  CHECK(code(Bytes(false).text("PERFILE2", 8).u64(104)) == Code::truncated);
  // The magic number of the other byte order, and the numbers of this one.
  const Bytes mixed =
      std::move(Bytes(false).text("2ELIFREP", 8).u64(104).text("", 24).u64(104).text("", 56));
  CHECK(code(mixed) == Code::bad_header);
}
