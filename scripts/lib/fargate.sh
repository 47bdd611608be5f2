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

# The ECS deployment of each service that switch_to started.
declare -gA deployment=()

# Starts a deployment even if the service already has this revision: the deployment may have failed, for example for lack
# of signing keys, and ECS does not try a failed deployment again.
switch_to() {
  deployment[$1]=$(aws ecs update-service --cluster "$NAME" --service "$1-service" --task-definition "$2" \
    --force-new-deployment --output text --query "service.deployments[?status=='PRIMARY'].id | [0]")
}

# Waits until all tasks run a release. If they do not become healthy, the ECS deployment circuit breaker rolls back, and
# another deployment becomes the primary one. An earlier deployment of the same release may have failed, so the ID counts.
wait_for() {
  local service=$1 release=$2 deadline=$3 id=${deployment[$1]:-} elsewhere=0 query primary revision state reason
  [ -n "$id" ] || {
    fail "$service: no deployment was started."
    return 1
  }
  while [ "$SECONDS" -le "$deadline" ]; do
    query="services[0].[deployments[?status=='PRIMARY'].id | [0],
      deployments[?status=='PRIMARY'].taskDefinition | [0],
      deployments[?id=='$id'].rolloutState | [0],
      deployments[?id=='$id'].rolloutStateReason | [0]]"
    read -r primary revision state reason < <(describe_service "$service" "$query") || return 1
    if [ "$state" = FAILED ]; then
      fail "$service: the deployment failed: $reason"
      return 1
    fi
    if [ "$primary" != "$id" ]; then
      # DescribeServices is eventually consistent.
      elsewhere=$((elsewhere + 1))
      if [ "$elsewhere" -ge 3 ]; then
        # A deployment that was rolled back meanwhile has started the same release.
        [ "$revision" = "$release" ] || {
          fail "$service: ECS or another rollback switched to ${revision##*/}."
          return 1
        }
        id=$primary elsewhere=0
        continue
      fi
    elif [ "$state" = COMPLETED ]; then
      return 0
    fi
    sleep "$POLL_SECONDS"
  done
  fail "$service: not stable after $TIMEOUT_SECONDS seconds."
}

# Stops all tasks of a service. While the desired count is 0, autoscaling does not start any.
stop_service() {
  local deadline=$((SECONDS + TIMEOUT_SECONDS))
  aws ecs update-service --cluster "$NAME" --service "$1-service" --desired-count 0 --output text \
    --query service.serviceName >/dev/null || return 1
  until [ "$(describe_service "$1" 'services[0].runningCount')" = 0 ]; do
    [ "$SECONDS" -le "$deadline" ] || fail "$1: tasks still run after $TIMEOUT_SECONDS seconds." || return 1
    sleep "$POLL_SECONDS"
  done
}

# Starts a service with the minimum number of tasks; autoscaling adds others.
start_service() {
  local count
  count=$(aws application-autoscaling describe-scalable-targets --service-namespace ecs --output text \
    --resource-ids "service/$NAME/$1-service" --query 'ScalableTargets[0].MinCapacity') || return 1
  [[ $count =~ ^[1-9][0-9]*$ ]] || count=1
  deployment[$1]=$(aws ecs update-service --cluster "$NAME" --service "$1-service" --task-definition "$2" \
    --desired-count "$count" --force-new-deployment --output text \
    --query "service.deployments[?status=='PRIMARY'].id | [0]")
}

# The release before a release.
previous_release() { describe_revision "$2" | of_revision previous; }

# The image tag that deploy.sh deployed as a release. Empty for a revision by Terraform.
release_tag() { describe_revision "$2" | of_revision tag; }

# The public URL of a service, from its configuration.
release_url() { describe_revision "$2" | of_revision url "$1"; }
