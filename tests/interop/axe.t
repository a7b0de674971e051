#!/bin/sh
# The HTML form of every kind of document in Chromium: no violation by axe-core,
# no sideways scrolling of the page at 320, 768 and 1280 pixels, and a content
# security policy that lets its own style sheet through.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
chromium=$(command -v chromium) || {
    echo "chromium is missing (Debian package chromium)"
    exit 1
}
tool=$WORK/axe
mkdir -p "$tool" "$WORK/html"
cp "$here/axe/package.json" "$here/axe/check.js" "$tool"
(cd "$tool" && PUPPETEER_SKIP_DOWNLOAD=1 npm install --silent --no-audit \
    --no-fund --ignore-scripts) >"$tool/npm.log" 2>&1 || {
    cat "$tool/npm.log"
    exit 77
}
rm -f "$WORK"/html/*
for family in "$DEMO"/*/dossiers; do
    name=$(basename "$(dirname "$family")")
    for file in "$family/comparison.xml" "$(find "$family/" \
        -name dossier.xml | sort | head -1)"; do
        for lang in fr en; do
            "$AUDITOR" export "$file" --to html --lang "$lang" \
                -o "$WORK/html/$name-$(basename "$file" .xml).$lang.html"
        done
    done
done
node "$tool/check.js" "$chromium" "$WORK/html" "$WORK"/html/*.html
