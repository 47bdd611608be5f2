variable "name" {
  description = "Comes before the name of everything: the root's `project`."
  type        = string
  default     = "zk-income"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,12}[a-z0-9]$", var.name))
    error_message = "The name is 3 to 14 lower-case letters, digits and hyphens, begins with a letter and does not end with a hyphen."
  }
}

variable "region" {
  description = "Region of the state, the registry and the environments."
  type        = string
  default     = "eu-central-1"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "A region is named like eu-central-1."
  }
}

variable "services" {
  description = "Services that have an image."
  type        = set(string)
  default     = ["issuer", "verifier"]
}

variable "max_image_count" {
  description = "Images of a service that are kept."
  type        = number
  default     = 50
}

variable "state_version_retention_days" {
  description = "Days for which an older version of a state is kept."
  type        = number
  default     = 180

  validation {
    condition     = var.state_version_retention_days >= 30 && floor(var.state_version_retention_days) == var.state_version_retention_days
    error_message = "Older versions of a state are kept for whole days, at least 30."
  }
}

variable "github_repository" {
  description = "The repository, like `owner/zk-income`, whose workflows push images and deploy; null where another pipeline does that, with roles of its own."
  type        = string
  default     = null

  validation {
    condition     = var.github_repository == null || can(regex("^[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+$", var.github_repository))
    error_message = "The repository is OWNER/NAME, without a wildcard."
  }
}

variable "github_oidc_provider_arn" {
  description = "ARN of GitHub's OIDC provider where the account has it already, since there can be but one; it is made otherwise."
  type        = string
  default     = null

  validation {
    condition     = var.github_oidc_provider_arn == null || can(regex("^arn:[a-z-]+:iam::[0-9]{12}:oidc-provider/token\\.actions\\.githubusercontent\\.com$", var.github_oidc_provider_arn))
    error_message = "It is the ARN of the provider token.actions.githubusercontent.com."
  }
}

variable "main_branch" {
  description = "The branch whose workflows push images."
  type        = string
  default     = "main"
}

variable "environments" {
  description = "The environments of this account, and how they run: each gets roles for the pipeline and a boundary of permissions."
  type = map(object({
    compute_mode              = optional(string, "fargate")
    deploy_github_environment = optional(string)
    apply_github_environment  = optional(string)
  }))
  default = {
    dev   = {}
    stage = {}
  }
}
