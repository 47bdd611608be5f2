#!/usr/bin/env bash
# Smoke test of deployed services over their public endpoints: health, OpenAPI document, published keys, and rejection of
# requests without an API key. With API keys for both services it also runs the complete flow (npm run e2e).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

USAGE='usage: scripts/smoke.sh URL…

  URL    base URL of an issuer or a verifier; the script detects which one it is

Environment variables:
  SMOKE_PATIENCE_SECONDS             maximum wait until a service is ready, in seconds (default: 60)
  ISSUER_API_KEY, VERIFIER_API_KEY   with both keys and the URLs of both services, npm run e2e runs afterwards

Exit status: 0 if all checks pass, 1 if a check fails, 2 for invalid arguments.'
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
[ $# -gt 0 ] || usage_error 'Expected the URL of at least one service.'
for url in "$@"; do
  [[ $url =~ ^https?://[^/?#]+(/[^?#]*)?$ ]] || usage_error "Expected an http or https URL, got \"$url\"."
done
command -v curl >/dev/null || usage_error 'curl is not installed.'

readonly PATIENCE=${SMOKE_PATIENCE_SECONDS:-60}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
readonly body=$folder/body
passed=0 failed=0 status='' type='' ms=''

# call METHOD URL [BODY]: sends a request and sets status, type and ms; the response body is in the file $body. The
# status is 000 if there is no response.
call() {
  local said
  : >"$body"
  said=$(curl --silent --show-error --max-time 20 --request "$1" --output "$body" \
    ${3+--header 'content-type: application/json' --data "$3"} \
    --write-out '%{http_code} %{time_total} %{content_type}' "$2" 2>"$folder/error") || mv "$folder/error" "$body"
  read -r status ms type <<<"$said"
  ms=$(awk "BEGIN { printf \"%.0f\", ${ms:-0} * 1000 }")
}

# check NAME CONDITION…: evaluates a condition on the last response, then prints and counts the result.
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
responded() { [ "$status" = "$1" ] && grep -qE -- "$2" "$body"; }
unauthorized() { [ "$status" = 401 ] && [[ $type == application/problem+json* ]] && grep -q '"code":"unauthorized"' "$body"; }

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
  check 'is ready: store and signing keys are available' responded 200 '"status":"ready"'
  call GET "$url/health/live"
  check 'is live' responded 200 '"status":"live"'
  call GET "$url/openapi.json"
  check 'serves its OpenAPI document' responded 200 '"openapi":"3\.1\.'
  guarded=
  if grep -q '"/issue"' "$body"; then guarded=/issue issuer=$url; fi
  if grep -q '"/requests"' "$body"; then guarded=/requests verifier=$url; fi
  call GET "$url/.well-known/jwks.json"
  check 'publishes its keys' responded 200 '"keys":\[\{'
  call POST "$url${guarded:-/issue}" '{}'
  check "rejects requests without an API key: POST ${guarded:-/issue}" unauthorized
done

say "$passed passed, $failed failed"
[ "$failed" -eq 0 ] || exit 1

if [ -n "$issuer" ] && [ -n "$verifier" ] && [ -n "${ISSUER_API_KEY:-}" ] && [ -n "${VERIFIER_API_KEY:-}" ]; then
  cd "$here/.."
  exec npm run --silent e2e -- --issuer "$issuer" --verifier "$verifier"
fi
