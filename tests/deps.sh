#!/bin/sh
# Usage: tests/deps.sh LIST...
# Install the Debian packages of the named lists that are missing: build (to
# build and run), test (make check), lint (make lint), real (make check-real),
# interop (make interop), bench (make bench).
# Does nothing, and needs no network, when all are there. Asks no question.
# Exit status: 0 all are there, 1 they could not be had, 2 unknown list.
# shellcheck disable=SC2086 # lists of words are meant to be split
set -eu

build='gcc libc6-dev make pkg-config libxml2-dev libxslt1-dev libsqlite3-dev
libssl-dev libxmlsec1-dev libyaml-dev libharfbuzz-dev libseccomp-dev
libp11-kit-dev libpng-dev libjpeg62-turbo-dev zlib1g-dev libdeflate-dev
libhpdf-dev libunibreak-dev libunistring-dev libhyphen-dev hyphen-fr
hyphen-en-us hyphen-de fonts-noto-core fonts-noto-mono fonts-dejavu-core'
test='perl libcmocka-dev libjansson-dev xmlsec1 libnss3-tools poppler-utils
qpdf openssl python3 python3-lxml python3-cryptography libxml2-utils
cmark-gfm softhsm2 opensc'
lint='git clang-format-14 universal-ctags shellcheck mandoc'
real='clang-14 libclang-rt-14-dev'
interop='python3 python3-venv python3-lxml default-jdk-headless maven fop
poppler-utils libnss3-tools xmlsec1 openssl chromium nodejs'
# Some packages of nodejs bring npm along and conflict with Debian's.
command -v npm >/dev/null || interop="$interop npm"
# Any Go builds cosign, whoever brought it.
command -v go >/dev/null || interop="$interop golang-go"
bench='python3 python3-venv default-jdk-headless fop weasyprint poppler-utils'

wanted=
for list in "$@"; do
    case $list in
    build) wanted="$wanted $build" ;;
    test) wanted="$wanted $test" ;;
    lint) wanted="$wanted $lint" ;;
    real) wanted="$wanted $real" ;;
    interop) wanted="$wanted $interop" ;;
    bench) wanted="$wanted $bench" ;;
    *)
        echo "deps.sh: unknown list '$list'" >&2
        exit 2
        ;;
    esac
done

if ! command -v dpkg-query >/dev/null; then
    echo "deps.sh: not a Debian system: install by hand:" $wanted >&2
    exit 1
fi
missing=
for package in $wanted; do
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" \
        2>/dev/null) || status=
    [ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root='sudo -n'
else
    echo "deps.sh: missing packages; as root: apt-get install$missing" >&2
    exit 1
fi

echo "installing:$missing"
apt() {
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq \
        -o Dpkg::Use-Pty=0 "$@" </dev/null
}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# A package list that is a day old may name files that are no longer served.
if ! { apt update && apt install --no-install-recommends $missing; } \
    >"$log" 2>&1; then
    cat "$log" >&2
    echo "deps.sh: cannot install:$missing" >&2
    exit 1
fi
