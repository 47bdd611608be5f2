#!/usr/bin/env bash
# Asks deployed services whether they work, by what anybody may call: health, description, keys, and that nobody gets in
# without a key. With API keys of both services in the environment it goes on with the whole flow (npm run e2e).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

USAGE='usage: scripts/smoke.sh URL…

  URL    of an issuer or a verifier; which it is, it says itself

From the environment:
  SMOKE_PATIENCE_SECONDS             60: for how long to wait until a service is ready
  ISSUER_API_KEY, VERIFIER_API_KEY   with both, and the URLs of both: npm run e2e follows

Ends with 0 where all is well, 1 where it is not, 2 for bad arguments.'
readonly USAGE

say() { printf '%s\n' "$*"; }
usage_error() {
  printf '%s\n\n%s\n' "$1" "$USAGE" >&2
  exit 2
}

case ${1:-} in -h | --help)
  say "$USAGE"
  exit 0
  ;;
esac
[ $# -gt 0 ] || usage_error 'The URL of a service is needed.'
for url in "$@"; do
  [[ $url =~ ^https?://[^/?#]+(/[^?#]*)?$ ]] || usage_error "An http or https URL is needed, not \"$url\"."
done
command -v curl >/dev/null || usage_error 'The command curl is missing: install it.'

readonly PATIENCE=${SMOKE_PATIENCE_SECONDS:-60}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
readonly body=$folder/body
passed=0 failed=0 status='' type='' ms=''

# call METHOD URL: what came back is in status, type, ms and $body. No answer is status 000.
call() {
  local said
  : >"$body"
  said=$(curl --silent --show-error --max-time 20 --request "$1" --output "$body" \
    ${3+--header 'content-type: application/json' --data "$3"} \
    --write-out '%{http_code} %{time_total} %{content_type}' "$2" 2>"$folder/error") || mv "$folder/error" "$body"
  read -r status ms type <<<"$said"
  ms=$(awk "BEGIN { printf \"%.0f\", ${ms:-0} * 1000 }")
}

# check NAME CONDITION…: prints whether the last call was as it should be.
check() {
  local name=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
    say "  ok      $name ($status, $ms ms)"
  else
    failed=$((failed + 1))
    say "  FAILED  $name ($status, $ms ms): $(head -c 300 "$body" | tr '\n' ' ')"
  fi
}
answered() { [ "$status" = "$1" ] && grep -qE -- "$2" "$body"; }
refused() { [ "$status" = 401 ] && [[ $type == application/problem+json* ]] && grep -q '"code":"unauthorized"' "$body"; }

until_ready() {
  local deadline=$((SECONDS + PATIENCE))
  while call GET "$1/health/ready"; do
    if [ "$status" = 200 ] || [ "$SECONDS" -ge "$deadline" ]; then return; fi
    sleep 1
  done
}

issuer='' verifier=''
for url in "$@"; do
  url=${url%/}
  say "$url"
  until_ready "$url"
  check 'is ready: its store and its keys can be used' answered 200 '"status":"ready"'
  call GET "$url/health/live"
  check 'lives' answered 200 '"status":"live"'
  call GET "$url/openapi.json"
  check 'describes its interface' answered 200 '"openapi":"3\.1\.'
  guarded=
  if grep -q '"/issue"' "$body"; then guarded=/issue issuer=$url; fi
  if grep -q '"/requests"' "$body"; then guarded=/requests verifier=$url; fi
  call GET "$url/.well-known/jwks.json"
  check 'publishes its keys' answered 200 '"keys":\[\{'
  call POST "$url${guarded:-/issue}" '{}'
  check "lets nobody in without a key: POST ${guarded:-/issue}" refused
done

say "$passed passed, $failed failed"
[ "$failed" -eq 0 ] || exit 1

if [ -n "$issuer" ] && [ -n "$verifier" ] && [ -n "${ISSUER_API_KEY:-}" ] && [ -n "${VERIFIER_API_KEY:-}" ]; then
  cd "$here/.."
  exec npm run --silent e2e -- --issuer "$issuer" --verifier "$verifier"
fi
