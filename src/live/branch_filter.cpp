#include "live/branch_filter.h"

#include <array>

#include "live/nearest.h"

namespace perf::live {
namespace {

// In the order of the bits of enum perf_branch_sample_type; those without a name are not asked for.
constexpr std::array<std::string_view, 20> names{
    "u",        "k",     "hv",        "any",  "any_call", "any_ret", "ind_call",
    "abort_tx", "in_tx", "no_tx",     "cond", "stack",    "ind_jmp", "call",
    "",         "",      "save_type", "",     "priv",     "counter"};
constexpr std::uint64_t levels = 7;
constexpr std::uint64_t any = 8;

Failure add_kind(Piece kind, std::uint64_t& bits) {
  for (std::size_t bit = 0; bit < names.size(); ++bit) {
    if (names[bit].empty() || names[bit] != kind.text) continue;
    bits |= 1ULL << bit;
    return {};
  }
  return failure(kind, quoted(kind.text) + " is no kind of branch" +
                           did_you_mean(kind.text, {names.begin(), names.end()}));
}

}  // namespace

Failure parse_branch_filter(Piece text, std::uint64_t& bits) {
  bits = 0;
  for (std::size_t comma = 0; comma != std::string_view::npos; text = text.after(',')) {
    comma = text.text.find(',');
    if (auto failed = add_kind(trimmed(text.until(comma)), bits)) return failed;
  }
  if ((bits & ~levels) == 0) bits |= any;
  return {};
}

}  // namespace perf::live
