#!/bin/sh
# Makes the bundled recording again: builds the program, records it under a neutral path and host
# name, and keeps its symbols under symfs/. Needs perf, g++ and root.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
place=/opt/weather
mkdir -p "$place"
g++ -O1 -fno-omit-frame-pointer -fno-stack-protector -fno-asynchronous-unwind-tables -ffreestanding \
  -nostdlib -static -Wl,--build-id -o "$place/weather" "$here/weather.cpp"
unshare --uts sh -c "hostname weather; cd $place
  perf record -q -e cpu-clock:u -F 499 -g --no-buildid-cache -o example.data ./weather"
mv "$place/example.data" "$here/example.data"
mkdir -p "$here/symfs$place"
strip --strip-debug -o "$here/symfs$place/weather" "$place/weather"
rm -r "$place"
chmod 644 "$here/example.data"
# Which kernel it was recorded on is nobody's business.
python3 - "$here/example.data" <<'PYTHON'
import os, pathlib, sys
path = pathlib.Path(sys.argv[1])
release = os.uname().release.encode()
path.write_bytes(path.read_bytes().replace(release, b"6.18".ljust(len(release), b"\0")))
PYTHON
