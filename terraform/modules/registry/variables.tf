variable "name" {
  description = "Name prefix of the repositories. A slash separates it from the service name."
  type        = string
  default     = "zk-income"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.name))
    error_message = "The name must be 2 to 31 lowercase letters, digits and hyphens, and must start with a letter."
  }
}

variable "services" {
  description = "Names of the services that have an image."
  type        = set(string)
  default     = ["issuer", "verifier"]

  validation {
    condition     = length(var.services) > 0 && alltrue([for service in var.services : can(regex("^[a-z][a-z0-9-]{1,20}$", service))])
    error_message = "Define at least one service. Each service name must be 2 to 21 lowercase letters, digits and hyphens, and must start with a letter."
  }
}

variable "max_image_count" {
  description = "Maximum number of images per repository. ECR expires older images that no environment has deployed."
  type        = number
  default     = 50

  validation {
    condition     = var.max_image_count >= 10 && floor(var.max_image_count) == var.max_image_count
    error_message = "max_image_count must be an integer of 10 or more, because an image is built before it is deployed."
  }
}

variable "environments" {
  description = "Environments that run the images. `scripts/keep-images.sh` adds the tag `ENVIRONMENT-TAG` to what it has deployed, and these images expire by a rule of their own. If several environments run an image, the rule of the first in this list applies, so list the environment with the fewest deployments first."
  type        = list(string)
  default     = []

  validation {
    condition     = length(distinct(var.environments)) == length(var.environments) && alltrue([for name in var.environments : can(regex("^[a-z][a-z0-9]{1,7}$", name))])
    error_message = "Each environment must be listed once, with its name of 2 to 8 lowercase letters and digits that starts with a letter."
  }
}

variable "max_deployed_image_count" {
  description = "Maximum number of images per repository and environment that were deployed there. A rollback can reach back this far."
  type        = number
  default     = 100

  validation {
    condition     = var.max_deployed_image_count >= 10 && floor(var.max_deployed_image_count) == var.max_deployed_image_count
    error_message = "max_deployed_image_count must be an integer of 10 or more, because an expired image may still be running."
  }
}

variable "untagged_image_days" {
  description = "Days until ECR expires an untagged image."
  type        = number
  default     = 7

  validation {
    condition     = var.untagged_image_days >= 1 && floor(var.untagged_image_days) == var.untagged_image_days
    error_message = "untagged_image_days must be an integer of 1 or more."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the images. Null means the AWS managed key."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "The key must be given as the ARN of a KMS key."
  }
}

variable "enable_lambda_pull" {
  description = "Whether Lambda functions of this account and of `pull_account_ids` may be created from the images."
  type        = bool
  default     = true
}

variable "pull_account_ids" {
  description = "IDs of other AWS accounts whose environments run the images."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for id in var.pull_account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "Each account ID must have 12 digits."
  }
}

variable "force_delete" {
  description = "Whether to delete the images with the repository. If false, Terraform cannot destroy a repository that contains images."
  type        = bool
  default     = false
}

variable "tags" {
  description = "Tags of every resource that can have some, in addition to `default_tags` of the provider."
  type        = map(string)
  default     = {}
}
