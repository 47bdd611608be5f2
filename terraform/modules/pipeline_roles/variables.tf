variable "name" {
  description = "Name prefix of the roles. Resources of an environment have names that start with this name and the environment, like `zk-income-dev`."
  type        = string
  default     = "zk-income"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "The name must be 3 to 24 lowercase letters, digits and hyphens, must start with a letter and must not end with a hyphen."
  }
}

variable "account_id" {
  description = "ID of the AWS account of the environments."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account ID must have 12 digits."
  }
}

variable "region" {
  description = "AWS Region of the environments."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "The region must be an AWS Region code, like eu-central-1."
  }
}

variable "partition" {
  description = "AWS partition of the region."
  type        = string
  default     = "aws"

  validation {
    condition     = can(regex("^aws(-[a-z]+)*$", var.partition))
    error_message = "The partition must be aws, aws-cn, aws-us-gov or a similar partition."
  }
}

variable "github_repository" {
  description = "GitHub repository whose workflows may assume the roles, like `owner/zk-income`. Null creates no role, only the permissions boundaries."
  type        = string
  default     = null

  validation {
    condition     = var.github_repository == null || can(regex("^[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+$", var.github_repository))
    error_message = "The repository must be OWNER/NAME of one repository, without a wildcard. Its IDs belong into github_repository_ids."
  }
}

variable "github_repository_ids" {
  description = "IDs of the owner and of the repository, if the repository has immutable subject claims: repositories that were created, renamed or transferred since 2026-07-15, or that opted in. Null means subjects without IDs."
  type        = object({ owner = string, repository = string })
  default     = null

  validation {
    condition     = var.github_repository_ids == null || alltrue([for id in values(coalesce(var.github_repository_ids, { owner = "1", repository = "1" })) : can(regex("^[1-9][0-9]*$", id))])
    error_message = "Both IDs must be numbers."
  }

  validation {
    condition     = var.github_repository_ids == null || var.github_repository != null
    error_message = "github_repository_ids requires github_repository."
  }
}

variable "main_branch" {
  description = "Branch whose workflows may push images."
  type        = string
  default     = "main"

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9._/-]*$", var.main_branch))
    error_message = "The branch must be the name of one branch, without a wildcard."
  }
}

variable "oidc_provider_arn" {
  description = "ARN of the GitHub OIDC provider (token.actions.githubusercontent.com) in the account. Required with `github_repository`."
  type        = string
  default     = null

  validation {
    condition     = var.github_repository == null || can(regex("^arn:[a-z-]+:iam::[0-9]{12}:oidc-provider/token\\.actions\\.githubusercontent\\.com$", var.oidc_provider_arn))
    error_message = "The provider must be given as the ARN of the OIDC provider token.actions.githubusercontent.com."
  }
}

variable "environments" {
  description = "Environments, keyed by name: compute mode, and the GitHub environments whose jobs may deploy images, roll them back and apply Terraform. They default to the name of the environment, and to `ENV-rollback` for rollbacks. The protection rules of a GitHub environment control the approval; a rollback must not wait for one."
  type = map(object({
    compute_mode                = optional(string, "fargate")
    deploy_github_environment   = optional(string)
    rollback_github_environment = optional(string)
    apply_github_environment    = optional(string)
  }))

  validation {
    condition     = length(var.environments) > 0 && alltrue([for name in keys(var.environments) : can(regex("^[a-z][a-z0-9]{1,7}$", name))])
    error_message = "Define at least one environment. Each name must be 2 to 8 lowercase letters and digits, and must start with a letter."
  }

  validation {
    condition     = !contains(keys(var.environments), "pipeline")
    error_message = "An environment must not be named pipeline, because its apply role could change the pipeline roles."
  }

  validation {
    condition     = alltrue([for environment in values(var.environments) : contains(["fargate", "lambda"], environment.compute_mode)])
    error_message = "The compute mode must be fargate or lambda."
  }

  validation {
    condition = alltrue([
      for name in flatten([for environment in values(var.environments) : [environment.deploy_github_environment, environment.rollback_github_environment, environment.apply_github_environment]]) :
      name == null || can(regex("^[A-Za-z0-9][A-Za-z0-9._-]*$", name))
    ])
    error_message = "A GitHub environment must be an exact name, without a wildcard."
  }

  validation {
    condition = alltrue([
      for name, environment in var.environments :
      !contains([coalesce(environment.deploy_github_environment, name), coalesce(environment.apply_github_environment, name)], coalesce(environment.rollback_github_environment, "${name}-rollback"))
    ])
    error_message = "The GitHub environment of rollbacks must be one of its own, because its jobs must not wait for the reviewers of deployments."
  }
}

variable "services" {
  description = "Names of the services that the pipeline deploys."
  type        = set(string)
  default     = ["issuer", "verifier"]

  validation {
    condition     = length(var.services) > 0 && alltrue([for service in var.services : can(regex("^[a-z][a-z0-9-]*$", service))])
    error_message = "Define at least one service. Each service name must be lowercase letters, digits and hyphens, and must start with a letter."
  }
}

variable "enable_push" {
  description = "Whether to create the role that pushes images. False in accounts whose repositories are in another account."
  type        = bool
  default     = true
}

variable "repository_arns" {
  description = "ARNs of the ECR repositories, keyed by service. They may be in another account, whose repository policies must allow this one to pull."
  type        = map(string)

  validation {
    condition     = alltrue([for arn in values(var.repository_arns) : can(regex("^arn:[a-z-]+:ecr:[a-z0-9-]+:[0-9]{12}:repository/[a-z0-9/._-]+$", arn))])
    error_message = "Each value must be the ARN of one ECR repository, without a wildcard."
  }

  validation {
    condition     = length(setsubtract(var.services, keys(var.repository_arns))) == 0
    error_message = "Each service requires a repository."
  }
}

variable "state" {
  description = "Terraform state: the S3 bucket, the DynamoDB lock table, the optional KMS key, and the key prefix of the workspaces in the bucket. `kms_key` is an object, so that a plan knows whether there is a key before its ARN is known."
  type = object({
    bucket_arn           = string
    lock_table_arn       = string
    kms_key              = optional(object({ arn = string }))
    workspace_key_prefix = optional(string, "env:")
  })

  validation {
    condition     = can(regex("^arn:[a-z-]+:s3:::[a-z0-9.-]+$", var.state.bucket_arn))
    error_message = "bucket_arn must be the ARN of one S3 bucket, without a wildcard."
  }

  validation {
    condition     = can(regex("^arn:[a-z-]+:dynamodb:[a-z0-9-]+:[0-9]{12}:table/[a-zA-Z0-9_.-]+$", var.state.lock_table_arn))
    error_message = "lock_table_arn must be the ARN of one DynamoDB table, without a wildcard."
  }

  validation {
    condition     = var.state.kms_key == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[a-zA-Z0-9-]+$", var.state.kms_key.arn))
    error_message = "kms_key.arn must be the ARN of one KMS key, without a wildcard."
  }
}

variable "tags" {
  description = "Tags of every resource that can have some, in addition to `default_tags` of the provider."
  type        = map(string)
  default     = {}
}
