#!/bin/sh
# The gate opens for weights that a sufficient, trusted dossier names.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"
# shellcheck source=tests/cli/audit.sh
. "$TESTS/cli/audit.sh"

keys_make "$tmp/keys"
keys_make "$tmp/other"
audit_make "$tmp/a"
audit_run "$tmp/a" >"$out"
dossier=$tmp/a/dossiers/1b/dossier.xml
weights=$tmp/a/1b/model.safetensors
trust=$tmp/keys/ca.pem
cat >"$tmp/policy.yaml" <<'END'
auditor-policy: 1
verdict: fit
max-age-days: 2
END

gate() {
    auditor gate "$dossier" --trust "$trust" "$@"
}

exits 1 "not fit is not shipped" gate --weights "$weights" --allow-trial
says "the gate says so" '^CLOSED: '
says "and names the condition" 'failed verdict-sufficient'
exits 1 "a throw-away key is no key" gate --weights "$weights"
says "a throw-away key: named" 'failed key-not-trial'
printf 'others' >"$tmp/foreign.gguf"
exits 1 "weights that the dossier does not name" \
    gate --weights "$tmp/foreign.gguf" --allow-trial
says "foreign weights: named" 'failed weights-named'
exits 1 "one foreign file among good ones" \
    gate --weights "$weights" --weights "$tmp/foreign.gguf" --allow-trial
says "one foreign file: named" 'failed weights-named'
exits 2 "a gate without weights" gate
exits 6 "another authority" auditor gate "$dossier" --allow-trial \
    --trust "$tmp/other/ca.pem" --weights "$weights"
sed 's/not-fit/fit/g' "$dossier" >"$tmp/better.xml"
exits 6 "a changed dossier" auditor gate "$tmp/better.xml" --allow-trial \
    --trust "$trust" --weights "$weights"
exits 5 "not enough evidence is told apart" auditor gate --allow-trial \
    "$tmp/a/dossiers/7b/dossier.xml" --trust "$trust" \
    --weights "$tmp/a/7b/model.safetensors"
exits 1 "JSON for machines" gate --weights "$weights" --allow-trial \
    --format json
cp "$out" "$tmp/json"
check "the JSON is JSON" python3 -m json.tool "$tmp/json"
exits 3 "a policy that is no policy" gate --weights "$weights" \
    --policy "$tmp/a/1b/results.json"
exits 1 "a dossier too old for the gate" gate --weights "$weights" \
    --allow-trial --policy "$tmp/policy.yaml" --at 2026-11-27
says "too old: named" 'failed age-within-limit'
finish
