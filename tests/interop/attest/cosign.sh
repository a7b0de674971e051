#!/bin/sh
# Usage: cosign.sh DIR: build cosign as DIR/cosign, once.
# Any Go will do, Debian's 1.19 too: it only fetches, checked against Go's
# checksum database, the compiler that this version of cosign asks for.
# Needs 3 GB below DIR for the time it takes, and leaves the program alone.
# Exit status: 0 it is there, 1 it cannot be built, 77 the module proxy does
# not give what it takes.
set -eu
dir=$1
cosign=github.com/sigstore/cosign/v3/cmd/cosign@v3.1.3
compiler=go1.26.0
[ ! -x "$dir/cosign" ] || exit 0
command -v go >/dev/null || {
    echo "cosign.sh: go is missing (Debian package golang-go)" >&2
    exit 1
}
mkdir -p "$dir/module"
dir=$(cd "$dir" && pwd)
cd "$dir/module" # which is none: no go.mod of a folder above is meant
unset GOROOT GOEXPERIMENT
export GO111MODULE=on GOENV=off GOWORK=off GOTOOLCHAIN=local CGO_ENABLED=0
export GOPATH="$dir/go" GOCACHE="$dir/cache" GOBIN="$dir/bin"
export GOFLAGS='-mod=mod -modcacherw' GOPROXY="${GOPROXY:-https://proxy.golang.org}"

fetch() { # what it takes; the answer is in DIR/answer
    "$@" >"$dir/answer" 2>"$dir/log" || {
        tail -q -n 5 "$dir/answer" "$dir/log" >&2
        exit 77
    }
}
fetch go mod download -json "golang.org/toolchain@v0.0.1-$compiler.$(go env \
    GOOS)-$(go env GOARCH)"
root=$(sed -n 's/^.*"Dir": "\(.*\)".*$/\1/p' "$dir/answer")
# Modules hold no programs: what Go before 1.21 unpacks cannot be run yet.
chmod +x "$root"/bin/* "$root"/pkg/tool/*/*
go=$root/bin/go
fetch "$go" install -n "$cosign"
# Without optimising and with much memory it takes two thirds of the time.
GOGC=400 "$go" install -ldflags='-s -w' -gcflags='all=-N -l -dwarf=false' \
    "$cosign" >"$dir/log" 2>&1 || {
    tail -n 5 "$dir/log" >&2
    exit 1
}
mv "$dir/bin/cosign" "$dir/cosign"
rm -rf "${dir:?}/go" "$dir/cache" "${dir:?}/bin" "$dir/module" \
    "$dir/answer"
