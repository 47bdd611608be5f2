#!/usr/bin/env bash
# Deploys an image to both services of an environment, waits until they are stable and runs the smoke test. Rolls back to
# the previous release if any of these steps fails.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/lib/common.sh
source "$here/lib/common.sh"

USAGE='usage: scripts/deploy.sh ENV IMAGE_TAG

  ENV          name of the environment, for example dev
  IMAGE_TAG    image tag that exists in both ECR repositories, for example a commit hash

Environment variables, in addition to those of the AWS CLI:
  AWS_REGION               region of the environment
  COMPUTE_MODE             fargate (default) or lambda; must match the Terraform configuration
  PROJECT                  project name in Terraform (default: zk-income)
  ISSUER_DIGEST, VERIFIER_DIGEST
                           expected image digests; the deployment fails if the tag has a different digest
  DEPLOY_TIMEOUT_SECONDS   maximum wait until both services are stable, in seconds (default: 900); a rollback may take
                           as long again

Exit status: 0 if the new images are running; 1 if the previous release is running; 2 for invalid arguments; 3 if the
rollback failed too.'
readonly USAGE

case ${1:-} in -h | --help)
  printf '%s\n' "$USAGE"
  exit 0
  ;;
esac
[ $# -eq 2 ] || usage_error "Expected 2 arguments, got $#."
use_environment "$1"
use_image_tag "$2"

# Digest of the image with this tag, in the repository of the running image.
digest_of() {
  local service=$1 repository=$2 host registry digest wanted
  host=${repository%%/*}
  [[ $host =~ ^([0-9]{12})\.dkr\.ecr\. ]] || fail "$service: the running image is not from ECR: $repository" || return 1
  registry=${BASH_REMATCH[1]}
  digest=$(aws ecr describe-images --registry-id "$registry" --repository-name "${repository#*/}" \
    --image-ids "imageTag=$TAG" --output text --query 'imageDetails[0].imageDigest') ||
    fail "$service: image ${repository#*/}:$TAG not found in the registry." || return 1
  wanted=${service^^}_DIGEST
  if [ -n "${!wanted:-}" ] && [ "${!wanted}" != "$digest" ]; then
    fail "$service: $TAG has the digest $digest, but $wanted is ${!wanted}." || return 1
  fi
  printf '%s\n' "$digest"
}

# Look everything up before changing anything.
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
    # From here on a failure requires a rollback.
    back+=("$service" "${before[$service]}")
    switch_to "$service" "${after[$service]}" || return 1
  done
  for service in "${SERVICES[@]}"; do releases+=("$service" "${after[$service]}"); done
  wait_for_all "${releases[@]}" && smoke "${releases[@]}" || return 1
  # Last, because the keys must not depend on an image that has not passed the smoke test.
  for service in "${SERVICES[@]}"; do update_rotation "$service" "${image[$service]}" || return 1; done
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
say "The deployment of $TAG to $NAME failed. Rolling back."
if switch_back "${back[@]}" && smoke "${back[@]}"; then
  say "$NAME is running the previous release."
  exit 1
fi
say "The rollback failed too. $NAME needs manual intervention: see \"Troubleshooting\" in DEPLOYMENT.md."
exit 3
