#!/bin/sh
# Usage: tests/bench/seal.sh BUILD
# What sealing and verifying costs: a pair of XML and PDF of the demo beside its
# primitives (seal_bench.c), and 200 pairs in one process beside a warm pyHanko
# and python-xmlsec of PyPI, by CPU time. Takes about a minute. Exit status: 0
# every limit is met, 1 one is missed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
work=$build/seal-bench
demo=$build/demo
keys=$demo/keys
pairs=200
times_less=3
missed=0
rm -rf "$work"
mkdir -p "$work/pairs"
export LC_ALL=C.UTF-8 TZ=UTC

# The document nearest to 100 kB.
xml=$(find "$demo" -path '*/dossiers/*' -name '*.xml' -printf '%s %p\n' |
    awk '{ d = $1 > 100000 ? $1 - 100000 : 100000 - $1 } { print d, $2 }' |
    sort -n | head -n 1 | cut -d' ' -f2)
"$build/bench/seal_bench" "$keys/signer.key" "$keys/signer.pem" \
    "$keys/ca.pem" "$keys/ca.crl" "$xml" "${xml%.xml}.en.pdf" || missed=1

venv=$build/bench-venv
if [ ! -e "$venv/bin/ready" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" -q install pyHanko xmlsec >"$work/pip.log" 2>&1 || {
        echo "seal.sh: LEFT OUT: cannot fetch pyHanko and xmlsec of PyPI"
        exit $missed
    }
    : >"$venv/bin/ready"
fi

# The documents of the demo in turn, until there are enough.
count=0
while [ $count -lt $pairs ]; do
    for xml in $(find "$demo" -path '*/dossiers/*' -name '*.xml' | sort); do
        [ $count -lt $pairs ] || break
        count=$((count + 1))
        name=$work/pairs/$(printf %03d $count)
        ln "$xml" "$name.xml"
        ln "${xml%.xml}.en.pdf" "$name.pdf"
    done
done
theirs=$("$venv/bin/python" "$here/verify_peer.py" "$keys/ca.pem" \
    "$keys/ca.crl" "$work"/pairs/*)
ours=$(python3 - "$build/auditor" verify "$work"/pairs/* \
    --trust "$keys/ca.pem" <<'END'
import os, resource, subprocess, sys
with open(os.devnull, "wb") as null:
    subprocess.run(sys.argv[1:], stdout=null, check=True)
spent = resource.getrusage(resource.RUSAGE_CHILDREN)
print(spent.ru_utime + spent.ru_stime)
END
)
echo "$theirs" "$ours" | awk -v pairs=$pairs -v limit=$times_less '{
    printf "%d pairs: auditor %.2f s CPU; pyHanko and xmlsec warm %.2f s " \
        "(%.2f and %.2f)\n", pairs, $4, $1, $2, $3
    good = $1 / $4 >= limit
    printf "%-48s %8.1f%-4s limit %4.1f%-4s %s\n",
        "less CPU than pyHanko and python-xmlsec", $1 / $4, "x", limit, "x",
        good ? "ok" : "MISSED"
    exit !good
}' || missed=1
exit $missed
