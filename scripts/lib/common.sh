# What deploy.sh and rollback.sh have in common: names by convention, what is printed, and the modes.
# shellcheck shell=bash

# An answer is read by programs; the CLI's pager would wait for a person.
export AWS_PAGER=''

readonly USAGE_ERROR=2
# shellcheck disable=SC2034 # whoever sources this reads it
readonly SERVICES=(issuer verifier)
readonly PATIENCE_SECONDS=${DEPLOY_TIMEOUT_SECONDS:-900}
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
    command -v "$command" >/dev/null || usage_error "The command $command is missing: install it."
  done
}

# Checks the name of an environment, and loads the functions of its mode.
use_environment() {
  readonly ENVIRONMENT=$1
  [[ $ENVIRONMENT =~ ^[a-z][a-z0-9]{1,7}$ ]] ||
    usage_error "ENV: 2 to 8 of a-z and 0-9 that start with a letter, like dev; not \"$ENVIRONMENT\"."
  readonly PROJECT=${PROJECT:-zk-income}
  readonly NAME=$PROJECT-$ENVIRONMENT
  readonly MODE=${COMPUTE_MODE:-fargate}
  case $MODE in
    fargate | lambda) ;;
    *) usage_error "COMPUTE_MODE: fargate or lambda, not \"$MODE\"." ;;
  esac
  [ -n "${AWS_REGION:-${AWS_DEFAULT_REGION:-}}" ] || usage_error 'AWS_REGION is not set: the region of the environment.'
  [[ $PATIENCE_SECONDS =~ ^[1-9][0-9]*$ ]] ||
    usage_error "DEPLOY_TIMEOUT_SECONDS: a number of seconds, not \"$PATIENCE_SECONDS\"."
  # Version 1 of the CLI reads one of the two, version 2 and the SDKs both.
  export AWS_DEFAULT_REGION=${AWS_REGION:-${AWS_DEFAULT_REGION:-}}
  need_commands aws node curl
  # shellcheck source=scripts/lib/fargate.sh
  # shellcheck source=scripts/lib/lambda.sh
  source "$(dirname "${BASH_SOURCE[0]}")/$MODE.sh"
}

# smoke SERVICE RELEASE …: asks each service, where its release says that it is reached, whether it works.
smoke() {
  local urls=() url
  while [ $# -gt 0 ]; do
    url=$(release_url "$1" "$2") || return 1
    urls+=("$url")
    shift 2
  done
  "$(dirname "${BASH_SOURCE[0]}")/../smoke.sh" "${urls[@]}" >&2
}

# switch_back SERVICE RELEASE …: to these releases, and waits for them.
switch_back() {
  local broken=0 pairs=("$@")
  while [ $# -gt 0 ]; do
    say "$1: back to ${2##*/}"
    switch_to "$1" "$2" || broken=1
    shift 2
  done
  set -- "${pairs[@]}"
  while [ $# -gt 0 ]; do
    wait_for "$1" "$2" || broken=1
    shift 2
  done
  return "$broken"
}
