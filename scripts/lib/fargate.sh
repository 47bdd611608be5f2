# A release of a service on Fargate is a revision of its task definition.
# shellcheck shell=bash

describe_service() {
  aws ecs describe-services --cluster "$NAME" --services "$1-service" --output text --query "$2"
}
describe_revision() {
  aws ecs describe-task-definition --task-definition "$1" --include TAGS --output json
}
# of_revision WHAT …: what revision.mjs finds in the description of a revision.
of_revision() { node "$(dirname "${BASH_SOURCE[0]}")/revision.mjs" "$@"; }

# The release that a service runs, or is about to run.
current_release() {
  local found
  found=$(describe_service "$1" "services[?status=='ACTIVE'].taskDefinition") || {
    fail "$1: the cluster $NAME cannot be asked. Is ENV right, and COMPUTE_MODE=$MODE?"
    return 1
  }
  [ -n "$found" ] || {
    fail "$1: there is no service $1-service in the cluster $NAME. Apply Terraform first."
    return 1
  }
  printf '%s\n' "$found"
}

# The image of a release, as it is written in it.
release_image() { describe_revision "$2" | of_revision image "$1"; }

# Makes a release of a service with another image: from the newest revision, which has what Terraform last wrote.
make_release() {
  local service=$1 image=$2 tag=$3 previous=$4 family revision
  family=${previous##*/}
  family=${family%:*}
  revision=$(describe_revision "$family" | of_revision revision "$service" "$image" "$tag" "$previous") || return 1
  aws ecs register-task-definition --cli-input-json "$revision" --output text \
    --query taskDefinition.taskDefinitionArn
}

switch_to() {
  aws ecs update-service --cluster "$NAME" --service "$1-service" --task-definition "$2" --output text \
    --query service.serviceName >/dev/null
}

# Waits until all tasks are of a release. Where they do not become healthy, the circuit breaker of ECS goes back by
# itself: another deployment is the primary one then.
wait_for() {
  local service=$1 release=$2 deadline=$((SECONDS + PATIENCE_SECONDS)) elsewhere=0 primary state reason
  local query="services[0].[deployments[?status=='PRIMARY'].taskDefinition | [0],
    deployments[?status=='PRIMARY'].rolloutState | [0],
    deployments[?taskDefinition=='$release' && rolloutState=='FAILED'].rolloutStateReason | [0]]"
  while [ "$SECONDS" -le "$deadline" ]; do
    read -r primary state reason < <(describe_service "$service" "$query") || return 1
    if [ "$reason" != None ]; then
      fail "$service: the deployment failed: $reason"
      return 1
    fi
    if [ "$primary" != "$release" ]; then
      # A description may be a moment old.
      elsewhere=$((elsewhere + 1))
      if [ "$elsewhere" -ge 3 ]; then
        fail "$service: ECS went back to ${primary##*/} by itself."
        return 1
      fi
    elif [ "$state" = COMPLETED ]; then
      return 0
    fi
    sleep "$POLL_SECONDS"
  done
  fail "$service: not stable after $PATIENCE_SECONDS seconds."
}

# What ran before a release.
previous_release() { describe_revision "$2" | of_revision previous; }

# Where a service is reached, as its own configuration says.
release_url() { describe_revision "$2" | of_revision url "$1"; }
