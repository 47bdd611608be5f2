# Compute mode lambda: a release of a service is a published version of its function. The alias `live` points to the
# running version. The description of a version names the version before it.
# shellcheck shell=bash

readonly ALIAS=live

# shellcheck disable=SC2153 # NAME is set by common.sh
function_name() { printf '%s-%s' "$NAME" "$1"; }
get_function() {
  local service=$1 qualifier=$2 query=$3
  aws lambda get-function --function-name "$(function_name "$service")" --qualifier "$qualifier" --output text \
    --query "$query"
}

current_release() {
  aws lambda get-alias --function-name "$(function_name "$1")" --name "$ALIAS" --output text \
    --query FunctionVersion ||
    fail "$1: alias $ALIAS of the function $(function_name "$1") not found. Check ENV and COMPUTE_MODE=$MODE."
}

release_image() { get_function "$1" "$2" Code.ImageUri; }

make_release() {
  local service=$1 image=$2 tag=$3 previous=$4 name version
  name=$(function_name "$service")
  aws lambda update-function-code --function-name "$name" --image-uri "$image" --output text \
    --query CodeSha256 >/dev/null || return 1
  # Lambda publishes no version while an update is in progress.
  aws lambda wait function-updated-v2 --function-name "$name" || return 1
  # Returns the newest version if neither code nor configuration has changed since.
  version=$(aws lambda publish-version --function-name "$name" --description "$tag, after version $previous" \
    --output text --query Version) || return 1
  aws lambda wait function-active-v2 --function-name "$name" --qualifier "$version" || {
    fail "$service: version $version did not become active."
    return 1
  }
  printf '%s\n' "$version"
}

switch_to() {
  aws lambda update-alias --function-name "$(function_name "$1")" --name "$ALIAS" --function-version "$2" \
    --output text --query FunctionVersion >/dev/null
}

wait_for() {
  local current
  current=$(current_release "$1") || return 1
  [ "$current" = "$2" ] || fail "$1: the alias $ALIAS points to version $current, not to $2."
}

# Stops a function. Terraform sets its reserved concurrency again.
stop_service() {
  aws lambda put-function-concurrency --function-name "$(function_name "$1")" --reserved-concurrent-executions 0 \
    --output text --query ReservedConcurrentExecutions >/dev/null
}
start_service() { aws lambda delete-function-concurrency --function-name "$(function_name "$1")"; }

previous_release() {
  local description
  description=$(get_function "$1" "$2" Configuration.Description) || return 1
  if [[ $description =~ ,\ after\ version\ ([0-9]+)$ ]]; then printf '%s\n' "${BASH_REMATCH[1]}"; fi
}

# The image tag that deploy.sh deployed as a version. Empty for a version by Terraform.
release_tag() {
  local description
  description=$(get_function "$1" "$2" Configuration.Description) || return 1
  if [[ $description =~ ^(.+),\ after\ version\ [0-9]+$ ]]; then printf '%s\n' "${BASH_REMATCH[1]}"; fi
}

release_url() {
  local url
  url=$(get_function "$1" "$2" Configuration.Environment.Variables.PUBLIC_URL) || return 1
  [[ $url =~ ^https?:// ]] || {
    fail "$1: the function has no environment variable PUBLIC_URL."
    return 1
  }
  printf '%s\n' "$url"
}
