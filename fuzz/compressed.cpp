// Compressed data: a zstd stream on its own and as the COMPRESSED records of a pipe, in pieces
// whose size the first two bytes choose.
#include "bytes/zstd_stream.h"
#include "event/abi.h"
#include "support/bytes.h"
#include "support/recordings.h"

namespace {

// An event whose samples have an address, a thread and a time, as has every other record.
std::vector<std::uint8_t> attribute() {
  using namespace perf;
  std::vector<std::uint8_t> out;
  fuzz::put(out, event::type_software, 4);
  fuzz::put(out, 64, 4);
  fuzz::put(out, 0, 8);
  fuzz::put(out, 1, 8);
  fuzz::put(out, event::sample_ip | event::sample_tid | event::sample_time, 8);
  fuzz::put(out, 0, 8);
  fuzz::put(out, 1U << 18, 8);  // sample_id_all
  out.resize(64);
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace perf;
  bytes::Cursor in({data, size});
  const std::size_t piece = 1 + in.read<std::uint16_t>() % 32768;
  std::vector<std::uint8_t> pipe = fuzz::pipe_start();
  fuzz::put_record(pipe, event::record_header_attr, attribute());
  bytes::ZstdStream stream;
  std::vector<std::uint8_t> unpacked;
  while (in.left() != 0) {
    const bytes::View some = fuzz::up_to(in, piece);
    (void)stream.decompress(some, unpacked);
    fuzz::put_record(pipe, event::record_compressed, some);
  }
  fuzz::read_in_every_way(pipe);
  return 0;
}
