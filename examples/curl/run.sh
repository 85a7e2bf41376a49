#!/bin/sh
# The life of a key in curl: a company, a key with an address list, verifications that are allowed
# and denied, extension, rotation, revocation, and the log of it all.
#
# Needs curl and a running server. Says what it does, and stops at the first answer that is not the
# expected one.
#
#   KEYBEARER_URL   the server; http://127.0.0.1:8787
#   KEYBEARER_KEY   a key of the platform, such as the one that the first start printed
#
# Makes a new company each time, and leaves it there with its keys revoked.
set -eu

url=${KEYBEARER_URL:-http://127.0.0.1:8787}
: "${KEYBEARER_KEY:?expected a key of the platform in KEYBEARER_KEY}"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# Not on curl's command line, where every user of the machine could read it.
umask 077
printf 'header = "Authorization: Bearer %s"\n' "$KEYBEARER_KEY" >"$scratch/credential"

say() {
  printf '\n%s\n' "$*"
}

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  printf 'the answer was %s: %s\n' "$status" \
    "$(printf '%s' "$answer" | sed 's/"key":"[^"]*"/"key":"…"/')" >&2
  exit 1
}

# call METHOD PATH [BODY]: sets $status and $answer.
call() {
  printf '  %s %s\n' "$1" "$2"
  if [ $# -gt 2 ]; then
    printf '%s' "$3" >"$scratch/body"
    set -- "$1" "$2" --header 'Content-Type: application/json' --data-binary "@$scratch/body"
  fi
  method=$1 path=$2
  shift 2
  status=$(curl --silent --show-error --max-time 20 --config "$scratch/credential" \
    --request "$method" --output "$scratch/answer" --write-out '%{http_code}' "$@" "$url$path")
  answer=$(cat "$scratch/answer")
}

# expect STATUS TEXT…: every text stands in the answer, as it is written.
expect() {
  [ "$status" = "$1" ] || fail "expected the status $1"
  shift
  for text in "$@"; do
    case $answer in
      *"$text"*) printf '    %s\n' "$text" ;;
      *) fail "expected $text" ;;
    esac
  done
}

# member NAME: prints the first member of that name in the answer, a string.
member() {
  printf '%s' "$answer" | sed 's/"'"$1"'":"/\
&/' | sed -n '2s/^"'"$1"'":"\([^"]*\)".*/\1/p'
}

# verify KEY ADDRESS
verify() {
  call POST /v1/keys/verify \
    "{\"key\":\"$1\",\"ip\":\"$2\",\"method\":\"GET\",\"endpoint\":\"/orders/7\"}"
}

slug=example-$(date +%s)-$$

say "A company"
call POST /v1/companies "{\"slug\":\"$slug\",\"name\":\"Example\"}"
expect 201 "\"slug\":\"$slug\"" '"status":"active"'

say "A key that may be used from 203.0.113.0/24 only, for a day; its text is shown this once"
tomorrow=$(date -u -d '+1 day' '+%Y-%m-%dT%H:%M:%SZ' 2>/dev/null ||
  date -u -v+1d '+%Y-%m-%dT%H:%M:%SZ')
call POST /v1/keys "{\"company\":\"$slug\",\"name\":\"billing\",\"type\":\"service\",
  \"scope\":\"read\",\"allowed_ips\":[\"203.0.113.0/24\"],\"expires_at\":\"$tomorrow\"}"
expect 201 '"key_shown":true' '"allowed_ips":["203.0.113.0/24"]'
key=$(member key) id=$(member id)
[ -n "$key" ] && [ -n "$id" ] || fail "expected the members key and id"

say "From that network it is valid"
verify "$key" 203.0.113.7
expect 200 '"valid":true' '"code":"VALID"'

say "From elsewhere it is not"
verify "$key" 198.51.100.9
expect 200 '"valid":false' '"code":"IP_DENIED"'

say "The server says why, rule by rule, without the text of the key"
call POST "/v1/keys/$id/explain" '{"ip":"198.51.100.9"}'
expect 200 '"rule":"allowed_ips"' '198.51.100.9 lies in none of the entries listed.'

say "A key with scope read may not write"
call POST /v1/keys/verify "{\"key\":\"$key\",\"ip\":\"203.0.113.7\",\"method\":\"DELETE\"}"
expect 200 '"valid":false' '"code":"INSUFFICIENT_SCOPE"'

say "A list with host bits set is refused, with the form that was meant"
call PATCH "/v1/keys/$id" '{"allowed_ips":["203.0.113.7/24"]}'
expect 400 '"path":"allowed_ips[0]"' '203.0.113.0/24'

say "30 days more"
call POST "/v1/keys/$id/extend" '{"days":30}'
expect 200 '"status":"active"'

say "A successor, the old key good for another hour"
call POST "/v1/keys/$id/rotate" '{"grace":"PT1H"}'
expect 201 '"key_shown":true' "\"rotated_from\":\"$id\""
successor=$(member key) successor_id=$(member id)
verify "$key" 203.0.113.7
expect 200 '"code":"VALID"'
verify "$successor" 203.0.113.7
expect 200 '"code":"VALID"'

say "Both revoked; that is final"
call POST "/v1/keys/$id/revoke" '{"reason":"end of the example"}'
expect 200 '"revoked":true'
call POST "/v1/keys/$successor_id/revoke" '{"reason":"end of the example"}'
expect 200 '"revoked":true' '"revoked_reason":"end of the example"'
verify "$successor" 203.0.113.7
expect 200 '"valid":false' '"code":"REVOKED"'

say "The log of the first key, newest first"
# Rows of verifications are written some milliseconds after their answer.
attempts=0
while :; do
  call GET "/v1/logs?api_key=$id&limit=10"
  case $answer in *'"outcome":"IP_DENIED"'*'"outcome":"VALID"'*) break ;; esac
  attempts=$((attempts + 1))
  [ "$attempts" -lt 10 ] || break
  sleep 1
done
expect 200 '"outcome":"VALID"' '"outcome":"IP_DENIED"' '"outcome":"INSUFFICIENT_SCOPE"' \
  '"endpoint":"/orders/7"' '"ip_address":"198.51.100.9"'

say "Every answer was the expected one."
