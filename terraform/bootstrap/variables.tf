variable "name" {
  description = "Name prefix of all resources. Must equal `project` of the environments."
  type        = string
  default     = "zk-income"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,12}[a-z0-9]$", var.name))
    error_message = "The name must be 3 to 14 lowercase letters, digits and hyphens, must start with a letter and must not end with a hyphen."
  }
}

variable "region" {
  description = "AWS Region of the state, the registry and the environments."
  type        = string
  default     = "eu-central-1"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "The region must be an AWS Region code, like eu-central-1."
  }
}

variable "services" {
  description = "Names of the services that have an image."
  type        = set(string)
  default     = ["issuer", "verifier"]
}

variable "account_id" {
  description = "ID of the AWS account that these inputs belong to. Terraform fails in any other account. Null accepts every account."
  type        = string
  default     = null

  validation {
    condition     = var.account_id == null || can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account ID must have 12 digits."
  }
}

variable "registry_account_id" {
  description = "ID of the AWS account whose registry the environments of this account use. Null creates a registry in this account. The other account must list this one in `pull_account_ids`."
  type        = string
  default     = null

  validation {
    condition     = var.registry_account_id == null || can(regex("^[0-9]{12}$", var.registry_account_id))
    error_message = "The account ID must have 12 digits."
  }
}

variable "pull_account_ids" {
  description = "IDs of other AWS accounts whose environments run the images of this registry."
  type        = set(string)
  default     = []
}

variable "pull_environments" {
  description = "Names of the environments in `pull_account_ids`, the one with the fewest deployments first. The registry keeps the images that they run, as it does for `environments`."
  type        = list(string)
  default     = []
}

variable "max_image_count" {
  description = "Maximum number of images per repository. ECR expires older images that no environment has deployed."
  type        = number
  default     = 50
}

variable "state_version_retention_days" {
  description = "Retention of old state versions in days. The newest 20 versions are kept regardless of age."
  type        = number
  default     = 180

  validation {
    condition     = var.state_version_retention_days >= 30 && floor(var.state_version_retention_days) == var.state_version_retention_days
    error_message = "state_version_retention_days must be an integer of 30 or more."
  }
}

variable "github_repository" {
  description = "GitHub repository whose workflows push images and deploy, like `owner/zk-income`. Null if another pipeline with its own roles does that. Without a default, so that an apply without inputs fails and does not destroy the roles."
  type        = string

  validation {
    condition     = var.github_repository == null || can(regex("^[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+$", var.github_repository))
    error_message = "The repository must be OWNER/NAME, without a wildcard. Its IDs belong into github_repository_ids."
  }
}

variable "github_repository_ids" {
  description = "IDs of the owner and of the repository, if the repository has immutable subject claims: repositories that were created, renamed or transferred since 2026-07-15, or that opted in. Null means subjects without IDs."
  type        = object({ owner = string, repository = string })
  default     = null
}

variable "github_oidc_provider_arn" {
  description = "ARN of the existing GitHub OIDC provider. An account can have only one. Null creates it."
  type        = string
  default     = null

  validation {
    condition     = var.github_oidc_provider_arn == null || can(regex("^arn:[a-z-]+:iam::[0-9]{12}:oidc-provider/token\\.actions\\.githubusercontent\\.com$", var.github_oidc_provider_arn))
    error_message = "The provider must be given as the ARN of the OIDC provider token.actions.githubusercontent.com."
  }
}

variable "main_branch" {
  description = "Branch whose workflows push images."
  type        = string
  default     = "main"
}

variable "environments" {
  description = "Environments of this account, keyed by name: GitHub environments. Each environment has a file in `environments_folder`, and receives pipeline roles and a permissions boundary. Without a default, so that an apply without inputs fails and does not destroy the roles."
  type = map(object({
    deploy_github_environment   = optional(string)
    rollback_github_environment = optional(string)
    apply_github_environment    = optional(string)
  }))

  validation {
    condition     = alltrue([for name in keys(var.environments) : fileexists("${path.module}/${var.environments_folder}/${name}.tfvars")])
    error_message = "Each environment must have a file ENVIRONMENT.tfvars in environments_folder, which sets its compute mode."
  }
}

variable "environments_folder" {
  description = "Folder with the variable files of the environments, relative to this one. The compute mode of an environment is read from its file."
  type        = string
  default     = "../environments"
}

variable "tags" {
  description = "Tags of every resource that can have some, in addition to `Project` and `ManagedBy`."
  type        = map(string)
  default     = {}
}
