// The terms between the slashes of an event, "event=0x3c,name='a b'", as names and values. It does
// not know what they mean.
#pragma once

#include <vector>

#include "live/event_text.h"

namespace perf::live {

struct Term {
  Piece name;
  std::optional<Piece> value;  // without its quotes
};

// Where `sign` first stands outside of single quotes, npos: nowhere.
std::size_t find_unquoted(std::string_view text, char sign);

// None of white space alone.
Failure split_terms(Piece text, std::vector<Term>& terms);

// Of a term that needs one, or of a term without a value, that is 1.
Failure number_of(const Term& term, std::uint64_t& value);
Failure number_or_one(const Term& term, std::uint64_t& value);

}  // namespace perf::live
