#include "symbols/elf_file.h"

#include <algorithm>
#include <cstring>

#include "bytes/cursor.h"

namespace perf::symbols {
namespace {

// A sparse file can claim any size at no cost; no symbol table of a real object comes near this.
constexpr std::uint64_t largest_section = std::uint64_t{1} << 30;

std::string_view bytes_of(const Elf_Data* data) {
  if (data == nullptr || data->d_buf == nullptr) return {};
  return {static_cast<const char*>(data->d_buf), data->d_size};
}

}  // namespace

base::Result<ElfFile> ElfFile::open(const std::string& path) {
  base::Result<RegularFile> file = RegularFile::open(path);
  if (!file) return file.error();
  return from(std::move(*file));
}

base::Result<ElfFile> ElfFile::from(RegularFile file) {
  elf_version(EV_CURRENT);
  ElfFile elf;
  elf.file_ = std::move(file);
  // Not mapped: a file that shrinks is then an error and not a SIGBUS.
  elf.elf_.reset(elf_begin(elf.file_.descriptor(), ELF_C_READ, nullptr));
  return checked(std::move(elf));
}

base::Result<ElfFile> ElfFile::from(std::string image) {
  elf_version(EV_CURRENT);
  ElfFile elf;
  elf.image_ = std::make_unique<std::string>(std::move(image));
  elf.elf_.reset(elf_memory(elf.image_->data(), elf.image_->size()));
  return checked(std::move(elf));
}

base::Result<ElfFile> ElfFile::checked(ElfFile elf) {
  if (elf.elf_ == nullptr || elf_kind(elf.elf_.get()) != ELF_K_ELF ||
      gelf_getehdr(elf.elf_.get(), &elf.header_) == nullptr || !elf.read_sections()) {
    return base::Code::not_elf;
  }
  elf.read_segments();
  return elf;
}

bool ElfFile::read_sections() {
  std::size_t names = 0;
  if (elf_getshdrstrndx(elf_.get(), &names) != 0) return false;
  for (Elf_Scn* scn = elf_nextscn(elf_.get(), nullptr); scn != nullptr;
       scn = elf_nextscn(elf_.get(), scn)) {
    Section section;
    section.handle = scn;
    if (gelf_getshdr(scn, &section.header) == nullptr) return false;
    const char* name = elf_strptr(elf_.get(), names, section.header.sh_name);
    if (name != nullptr) section.name = name;
    sections_.push_back(section);
  }
  return true;
}

void ElfFile::read_segments() {
  std::size_t count = 0;
  if (elf_getphdrnum(elf_.get(), &count) != 0) return;
  GElf_Phdr header;
  for (std::size_t i = 0; i < count && gelf_getphdr(elf_.get(), static_cast<int>(i), &header);
       ++i) {
    const std::uint64_t size = std::max(header.p_memsz, header.p_filesz);
    if (header.p_type == PT_LOAD && size != 0) {
      segments_.push_back({header.p_vaddr, header.p_offset, size});
    }
  }
}

const Section* ElfFile::section(std::string_view name) const {
  const auto found = std::ranges::find(sections_, name, &Section::name);
  return found == sections_.end() ? nullptr : &*found;
}

const Section* ElfFile::section_of_type(std::uint32_t type) const {
  const auto found = std::ranges::find_if(
      sections_, [type](const Section& section) { return section.header.sh_type == type; });
  return found == sections_.end() ? nullptr : &*found;
}

Elf_Data* ElfFile::data(const Section& section) {
  if (section.header.sh_type == SHT_NOBITS || section.header.sh_size > largest_section) {
    return nullptr;
  }
  Elf_Data* data = elf_getdata(section.handle, nullptr);
  return data != nullptr && data->d_buf != nullptr ? data : nullptr;
}

BuildId ElfFile::build_id() const {
  for (const Section& section : sections_) {
    if (section.header.sh_type != SHT_NOTE) continue;
    const BuildId id = build_id_of_notes(bytes_of(data(section)));
    if (id.known()) return id;
  }
  return {};
}

std::optional<DebugLink> ElfFile::debug_link() const {
  const Section* link = section(".gnu_debuglink");
  if (link == nullptr) return std::nullopt;
  const std::string_view bytes = bytes_of(data(*link));
  const std::size_t length = bytes.find('\0');
  // The sum stands behind the name, at the next multiple of four.
  const std::size_t place = (length + 4) & ~std::size_t{3};
  if (length == std::string_view::npos || length == 0 || place + 4 > bytes.size()) {
    return std::nullopt;
  }
  if (bytes.substr(0, length).find('/') != std::string_view::npos) return std::nullopt;
  DebugLink result{.name = std::string(bytes.substr(0, length))};
  std::memcpy(&result.crc, bytes.data() + place, sizeof result.crc);
  const bool big = header_.e_ident[EI_DATA] == ELFDATA2MSB;
  if (big != (std::endian::native == std::endian::big)) {
    result.crc = bytes::byte_swapped(result.crc);
  }
  return result;
}

const Segment* segment_at(const std::vector<Segment>& segments, base::Address address) {
  const auto found = std::ranges::find_if(segments, [address](const Segment& segment) {
    return address >= segment.address && address - segment.address < segment.size;
  });
  return found == segments.end() ? nullptr : &*found;
}

std::string_view text_at(const Elf_Data& strings, std::uint64_t offset) {
  const std::string_view bytes = bytes_of(&strings);
  if (offset >= bytes.size()) return {};
  const std::size_t end = bytes.find('\0', offset);
  return end == std::string_view::npos ? std::string_view() : bytes.substr(offset, end - offset);
}

// struct { u32 namesz, descsz, type; char name[namesz]; u8 desc[descsz]; }, both padded to 4.
BuildId build_id_of_notes(std::string_view notes) {
  bytes::Cursor cursor(
      bytes::View(reinterpret_cast<const std::uint8_t*>(notes.data()), notes.size()));
  while (cursor.left() != 0) {
    const std::uint64_t name_size = cursor.read<std::uint32_t>();
    const std::uint64_t size = cursor.read<std::uint32_t>();
    const auto type = cursor.read<std::uint32_t>();
    const bytes::View name = cursor.take((name_size + 3) & ~std::uint64_t{3});
    const bytes::View description = cursor.take(size);
    cursor.skip(std::min<std::uint64_t>(-size & 3, cursor.left()));
    if (!cursor.ok()) return {};
    const bool gnu = name_size == 4 && std::memcmp(name.data(), "GNU", 4) == 0;
    if (gnu && type == NT_GNU_BUILD_ID) return BuildId::from(description);
  }
  return {};
}

}  // namespace perf::symbols
