// Names from recordings as text that is safe to show: control characters, bidirectional overrides
// and bytes that are no UTF-8 become visible escapes. The one place in the core where that happens.
#pragma once

#include <string>
#include <string_view>

namespace perf::text {

// True when every character may be shown as it is; the usual case, and fast.
bool is_plain(std::string_view text);

// Appends `text`, with "\x1b" for an escape, "\u202e" for an override and so on.
void append_escaped(std::string& out, std::string_view text);
std::string escaped(std::string_view text);

}  // namespace perf::text
