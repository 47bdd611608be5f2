# Name, location, compute mode and images of an environment.

variable "project" {
  description = "Name prefix of all resources, followed by the environment. Must equal `name` of the bootstrap."
  type        = string
  default     = "zk-income"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,12}[a-z0-9]$", var.project))
    error_message = "The project must be 3 to 14 lowercase letters, digits and hyphens, must start with a letter and must not end with a hyphen."
  }
}

variable "environment" {
  description = "Name of the environment. Must equal the name of the workspace and of the file in environments/."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,7}$", var.environment))
    error_message = "The environment must be 2 to 8 lowercase letters and digits, and must start with a letter."
  }

  validation {
    condition     = var.environment == terraform.workspace
    error_message = "The workspace does not match the environment: run terraform workspace select ENVIRONMENT and pass -var-file=environments/ENVIRONMENT.tfvars."
  }
}

variable "region" {
  description = "AWS Region of the environment and of the registry."
  type        = string
  default     = "eu-central-1"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "The region must be an AWS Region code, like eu-central-1."
  }
}

variable "compute_mode" {
  description = "Compute mode: `fargate` (ECS tasks behind an internal load balancer) or `lambda` (Lambda functions from the same images)."
  type        = string
  default     = "fargate"

  validation {
    condition     = contains(["fargate", "lambda"], var.compute_mode)
    error_message = "The mode must be fargate or lambda."
  }
}

variable "cpu_architecture" {
  description = "CPU architecture of the images: `X86_64` or `ARM64`."
  type        = string
  default     = "X86_64"

  validation {
    condition     = contains(["X86_64", "ARM64"], var.cpu_architecture)
    error_message = "The architecture must be X86_64 or ARM64."
  }
}

variable "image_tag" {
  description = "Tag of the images for new services and rotation functions. scripts/deploy.sh deploys images to existing ones, so a change of this tag does not affect them."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$", var.image_tag))
    error_message = "The tag must be 1 to 128 letters, digits, underscores, dots and hyphens, and must not start with a dot or a hyphen."
  }
}

variable "registry_account_id" {
  description = "ID of the AWS account that owns the registry. Null means the current account. Another account must list this one in `pull_account_ids` of its bootstrap."
  type        = string
  default     = null

  validation {
    condition     = var.registry_account_id == null || can(regex("^[0-9]{12}$", var.registry_account_id))
    error_message = "The account ID must have 12 digits."
  }
}

variable "enable_permissions_boundary" {
  description = "Whether to set the permissions boundary that the bootstrap created for this environment on every role."
  type        = bool
  default     = true
}

variable "tags" {
  description = "Tags of every resource that can have some, in addition to `Project`, `Environment` and `ManagedBy`."
  type        = map(string)
  default     = {}
}
