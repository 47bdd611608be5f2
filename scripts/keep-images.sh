#!/usr/bin/env bash
# Marks an image as deployed to an environment: adds the tag ENV-IMAGE_TAG in both repositories, so that the registry does
# not expire the image while the environment runs it or could roll back to it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/lib/common.sh
source "$here/lib/common.sh"

USAGE='usage: scripts/keep-images.sh ENV IMAGE_TAG

  ENV          name of the environment, for example dev
  IMAGE_TAG    image tag that scripts/deploy.sh deployed there

Environment variables, in addition to those of the AWS CLI:
  AWS_REGION     region of the registry
  PROJECT        project name in Terraform (default: zk-income)

Needs the permissions of the push role. Exit status: 0 if both images have the tag, 1 if not, 2 for invalid arguments.'
readonly USAGE

case ${1:-} in -h | --help)
  printf '%s\n' "$USAGE"
  exit 0
  ;;
esac
[ $# -eq 2 ] || usage_error "Expected 2 arguments, got $#."
use_environment "$1"
use_image_tag "$2"

# Tags are immutable, so a second run for the same image finds its own tag.
for service in "${SERVICES[@]}"; do
  repository=$PROJECT/$service
  kept=$ENVIRONMENT-$TAG
  manifest=$(aws ecr batch-get-image --repository-name "$repository" --image-ids "imageTag=$TAG" --output text \
    --query 'images[].imageManifest')
  [ -n "$manifest" ] || fail "$service: image $repository:$TAG not found in the registry."
  error=$(aws ecr put-image --repository-name "$repository" --image-tag "$kept" --image-manifest "$manifest" 2>&1 \
    >/dev/null) || [[ $error == *ImageAlreadyExistsException* ]] || fail "$service: could not tag the image: $error"
  say "$service: $repository:$TAG is kept as $kept"
done
