# What an environment is, and where.

variable "project" {
  description = "Comes before the name of everything, with the environment after it: the bootstrap's `name`."
  type        = string
  default     = "zk-income"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,12}[a-z0-9]$", var.project))
    error_message = "The project is 3 to 14 lower-case letters, digits and hyphens, begins with a letter and does not end with a hyphen."
  }
}

variable "environment" {
  description = "The environment: the name of the workspace and of its file in environments/."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,7}$", var.environment))
    error_message = "An environment is 2 to 8 lower-case letters and digits, and begins with a letter."
  }

  validation {
    condition     = var.environment == terraform.workspace
    error_message = "The workspace is another one than the variables are for: terraform workspace select ENVIRONMENT, and -var-file=environments/ENVIRONMENT.tfvars."
  }
}

variable "region" {
  description = "The region, with the registry in it."
  type        = string
  default     = "eu-central-1"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "A region is named like eu-central-1."
  }
}

variable "compute_mode" {
  description = "What the services run on: `fargate` (containers behind an internal load balancer) or `lambda` (functions of the same images)."
  type        = string
  default     = "fargate"

  validation {
    condition     = contains(["fargate", "lambda"], var.compute_mode)
    error_message = "The mode is fargate or lambda."
  }
}

variable "cpu_architecture" {
  description = "What the images are built for: X86_64 or ARM64."
  type        = string
  default     = "X86_64"

  validation {
    condition     = contains(["X86_64", "ARM64"], var.cpu_architecture)
    error_message = "The architecture is X86_64 or ARM64."
  }
}

variable "image_tag" {
  description = "Tag of the images that services are made with, and of the function that rotates keys; images of services that are there already are rolled out by scripts/deploy.sh."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$", var.image_tag))
    error_message = "A tag is up to 128 letters, digits, underscores, dots and hyphens."
  }
}

variable "registry_account_id" {
  description = "The account of the registry; this one unless given. Another account's repositories must let this one pull."
  type        = string
  default     = null

  validation {
    condition     = var.registry_account_id == null || can(regex("^[0-9]{12}$", var.registry_account_id))
    error_message = "An account has twelve digits."
  }
}

variable "enable_permissions_boundary" {
  description = "Bounds every role by the policy that the bootstrap made for this environment's pipeline; off where the bootstrap made none."
  type        = bool
  default     = true
}
