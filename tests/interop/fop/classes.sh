#!/bin/sh
# Usage: classes.sh
# Print the class path of Debian's package fop.
set -eu
path=
for jar in fop-core fop-events fop-util fop batik-all commons-io \
    commons-logging fontbox2 xercesImpl xml-apis-ext xmlgraphics-commons; do
    path=$path:/usr/share/java/$jar.jar
done
[ ! -e /usr/share/fop/fop-hyph.jar ] || path=$path:/usr/share/fop/fop-hyph.jar
echo "${path#:}"
