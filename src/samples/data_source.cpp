#include "samples/data_source.h"

#include <array>
#include <span>

namespace perf::samples {
namespace {

using Names = std::span<const char* const>;

// A field of the value; each but the level's number is a set of bits, the first of which means that
// nothing is known.
struct Field {
  unsigned first, size;
  [[nodiscard]] unsigned of(std::uint64_t value) const {
    return static_cast<unsigned>(value >> first & ((1ULL << size) - 1));
  }
};
constexpr Field operation{0, 5};
constexpr Field level{5, 14};
constexpr Field snoop{19, 5};
constexpr Field lock{24, 2};
constexpr Field tlb{26, 7};
constexpr Field level_number{33, 4};
constexpr Field remote{37, 1};
constexpr Field snoop_more{38, 2};
constexpr Field blocked{40, 3};
constexpr Field hops{43, 3};

constexpr unsigned not_known = 1U << 0;
constexpr unsigned hit = 1U << 1;   // of a level and of the TLB
constexpr unsigned miss = 1U << 2;  // likewise

constexpr std::array levels{"N/A",
                            "HIT",
                            "MISS",
                            "L1",
                            "LFB/MAB",
                            "L2",
                            "L3",
                            "Local RAM",
                            "Remote RAM (1 hop)",
                            "Remote RAM (2 hops)",
                            "Remote Cache (1 hop)",
                            "Remote Cache (2 hops)",
                            "I/O",
                            "Uncached"};
constexpr std::array level_numbers{
    "N/A",  "L1",       "L2",  "L3",  "L4",        "L2 MHB",  "Memory-side Cache",
    "",     "Uncached", "CXL", "I/O", "Any cache", "LFB/MAB", "RAM",
    "PMEM", "N/A"};
constexpr std::array hop_names{"", "core, same node ", "node, same socket ", "socket, same board ",
                               "board "};
constexpr std::array snoops{"N/A", "None", "Hit", "Miss", "HitM"};
constexpr std::array more_snoops{"Fwd", "Peer"};
constexpr std::array tlbs{"N/A", "HIT", "MISS", "L1", "L2", "Walker", "Fault"};

// The names of the set bits, "L1 or L2".
void append_bits(std::string& text, unsigned bits, Names names) {
  for (unsigned bit = 0; bit < names.size(); ++bit) {
    if ((bits >> bit & 1U) == 0) continue;
    if (!text.empty()) text += " or ";
    text += names[bit];
  }
}

std::string or_not_known(const std::string& text) {
  return text.empty() ? "N/A" : text;
}

std::string operation_text(unsigned bits) {
  constexpr std::array names{"N/A", "LOAD", "STORE", "PFETCH", "EXEC"};
  for (unsigned bit = 0; bit < names.size(); ++bit) {
    if ((bits >> bit & 1U) != 0) return names[bit];
  }
  return "No";
}

std::string level_text(std::uint64_t value) {
  const unsigned bits = level.of(value);
  const unsigned number = level_number.of(value);
  const char* result = (bits & hit) != 0 ? "hit" : (bits & miss) != 0 ? "miss" : "";
  constexpr unsigned number_not_known = 15;
  if (number != 0 && number != number_not_known) {
    std::string text = remote.of(value) != 0 ? "Remote " : "";
    const unsigned distance = hops.of(value);
    if (distance < hop_names.size()) text += hop_names[distance];
    const std::string name = level_numbers[number];
    text += name.empty() ? "Unknown level " + std::to_string(number) : name;
    return text + " " + result;
  }
  std::string text;
  append_bits(text, bits & ~(not_known | hit | miss), levels);
  return text.empty() ? "N/A" : text + " " + result;
}

std::string snoop_text(std::uint64_t value) {
  std::string text;
  append_bits(text, snoop.of(value), snoops);
  append_bits(text, snoop_more.of(value), more_snoops);
  return or_not_known(text);
}

std::string tlb_text(unsigned bits) {
  std::string text;
  append_bits(text, bits & ~(hit | miss), tlbs);
  text = or_not_known(text);
  if ((bits & hit) != 0) text += " hit";
  if ((bits & miss) != 0) text += " miss";
  return text;
}

std::string blocked_text(unsigned bits) {
  if (bits == 0 || (bits & not_known) != 0) return "N/A";
  constexpr unsigned data = 1U << 1;
  constexpr unsigned address = 1U << 2;
  std::string text = (bits & data) != 0 ? "Data" : "";
  if ((bits & address) != 0) text += text.empty() ? "Addr" : " Addr";
  return text;
}

}  // namespace

DataSource data_source(std::uint64_t value) {
  DataSource words;
  words.operation = operation_text(operation.of(value));
  words.level = level_text(value);
  words.snoop = snoop_text(value);
  words.tlb = tlb_text(tlb.of(value));
  const unsigned locked = lock.of(value);
  words.lock = (locked & not_known) != 0 ? "N/A" : locked != 0 ? "Yes" : "No";
  words.blocked = blocked_text(blocked.of(value));
  return words;
}

}  // namespace perf::samples
