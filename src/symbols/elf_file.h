// One ELF file, checked and opened through libelf, with what the searches and the symbol reader ask
// of it. One thread uses it at a time, as libelf demands.
#pragma once

#include <gelf.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "symbols/build_id.h"
#include "symbols/regular_file.h"

namespace perf::symbols {

struct Section {
  Elf_Scn* handle = nullptr;
  GElf_Shdr header{};
  std::string_view name;
};

// A part of the file that is mapped to run.
struct Segment {
  base::Address address = 0;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;  // in memory or in the file, whichever is more
};

struct DebugLink {
  std::string name;  // of a file, without any directory
  std::uint32_t crc = 0;
};

class ElfFile {
 public:
  static base::Result<ElfFile> open(const std::string& path);
  static base::Result<ElfFile> from(RegularFile file);
  static base::Result<ElfFile> from(std::string image);  // an ELF file in memory

  [[nodiscard]] const GElf_Ehdr& header() const { return header_; }
  [[nodiscard]] const RegularFile& file() const { return file_; }
  [[nodiscard]] const std::vector<Section>& sections() const { return sections_; }
  [[nodiscard]] const std::vector<Segment>& segments() const { return segments_; }
  // Null: no such section.
  [[nodiscard]] const Section* section(std::string_view name) const;
  [[nodiscard]] const Section* section_of_type(std::uint32_t type) const;
  // The section's bytes, of which every one is there; null when the file does not hold them.
  [[nodiscard]] static Elf_Data* data(const Section& section);

  [[nodiscard]] BuildId build_id() const;
  [[nodiscard]] std::optional<DebugLink> debug_link() const;

 private:
  struct End {
    void operator()(Elf* elf) const { elf_end(elf); }
  };

  static base::Result<ElfFile> checked(ElfFile elf);
  bool read_sections();
  void read_segments();

  RegularFile file_;
  std::unique_ptr<std::string> image_;  // its bytes must stay where they are
  std::unique_ptr<Elf, End> elf_;
  GElf_Ehdr header_{};
  std::vector<Section> sections_;
  std::vector<Segment> segments_;
};

// Of the segments the one that holds a virtual address, null if none does.
const Segment* segment_at(const std::vector<Segment>& segments, base::Address address);
// The NUL-terminated text at an offset of a string section, empty when there is none.
std::string_view text_at(const Elf_Data& strings, std::uint64_t offset);
// The build id among the notes of a section, a segment or /sys/kernel/notes.
BuildId build_id_of_notes(std::string_view notes);

}  // namespace perf::symbols
