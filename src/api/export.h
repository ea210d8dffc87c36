// Marks what the core library shows to the extension modules. Everything else in it stays hidden.
#pragma once

#define PERF_API __attribute__((visibility("default")))
