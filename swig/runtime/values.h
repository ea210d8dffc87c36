// The façade's values (api/values.h) as Python objects. Each returns a new reference, or nullptr
// with a Python error set.
#pragma once

#include <Python.h>

#include <array>
#include <cstring>

#include "api/values.h"

namespace perf_binding {

// Bytes that are no UTF-8 come back unchanged from os.fsencode.
inline PyObject* new_text(std::string_view text) {
  return PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "surrogateescape");
}

// The same few names are asked for again and again: those of late are kept, which also spares the
// interpreter their hashes. What is kept is compared, so it may stay when its world is gone.
inline PyObject* to_python(std::string_view text) {
  constexpr std::size_t kept = 1U << 15;
  static std::array<PyObject*, kept> recent{};
  if (text.empty()) return new_text(text);
  PyObject*& place = recent[(reinterpret_cast<std::uintptr_t>(text.data()) >> 4) % kept];
  if (place != nullptr && static_cast<std::size_t>(PyUnicode_GET_LENGTH(place)) == text.size() &&
      std::memcmp(PyUnicode_1BYTE_DATA(place), text.data(), text.size()) == 0) {
    Py_INCREF(place);
    return place;
  }
  PyObject* object = new_text(text);
  if (object != nullptr && PyUnicode_IS_COMPACT_ASCII(object)) {
    Py_INCREF(object);
    Py_XSETREF(place, object);
  }
  return object;
}

// Likewise, without a look at the text.
inline PyObject* to_python(const perf::api::Name& name) {
  struct Recent {
    std::uint64_t number;
    PyObject* object;
  };
  constexpr std::size_t kept = 1U << 14;
  static std::array<Recent, kept> recent{};
  Recent& place = recent[name.number % kept];
  if (place.object == nullptr || place.number != name.number) {
    PyObject* object = new_text(name.text);
    if (object == nullptr) return nullptr;
    Py_XSETREF(place.object, object);
    place.number = name.number;
  }
  Py_INCREF(place.object);
  return place.object;
}

inline PyObject* to_python(const std::string& text) {
  return new_text(text);
}

inline PyObject* to_python(perf::api::Bytes bytes) {
  return PyBytes_FromStringAndSize(reinterpret_cast<const char*>(bytes.data()),
                                   static_cast<Py_ssize_t>(bytes.size()));
}

inline PyObject* to_python(const perf::api::OwnedBytes& bytes) {
  return to_python(perf::api::Bytes(bytes));
}

inline PyObject* to_python(std::uint64_t number) {
  return PyLong_FromUnsignedLongLong(number);
}

inline PyObject* to_python(std::int64_t number) {
  return PyLong_FromLongLong(number);
}

inline PyObject* to_python(double number) {
  return PyFloat_FromDouble(number);
}

inline PyObject* to_python(const perf::api::DamageItem& item) {
  return Py_BuildValue("(NKK)", to_python(item.sentence),
                       static_cast<unsigned long long>(item.offset),
                       static_cast<unsigned long long>(item.bytes));
}

template <class Name, class Value>
PyObject* to_python(const std::vector<std::pair<Name, Value>>& items);
template <class T>
PyObject* to_python(const std::vector<T>& values);

template <class T>
PyObject* to_python(const std::optional<T>& value) {
  if (!value) Py_RETURN_NONE;
  return to_python(*value);
}

template <class... Parts>
PyObject* to_python(const std::tuple<Parts...>& parts) {
  PyObject* tuple = PyTuple_New(sizeof...(Parts));
  if (tuple == nullptr) return nullptr;
  Py_ssize_t place = 0;
  const auto put = [&](PyObject* object) {
    if (object != nullptr) PyTuple_SET_ITEM(tuple, place++, object);
    return object != nullptr;
  };
  if (std::apply([&](const auto&... part) { return (put(to_python(part)) && ...); }, parts)) {
    return tuple;
  }
  Py_DECREF(tuple);
  return nullptr;
}

template <class T>
PyObject* to_python(const std::vector<T>& values) {
  PyObject* list = PyList_New(static_cast<Py_ssize_t>(values.size()));
  if (list == nullptr) return nullptr;
  Py_ssize_t place = 0;
  for (const T& value : values) {
    PyObject* item = to_python(value);
    if (item == nullptr) {
      Py_DECREF(list);
      return nullptr;
    }
    PyList_SET_ITEM(list, place++, item);
  }
  return list;
}

inline PyObject* to_python(const perf::api::SampleColumns& samples) {
  PyObject* list = PyList_New(0);
  bool complete = list != nullptr;
  perf::api::SampleColumns::each(samples, [&](const auto& column) {
    const auto size = static_cast<Py_ssize_t>(samples.rows * sizeof(column[0]));
    const auto* data = reinterpret_cast<const char*>(column.get());
    PyObject* bytes = complete ? PyBytes_FromStringAndSize(data, size) : nullptr;
    complete = bytes != nullptr && PyList_Append(list, bytes) == 0;
    Py_XDECREF(bytes);
  });
  if (complete) return list;
  Py_XDECREF(list);
  return nullptr;
}

inline PyObject* to_python(const perf::api::ByteArray& array) {
  return PyByteArray_FromStringAndSize(reinterpret_cast<const char*>(array.bytes.data()),
                                       static_cast<Py_ssize_t>(array.bytes.size()));
}

// Names and variants as a dict.
template <class Name, class Value>
PyObject* to_python(const std::vector<std::pair<Name, Value>>& items) {
  PyObject* dict = PyDict_New();
  if (dict == nullptr) return nullptr;
  for (const auto& [name, value] : items) {
    PyObject* key = to_python(std::string_view(name));
    PyObject* object = std::visit([](const auto& held) { return to_python(held); }, value);
    const bool set = key != nullptr && object != nullptr && PyDict_SetItem(dict, key, object) == 0;
    Py_XDECREF(key);
    Py_XDECREF(object);
    if (!set) {
      Py_DECREF(dict);
      return nullptr;
    }
  }
  return dict;
}

// A str without NULs; false with a Python error set when it is none.
inline bool from_python(PyObject* object, std::string& text) {
  if (PyUnicode_Check(object) == 0) {
    PyErr_Format(PyExc_TypeError, "a str is needed, not %.100s", Py_TYPE(object)->tp_name);
    return false;
  }
  PyObject* bytes = PyUnicode_AsEncodedString(object, "utf-8", "surrogateescape");
  if (bytes == nullptr) return false;
  text.assign(PyBytes_AS_STRING(bytes), static_cast<std::size_t>(PyBytes_GET_SIZE(bytes)));
  Py_DECREF(bytes);
  if (text.find('\0') == std::string::npos) return true;
  PyErr_SetString(PyExc_ValueError, "embedded null character");
  return false;
}

// A list of numbers; false with a Python error set when it is none.
inline bool from_python(PyObject* list, perf::api::Numbers& numbers) {
  if (!PyList_Check(list)) {
    PyErr_SetString(PyExc_TypeError, "a list of numbers is needed");
    return false;
  }
  numbers.clear();
  for (Py_ssize_t place = 0; place < PyList_GET_SIZE(list); ++place) {
    const auto number = PyLong_AsUnsignedLongLong(PyList_GET_ITEM(list, place));
    if (PyErr_Occurred() != nullptr) return false;
    numbers.push_back(number);
  }
  return true;
}

}  // namespace perf_binding
