#include "samples/deferred_chains.h"

#include <algorithm>

namespace perf::samples {

void DeferredChains::add(std::uint32_t tid, base::OrderKey when,
                         const records::CallchainDeferred& record) {
  parts_.push_back({tid, record.cookie, when, bytes_.size(), record.ips.size()});
  bytes_.insert(bytes_.end(), record.ips.begin(), record.ips.end());
}

void DeferredChains::seal() {
  std::sort(parts_.begin(), parts_.end());
}

Words DeferredChains::rest_of(const Words& chain, std::uint32_t tid, base::OrderKey when) const {
  const auto cookie = deferred_cookie(chain);
  if (!cookie) return {};
  const Part wanted{tid, *cookie, when, 0, 0};
  const auto found = std::upper_bound(parts_.begin(), parts_.end(), wanted);
  if (found == parts_.end() || found->tid != tid || found->cookie != *cookie) return {};
  return Words(bytes::View(bytes_).subspan(found->at, found->size));
}

}  // namespace perf::samples
