// What the façade throws when something cannot be read: one clear sentence. Wrong arguments are
// std::invalid_argument and std::out_of_range, a refusal of the system is std::system_error, and a
// lack of memory std::bad_alloc.
#pragma once

#include <stdexcept>
#include <string>

#include "api/export.h"
#include "base/error.h"

namespace perf::live {
struct Refusal;
}

namespace perf::api {

class PERF_API Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
  Error(const Error&) = default;
  Error& operator=(const Error&) = default;
  ~Error() override;  // the one place where the class's type information lives
};

// An argument of the right type in C++ and of the wrong kind in Python: TypeError.
class PERF_API TypeError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
  TypeError(const TypeError&) = default;
  TypeError& operator=(const TypeError&) = default;
  ~TypeError() override;
};

// What the kernel refused: an OSError with its errno, and the sentence alone.
class PERF_API Refused : public std::runtime_error {
 public:
  Refused(int error, const std::string& sentence) : std::runtime_error(sentence), error_(error) {}
  Refused(const Refused&) = default;
  Refused& operator=(const Refused&) = default;
  ~Refused() override;
  [[nodiscard]] int error() const { return error_; }

 private:
  int error_;
};

// Throws std::system_error for what the system refused, std::bad_alloc when there was no memory,
// else Error.
[[noreturn]] void raise(const base::Error& error, const std::string& file);
[[noreturn]] void raise(const live::Refusal& refusal);

}  // namespace perf::api
