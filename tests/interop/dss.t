#!/bin/sh
# EU DSS accepts what we seal: every level in both formats, every kind of key,
# PSS, and two signers; and nothing that was changed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
place=$WORK/dss
sh "$here/dss/fetch.sh" "$WORK"
javac -d "$place" -cp "$place/lib/*" "$here/dss/Check.java"

set --
for anchor in "$WORK"/sealed/*/ca.pem; do
    sealed=$(dirname "$anchor")
    [ $# = 0 ] || set -- "$@" ++
    set -- "$@" "$anchor" "$sealed/root.crl" "$sealed/sub.crl" --
    for file in "$sealed"/B-*.* "$sealed"/later-B-*.pdf \
        "$sealed"/countersigned*.xml "$sealed"/approved*.pdf \
        "$sealed"/changed.*; do
        case $file in
        *'*'*) continue ;; # none of those
        *.xml) kind=XAdES-BASELINE ;;
        *.pdf) kind=PAdES-BASELINE ;;
        esac
        case ${file##*/} in
        B-* | later-B-*) level=${file##*B-} && level=$kind-${level%.*} ;;
        approved-lta.*) level=$kind-LTA,$kind-LTA ;;
        countersigned-lta.*) level=$kind-LTA,$kind-T ;; # inside the first
        changed.*) level=CHANGED ;;
        *) level=$kind-B,$kind-B ;;
        esac
        set -- "$@" "$level" "$file"
    done
done
java -cp "$place:$place/lib/*" Check "$@"
