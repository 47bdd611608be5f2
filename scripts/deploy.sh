#!/usr/bin/env bash
# Rolls an image out to an environment: both services, waits until they are stable, asks them whether they work, and
# goes back to what ran before where anything of that fails.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/lib/common.sh
source "$here/lib/common.sh"

USAGE='usage: scripts/deploy.sh ENV IMAGE_TAG

  ENV          the environment, like dev
  IMAGE_TAG    a tag that both images have in ECR, like a commit

From the environment, besides what the AWS CLI reads:
  AWS_REGION               the region of the environment
  COMPUTE_MODE             fargate (the default) or lambda, as Terraform has it
  PROJECT                  zk-income, unless Terraform was given another name
  ISSUER_DIGEST, VERIFIER_DIGEST
                           refuse the tag where it is of another image than this one
  DEPLOY_TIMEOUT_SECONDS   900: for how long to wait for each service

Ends with 0 where the images run; 1 where what ran before runs again, or still; 2 for bad arguments; 3 where going
back failed too.'
readonly USAGE

case ${1:-} in -h | --help)
  printf '%s\n' "$USAGE"
  exit 0
  ;;
esac
[ $# -eq 2 ] || usage_error "Two arguments are needed, not $#."
use_environment "$1"
readonly TAG=$2
[[ $TAG =~ ^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$ ]] || usage_error "IMAGE_TAG: a tag of an image, not \"$TAG\"."

# The digest of the image with the tag, in the repository that another image is from.
digest_of() {
  local service=$1 repository=$2 host registry digest wanted
  host=${repository%%/*}
  [[ $host =~ ^([0-9]{12})\.dkr\.ecr\. ]] || fail "$service: the image that runs is not from ECR: $repository" || return 1
  registry=${BASH_REMATCH[1]}
  digest=$(aws ecr describe-images --registry-id "$registry" --repository-name "${repository#*/}" \
    --image-ids "imageTag=$TAG" --output text --query 'imageDetails[0].imageDigest') ||
    fail "$service: there is no image ${repository#*/}:$TAG in the registry." || return 1
  wanted=${service^^}_DIGEST
  if [ -n "${!wanted:-}" ] && [ "${!wanted}" != "$digest" ]; then
    fail "$service: $TAG is $digest, and not ${!wanted} that $wanted says." || return 1
  fi
  printf '%s\n' "$digest"
}

# Nothing is changed until all that is needed is known.
declare -A before image after
look_up() {
  local service running repository digest
  for service in "${SERVICES[@]}"; do
    before[$service]=$(current_release "$service") || return 1
    running=$(release_image "$service" "${before[$service]}") || return 1
    repository=${running%@*}
    [[ ${repository##*/} != *:* ]] || repository=${repository%:*}
    digest=$(digest_of "$service" "$repository") || return 1
    image[$service]=$repository@$digest
  done
}

roll_out() {
  local service releases=()
  for service in "${SERVICES[@]}"; do
    after[$service]=$(make_release "$service" "${image[$service]}" "$TAG" "${before[$service]}") || return 1
    say "$service: ${before[$service]##*/} → ${after[$service]##*/}, ${image[$service]##*@}"
    # From here on there is something to go back from.
    back+=("$service" "${before[$service]}")
    switch_to "$service" "${after[$service]}" || return 1
  done
  for service in "${SERVICES[@]}"; do
    wait_for "$service" "${after[$service]}" || return 1
    say "$service: stable"
    releases+=("$service" "${after[$service]}")
  done
  smoke "${releases[@]}"
}

back=()
if look_up && roll_out; then
  for service in "${SERVICES[@]}"; do printf '%s %s %s\n' "$service" "$TAG" "${image[$service]##*@}"; done
  exit 0
fi

say ''
if [ "${#back[@]}" -eq 0 ]; then
  say "$NAME was not changed."
  exit 1
fi
say "The rollout of $TAG to $NAME failed. Going back."
if switch_back "${back[@]}" && smoke "${back[@]}"; then
  say "$NAME runs what it ran before."
  exit 1
fi
say "Going back failed too: $NAME needs a person. DEPLOYMENT.md, \"Troubleshooting\", says where to look."
exit 3
