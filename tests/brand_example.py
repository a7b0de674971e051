"""Usage: brand_example.py DIR: the example of auditor-templates(5) as a folder
for --template, with a logo of one pixel."""

import os
import struct
import sys
import zlib


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def main():
    folder = sys.argv[1]
    page = os.path.join(os.path.dirname(__file__), "..", "auditor", "auditor-templates.5")
    lines = open(page, encoding="utf-8").read().split("\n")
    begin = next(i for i, line in enumerate(lines) if line.startswith("<?xml"))
    end = next(i for i in range(begin, len(lines)) if lines[i].startswith(".Ed"))
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "brand.xml"), "w", encoding="utf-8") as file:
        file.write("\n".join(lines[begin:end]) + "\n")
    with open(os.path.join(folder, "logo.png"), "wb") as file:
        file.write(
            b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(b"\0\x5b\x2a\x86"))
            + chunk(b"IEND", b"")
        )


main()
