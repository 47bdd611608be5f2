# Compute mode fargate: a release of a service is a revision of its task definition.
# shellcheck shell=bash

describe_service() {
  aws ecs describe-services --cluster "$NAME" --services "$1-service" --output text --query "$2"
}
describe_revision() {
  aws ecs describe-task-definition --task-definition "$1" --include TAGS --output json
}
# of_revision COMMAND …: runs revision.mjs on the description of a revision.
of_revision() { node "$(dirname "${BASH_SOURCE[0]}")/revision.mjs" "$@"; }

# The release that a service is running or deploying.
current_release() {
  local found
  found=$(describe_service "$1" "services[?status=='ACTIVE'].taskDefinition") || {
    fail "$1: could not describe the services of the cluster $NAME. Check ENV and COMPUTE_MODE=$MODE."
    return 1
  }
  [ -n "$found" ] || {
    fail "$1: service $1-service not found in the cluster $NAME. Apply Terraform first."
    return 1
  }
  printf '%s\n' "$found"
}

# The image in the task definition of a release.
release_image() { describe_revision "$2" | of_revision image "$1"; }

# Creates a release with a new image from the newest revision, which has the configuration that Terraform last applied.
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

# Waits until all tasks run a release. If they do not become healthy, the ECS deployment circuit breaker rolls back, and
# another deployment becomes the primary one.
wait_for() {
  local service=$1 release=$2 deadline=$((SECONDS + TIMEOUT_SECONDS)) elsewhere=0 primary state reason
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
      # DescribeServices is eventually consistent.
      elsewhere=$((elsewhere + 1))
      if [ "$elsewhere" -ge 3 ]; then
        fail "$service: ECS rolled back to ${primary##*/}."
        return 1
      fi
    elif [ "$state" = COMPLETED ]; then
      return 0
    fi
    sleep "$POLL_SECONDS"
  done
  fail "$service: not stable after $TIMEOUT_SECONDS seconds."
}

# The release before a release.
previous_release() { describe_revision "$2" | of_revision previous; }

# The public URL of a service, from its configuration.
release_url() { describe_revision "$2" | of_revision url "$1"; }
