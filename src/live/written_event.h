// One event as it is written, HEAD[/TERMS/[MODIFIERS]], cut out of a list. It does not know what
// the parts mean.
#pragma once

#include "live/event_text.h"

namespace perf::live {

struct WrittenEvent {
  Piece whole;                 // as it is written, trimmed
  Piece head;                  // up to the terms, with a colon and modifiers if there are none
  std::optional<Piece> terms;  // what is between the slashes
  Piece tail;                  // what follows them
};

// Takes the event off the front of `rest`, up to a comma or a brace.
Failure take_event(Piece& rest, WrittenEvent& event);

}  // namespace perf::live
