// Events by the names of libpfm4 (pfm_get_os_event_encoding(3)), "skl::INST_RETIRED:ANY_P:u", where
// that library is installed: it is looked for when such a name first comes up.
#pragma once

#include "live/event_text.h"

namespace perf::live {

// Whether a name can only be one of libpfm4: it has the double colon behind the name of a unit.
bool is_pfm_name(std::string_view name);

// The name is the whole event, with its unit masks and modifiers.
Failure find_pfm_event(Piece name, ParsedEvent& parsed);

}  // namespace perf::live
