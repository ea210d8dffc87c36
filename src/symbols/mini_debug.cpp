#include "symbols/mini_debug.h"

#include <lzma.h>

#include <algorithm>
#include <array>

namespace perf::symbols {
namespace {

// A few bytes can unpack to terabytes; what distributions ship stays below a tenth of this.
constexpr std::size_t largest_image = std::size_t{64} << 20;
constexpr std::uint64_t most_memory = std::uint64_t{128} << 20;

struct End {
  void operator()(lzma_stream* stream) const { lzma_end(stream); }
};

}  // namespace

base::Result<ElfFile> mini_debug_file(const ElfFile& elf) {
  const Section* section = elf.section(".gnu_debugdata");
  const Elf_Data* data = section == nullptr ? nullptr : ElfFile::data(*section);
  lzma_stream stream = LZMA_STREAM_INIT;
  const std::unique_ptr<lzma_stream, End> end(&stream);
  if (data == nullptr || lzma_stream_decoder(&stream, most_memory, 0) != LZMA_OK) {
    return base::Code::no_symbols;
  }
  stream.next_in = static_cast<const std::uint8_t*>(data->d_buf);
  stream.avail_in = data->d_size;
  std::string image;
  std::array<std::uint8_t, 65536> piece{};
  lzma_ret state = LZMA_OK;
  while (state == LZMA_OK && image.size() < largest_image) {
    stream.next_out = piece.data();
    stream.avail_out = piece.size();
    state = lzma_code(&stream, LZMA_FINISH);
    image.append(reinterpret_cast<const char*>(piece.data()), piece.size() - stream.avail_out);
  }
  if (state != LZMA_STREAM_END) return base::Code::no_symbols;
  return ElfFile::from(std::move(image));
}

}  // namespace perf::symbols
