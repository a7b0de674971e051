# A real authority on loopback for a test: sets `url`, ends with the test.

# authority_start DIR: as tests/servers/pki.sh
authority_start() {
    mkdir -p "$1"
    python3 "$TESTS/servers/serve.py" "$1" >"$tmp/port" &
    server=$!
    trap 'kill $server 2>/dev/null; rm -rf "$tmp"' EXIT
    tries=0
    while [ ! -s "$tmp/port" ] && [ $tries -lt 50 ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
    url=http://127.0.0.1:$(cat "$tmp/port")
    check "there is an authority" sh "$TESTS/servers/pki.sh" "$1" "$url"
}
