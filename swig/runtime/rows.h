// Windows of reports as lists of tuples. Each function returns a new reference, or nullptr with a
// Python error set.
#pragma once

#include "api/report_rows.h"
#include "runtime/values.h"

namespace perf_binding {

inline PyObject* to_python(const perf::api::ReportProgress& progress) {
  return Py_BuildValue("(KKKKKKKdNN)", progress.size, progress.read, progress.samples,
                       progress.lost, progress.unresolved, progress.truncated, progress.damaged,
                       progress.seconds, PyBool_FromLong(progress.done), to_python(progress.error));
}

inline PyObject* tuple_of(const perf::api::ReportRow& row) {
  PyObject* texts = to_python<std::string>(row.texts);
  PyObject* tuple = texts == nullptr ? nullptr : PyList_AsTuple(texts);
  Py_XDECREF(texts);
  return tuple == nullptr
             ? nullptr
             : Py_BuildValue("(IKKKN)", row.entry, row.children, row.own, row.samples, tuple);
}

inline PyObject* tuple_of(const perf::api::ReportNode& node) {
  return Py_BuildValue("(LKNN)", static_cast<long long>(node.number), node.period,
                       to_python(node.label), PyBool_FromLong(node.has_children));
}

inline PyObject* tuple_of(const perf::api::ReportBox& box) {
  return Py_BuildValue("(LIIIKN)", static_cast<long long>(box.number), box.depth, box.left,
                       box.width, box.period, to_python(box.label));
}

template <class Row>
PyObject* list_of_tuples(const std::vector<Row>& rows) {
  PyObject* list = PyList_New(static_cast<Py_ssize_t>(rows.size()));
  for (std::size_t i = 0; list != nullptr && i < rows.size(); ++i) {
    PyObject* tuple = tuple_of(rows[i]);
    if (tuple == nullptr)
      Py_CLEAR(list);
    else
      PyList_SET_ITEM(list, static_cast<Py_ssize_t>(i), tuple);
  }
  return list;
}

inline PyObject* to_python(const perf::api::ReportRows& rows) {
  return list_of_tuples(rows);
}
inline PyObject* to_python(const perf::api::ReportNodes& nodes) {
  return list_of_tuples(nodes);
}
inline PyObject* to_python(const perf::api::ReportBoxes& boxes) {
  return list_of_tuples(boxes);
}

// Any sequence of str that is not a str itself.
inline bool from_python(PyObject* given, perf::api::ReportNames& names) {
  PyObject* items = PyUnicode_Check(given) ? nullptr : PySequence_Fast(given, "");
  bool ok = items != nullptr;
  for (Py_ssize_t i = 0; ok && i < PySequence_Fast_GET_SIZE(items); ++i) {
    PyObject* item = PySequence_Fast_GET_ITEM(items, i);
    PyObject* bytes = PyUnicode_Check(item)
                          ? PyUnicode_AsEncodedString(item, "utf-8", "surrogateescape")
                          : nullptr;
    ok = bytes != nullptr;
    if (ok) names.emplace_back(PyBytes_AS_STRING(bytes), PyBytes_GET_SIZE(bytes));
    Py_XDECREF(bytes);
  }
  Py_XDECREF(items);
  if (!ok) PyErr_SetString(PyExc_TypeError, "a sequence of str is needed");
  return ok;
}

}  // namespace perf_binding
