#include "api/error.h"

#include <new>
#include <system_error>

#include "live/open_event.h"

namespace perf::api {

Error::~Error() = default;
TypeError::~TypeError() = default;
Refused::~Refused() = default;

void raise(const base::Error& error, const std::string& file) {
  if (error.code == base::Code::exhausted) throw std::bad_alloc();
  if (error.code == base::Code::cannot_open || error.code == base::Code::cannot_read) {
    throw std::system_error(static_cast<int>(error.value), std::generic_category(),
                            "Failed to open perf data: " + file);
  }
  throw Error(base::sentence(error, file));
}

void raise(const live::Refusal& refusal) {
  throw Refused(refusal.error, refusal.sentence);
}

}  // namespace perf::api
