#!/bin/sh
# Any 10 MB are judged at once and in little memory, whatever they cost a
# naive reader: bombs.py.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"

/usr/bin/python3 -B "$TESTS/hostile/forge.py" keys "$tmp/keys"
mkdir "$tmp/bombs"
# A sanitizer takes time and memory of its own.
if nm -D "$AUDITOR" 2>/dev/null | grep -q __asan; then
    export SANITIZED=yes
fi
AUDITOR=$AUDITOR /usr/bin/python3 -B "$TESTS/hostile/bombs.py" "$tmp/keys" \
    "$tmp/bombs"
