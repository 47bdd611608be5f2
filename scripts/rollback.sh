#!/usr/bin/env bash
# Rolls both services of an environment back to the previous release. Each further run goes back one more release.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/lib/common.sh
source "$here/lib/common.sh"

USAGE='usage: scripts/rollback.sh ENV

  ENV    name of the environment, for example dev

Reads AWS_REGION, COMPUTE_MODE, PROJECT and DEPLOY_TIMEOUT_SECONDS like scripts/deploy.sh.

Exit status: 0 if the previous release is running; 1 if there is no known previous release or the rollback failed; 2 for
invalid arguments.'
readonly USAGE

case ${1:-} in -h | --help)
  printf '%s\n' "$USAGE"
  exit 0
  ;;
esac
[ $# -eq 1 ] || usage_error "Expected 1 argument, got $#."
use_environment "$1"

# Both or neither: the services of a release are deployed together.
back=()
for service in "${SERVICES[@]}"; do
  current=$(current_release "$service")
  previous=$(previous_release "$service" "$current")
  [ -n "$previous" ] || {
    say "$service: the release before ${current##*/} is unknown, because scripts/deploy.sh did not deploy it. Nothing was changed."
    exit 1
  }
  say "$service: ${current##*/} → ${previous##*/}"
  back+=("$service" "$previous")
done
if switch_back "${back[@]}" && smoke "${back[@]}"; then
  say "$NAME is running the previous release."
  exit 0
fi
say "The rollback of $NAME failed. It needs manual intervention."
exit 1
