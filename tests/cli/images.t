#!/bin/sh
# Pictures in XSL-FO: what is sound is embedded, what is not is refused.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"

# png NAME COLOUR_TYPE CHANNELS: 4 by 2 pixels, 8 bits, 300 dots an inch
png() {
    python3 - "$@" <<'END'
import struct
import sys
import zlib


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(
        ">I", zlib.crc32(body))


name, colour, channels = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
rows = b"".join(b"\0" + bytes(
    (x * 60 + y * 10 + c * 5) % 256 for x in range(4) for c in range(channels))
    for y in range(2))
with open(name, "wb") as file:
    file.write(b"\x89PNG\r\n\x1a\n"
               + chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 2, 8, colour, 0, 0, 0))
               + chunk(b"pHYs", struct.pack(">IIB", 11811, 11811, 1))
               + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
END
}

# page FILE SRC: a page with that picture
page() {
    cat >"$1" <<END
<root xmlns="http://www.w3.org/1999/XSL/Format"
  xmlns:fox="http://xmlgraphics.apache.org/fop/extensions" xml:lang="en">
<layout-master-set><simple-page-master master-name="a" page-width="210mm"
  page-height="297mm"><region-body/></simple-page-master></layout-master-set>
<page-sequence master-reference="a"><flow flow-name="xsl-region-body">
<block><external-graphic src="$2" fox:alt-text="a picture"/></block>
</flow></page-sequence></root>
END
}

cd "$tmp" || exit 1
AUDITOR=$(realpath "$OLDPWD/$AUDITOR" 2>/dev/null || realpath "$AUDITOR")
png rgb.png 2 3
png rgba.png 6 4
png grey.png 0 1
base64 -d >photo.jpg <<'END'
/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcg
LikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYV
FSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P
T09PT0//wAARCAAIAAgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAf/xAAU
EAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAAAwb/xAAUEQEAAAAA
AAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCcgKUL/9k=
END

for name in rgb.png rgba.png grey.png photo.jpg; do
    page page.fo "url($name)"
    exits 0 "$name is embedded" auditor render page.fo -o "$name.pdf"
    check "$name: qpdf has no complaint" qpdf --check "$name.pdf"
    pdfimages -list "$name.pdf" >list
    check "$name: it is there" grep -q '^ *1 *0 image' list
    check "$name: its words are" sh -c \
        'pdfinfo -struct "$1" | grep -q Figure' sh "$name.pdf"
done
pdfimages -list rgb.png.pdf >list
check "300 dots an inch are kept" grep -q ' 300 *300 ' list
pdfimages -list rgba.png.pdf >list
check "transparency is a mask" grep -q smask list
pdfimages -list photo.jpg.pdf >list
check "a JPEG stays one" grep -q jpeg list
page page.fo "data:image/png;base64,$(base64 -w0 rgb.png)"
exits 0 "a data: address" auditor render page.fo -o data.pdf

# refused NAME SRC REASON
refused() {
    page page.fo "$2"
    exits "${4:-3}" "$1 is refused" auditor render page.fo -o no.pdf
    says "$1: the reason" "$3"
    says "$1: the line" 'line 6'
    check "$1: nothing is written" test ! -e no.pdf
}
head -c 60 rgb.png >cut.png
head -c 200 photo.jpg >cut.jpg
LC_ALL=C sed 's/IDAT..../IDATabcd/' rgb.png >bent.png
echo text >text.png
ln -s rgb.png link.png
refused "half a PNG" 'url(cut.png)' 'no sound PNG'
refused "half a JPEG" 'url(cut.jpg)' 'no sound JPEG'
refused "a bent PNG" 'url(bent.png)' 'no sound PNG'
refused "a text" 'url(text.png)' 'neither PNG nor JPEG'
refused "a file that is not there" 'url(none.png)' 'cannot open' 4
refused "a link" 'url(link.png)' 'cannot open' 4
refused "a way out" 'url(../rgb.png)' 'leaves'
refused "an absolute path" "url($tmp/rgb.png)" 'leaves'
refused "the network" 'url(http://127.0.0.1/a.png)' 'refused'
refused "a data: address of text" 'data:text/plain,x' 'image/png or image/jpeg'
refused "no base64" 'data:image/png;base64,@@@@' 'no base64'
finish
