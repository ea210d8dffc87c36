// Result<T>: a value or an Error. Every function below `api` that can fail returns one; nothing
// below `api` throws for bad input.
#pragma once

#include <cassert>
#include <utility>
#include <variant>

#include "base/error.h"

namespace perf::base {

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Result(const Error& error) : state_(error) {}  // NOLINT(google-explicit-constructor)
  Result(Code code) : state_(Error{code}) {}     // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & {
    assert(ok());
    return *std::get_if<T>(&state_);
  }
  const T& value() const& {
    assert(ok());
    return *std::get_if<T>(&state_);
  }
  T&& value() && {
    assert(ok());
    return std::move(*std::get_if<T>(&state_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  [[nodiscard]] const Error& error() const {
    assert(!ok());
    return *std::get_if<Error>(&state_);
  }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(const Error& error) : error_(error) {}  // NOLINT(google-explicit-constructor)
  Result(Code code) : error_{code} {}            // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return error_.code == Code::none; }
  explicit operator bool() const { return ok(); }
  [[nodiscard]] const Error& error() const { return error_; }

 private:
  Error error_{};
};

}  // namespace perf::base
