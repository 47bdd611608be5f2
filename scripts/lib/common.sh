# Shared by deploy.sh, rollback.sh and keep-images.sh: naming conventions, output, and the compute modes.
# shellcheck shell=bash

# Programs read the output; the pager of the AWS CLI would wait for input.
export AWS_PAGER=''

readonly USAGE_ERROR=2
# shellcheck disable=SC2034 # used by the scripts that source this file
readonly SERVICES=(issuer verifier)
readonly TIMEOUT_SECONDS=${DEPLOY_TIMEOUT_SECONDS:-900}
readonly POLL_SECONDS=${DEPLOY_POLL_SECONDS:-5}

say() { printf '%s\n' "$*" >&2; }
fail() {
  say "$*"
  return 1
}
usage_error() {
  say "$1"
  say ''
  say "$USAGE"
  exit "$USAGE_ERROR"
}

need_commands() {
  local command
  for command in "$@"; do
    command -v "$command" >/dev/null || usage_error "$command is not installed."
  done
}

# Validates the name of an environment and loads the functions of its compute mode.
use_environment() {
  readonly ENVIRONMENT=$1
  [[ $ENVIRONMENT =~ ^[a-z][a-z0-9]{1,7}$ ]] ||
    usage_error "ENV: expected 2 to 8 characters of a-z and 0-9, starting with a letter, got \"$ENVIRONMENT\"."
  readonly PROJECT=${PROJECT:-zk-income}
  readonly NAME=$PROJECT-$ENVIRONMENT
  readonly MODE=${COMPUTE_MODE:-fargate}
  case $MODE in
    fargate | lambda) ;;
    *) usage_error "COMPUTE_MODE: expected fargate or lambda, got \"$MODE\"." ;;
  esac
  [ -n "${AWS_REGION:-${AWS_DEFAULT_REGION:-}}" ] || usage_error 'AWS_REGION is not set. Set it to the region of the environment.'
  [[ $TIMEOUT_SECONDS =~ ^[1-9][0-9]*$ ]] ||
    usage_error "DEPLOY_TIMEOUT_SECONDS: expected a number of seconds, got \"$TIMEOUT_SECONDS\"."
  # Version 1 of the AWS CLI reads only AWS_DEFAULT_REGION; version 2 and the SDKs read both.
  export AWS_DEFAULT_REGION=${AWS_REGION:-${AWS_DEFAULT_REGION:-}}
  need_commands aws node curl
  # shellcheck source=scripts/lib/fargate.sh
  # shellcheck source=scripts/lib/lambda.sh
  source "$(dirname "${BASH_SOURCE[0]}")/$MODE.sh"
}

use_image_tag() {
  readonly TAG=$1
  [[ $TAG =~ ^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$ ]] || usage_error "IMAGE_TAG: \"$TAG\" is not a valid image tag."
}

# smoke SERVICE RELEASE …: runs the smoke test against the public URL in the configuration of each release.
smoke() {
  local urls=() url
  while [ $# -gt 0 ]; do
    url=$(release_url "$1" "$2") || return 1
    urls+=("$url")
    shift 2
  done
  "$(dirname "${BASH_SOURCE[0]}")/../smoke.sh" "${urls[@]}" >&2
}

# wait_for_all SERVICE RELEASE …: waits until all services are stable. They share one deadline, so that a deployment and its
# rollback together end before the credentials of the pipeline expire.
wait_for_all() {
  local deadline=$((SECONDS + TIMEOUT_SECONDS))
  while [ $# -gt 0 ]; do
    wait_for "$1" "$2" "$deadline" || return 1
    say "$1: stable"
    shift 2
  done
}

# update_rotation SERVICE IMAGE: gives the function that rotates the keys of a service the same image. Environments
# without key rotation have no such function.
update_rotation() {
  local service=$1 image=$2 name=$NAME-$1-rotation found
  found=$(aws lambda get-function --function-name "$name" --output text --query Code.ImageUri 2>&1) || {
    [[ $found != *ResourceNotFoundException* ]] || return 0
    fail "$service: could not describe the function $name: $found"
    return 1
  }
  [ "$found" != "$image" ] || return 0
  if aws lambda update-function-code --function-name "$name" --image-uri "$image" --output text \
    --query CodeSha256 >/dev/null && aws lambda wait function-updated-v2 --function-name "$name"; then
    return 0
  fi
  fail "$service: could not update the function $name."
}

# switch_back SERVICE RELEASE …: switches the services and the rotation of their keys to these releases and waits until
# they are stable.
switch_back() {
  local broken=0 image pairs=("$@")
  while [ $# -gt 0 ]; do
    say "$1: rolling back to ${2##*/}"
    switch_to "$1" "$2" || broken=1
    shift 2
  done
  wait_for_all "${pairs[@]}" || broken=1
  set -- "${pairs[@]}"
  while [ $# -gt 0 ]; do
    { image=$(release_image "$1" "$2") && update_rotation "$1" "$image"; } || broken=1
    shift 2
  done
  return "$broken"
}
