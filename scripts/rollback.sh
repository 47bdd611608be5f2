#!/usr/bin/env bash
# Rolls both services of an environment back to the previous release. Each further run goes back one more release. It may
# run during a deployment, which then fails and rolls back to the same release.
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

declare -A current previous tag previous_tag
for service in "${SERVICES[@]}"; do
  current[$service]=$(current_release "$service")
  previous[$service]=$(previous_release "$service" "${current[$service]}")
  tag[$service]=$(release_tag "$service" "${current[$service]}")
  previous_tag[$service]=
  [ -z "${previous[$service]}" ] || previous_tag[$service]=$(release_tag "$service" "${previous[$service]}")
done

# Whether a deployment has switched a service ($1), but not yet the other one ($2).
is_ahead() { [ -n "${previous[$1]}" ] && [ "${tag[$1]}" != "${tag[$2]}" ] && [ "${previous_tag[$1]}" = "${tag[$2]}" ]; }

# Both services go back together, except from a deployment that is still running or was interrupted between the two.
behind=
if is_ahead issuer verifier; then
  behind=verifier
elif is_ahead verifier issuer; then
  behind=issuer
fi
back=() releases=()
for service in "${SERVICES[@]}"; do
  if [ "$service" = "$behind" ]; then
    say "$service: stays at ${current[$service]##*/}, because only the other service has been deployed"
    releases+=("$service" "${current[$service]}")
    continue
  fi
  [ -n "${previous[$service]}" ] || {
    say "$service: the release before ${current[$service]##*/} is unknown, because scripts/deploy.sh did not deploy it. Nothing was changed."
    exit 1
  }
  say "$service: ${current[$service]##*/} → ${previous[$service]##*/}"
  back+=("$service" "${previous[$service]}")
  releases+=("$service" "${previous[$service]}")
done
if switch_back "${back[@]}" && smoke "${releases[@]}"; then
  say "$NAME is running the previous release."
  exit 0
fi
say "The rollback of $NAME failed. It needs manual intervention."
exit 1
