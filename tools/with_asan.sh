#!/bin/sh
# with_asan.sh SITE COMMAND...: runs a Python program against the sanitized build that was installed
# under SITE. The interpreter itself is not sanitized, so the sanitizer is preloaded and sees every
# allocation; leaks are the interpreter's own at exit.
set -eu
site=$1
shift
runtime=$(clang++ -print-file-name="libclang_rt.asan-$(uname -m).so")
cxx=$(c++ -print-file-name=libstdc++.so.6)
export PYTHONPATH="$site" PYTHONSAFEPATH=1 PYTHONMALLOC=malloc
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
LD_PRELOAD="$runtime $cxx" exec "$@"
