#!/usr/bin/env bash
# Goes back to what an environment ran before the rollout of what it runs now: both services. Once more goes back once
# more.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/lib/common.sh
source "$here/lib/common.sh"

USAGE='usage: scripts/rollback.sh ENV

  ENV    the environment, like dev

Reads AWS_REGION, COMPUTE_MODE, PROJECT and DEPLOY_TIMEOUT_SECONDS like scripts/deploy.sh.

Ends with 0 where the services run what they ran before; 1 where that is not known, or did not work; 2 for bad
arguments.'
readonly USAGE

case ${1:-} in -h | --help)
  printf '%s\n' "$USAGE"
  exit 0
  ;;
esac
[ $# -eq 1 ] || usage_error "One argument is needed, not $#."
use_environment "$1"

# Both or none: services of one release are rolled out together.
back=()
for service in "${SERVICES[@]}"; do
  current=$(current_release "$service")
  previous=$(previous_release "$service" "$current")
  [ -n "$previous" ] || {
    say "$service: what ran before ${current##*/} is not known: scripts/deploy.sh did not roll it out. Nothing was changed."
    exit 1
  }
  say "$service: ${current##*/} → ${previous##*/}"
  back+=("$service" "$previous")
done
if switch_back "${back[@]}" && smoke "${back[@]}"; then
  say "$NAME runs what it ran before."
  exit 0
fi
say "$NAME does not work as it should: it needs a person."
exit 1
