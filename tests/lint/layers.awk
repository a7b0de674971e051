# awk -f layers.awk layers.txt FILE...: which file includes a folder that it
# must not?
FILENAME == ARGV[1] {
    if ($0 !~ /^#/ && split($0, half, ":") == 2) {
        known[half[1]] = 1
        count = split(half[2], names, " ")
        for (i = 1; i <= count; i++) {
            may[half[1], names[i]] = 1
        }
    }
    next
}
FNR == 1 {
    split(FILENAME, parts, "/")
    folder = parts[2]
    if (!(folder in known)) {
        print FILENAME ":1: " folder "/ is not a folder of layers.txt"
        failed = 1
    }
}
/^[ \t]*#[ \t]*include[ \t]*"/ {
    split($0, quoted, "\"")
    split(quoted[2], path, "/")
    target = path[1]
    if (quoted[2] !~ /\// || quoted[2] ~ /\.\./) {
        print FILENAME ":" FNR ": name the folder in \"" quoted[2] "\""
        failed = 1
    } else if (target != folder && !((folder, target) in may)) {
        print FILENAME ":" FNR ": " folder "/ may not include " target "/"
        failed = 1
    }
}
END {
    exit failed
}
