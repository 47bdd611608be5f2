variable "name" {
  description = "Prefix of every role's name. An environment's resources have names that start with it, a dash and the environment: `zk-income-dev`."
  type        = string
  default     = "zk-income"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "The name has 3 to 24 of a-z, 0-9 and -, starts with a letter and does not end with a dash."
  }
}

variable "account_id" {
  description = "The AWS account of all environments named here."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "An account id has twelve digits."
  }
}

variable "region" {
  description = "The region of all environments named here."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "The name of a region, like eu-central-1."
  }
}

variable "partition" {
  description = "`aws`, or the partition of the region where it is another one."
  type        = string
  default     = "aws"

  validation {
    condition     = can(regex("^aws(-[a-z]+)*$", var.partition))
    error_message = "The partition is aws, aws-cn, aws-us-gov or one like these."
  }
}

variable "github_repository" {
  description = "The repository whose workflows may take the roles, like `owner/zk-income`."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+$", var.github_repository))
    error_message = "OWNER/NAME of exactly one repository, without a wildcard."
  }
}

variable "main_branch" {
  description = "The branch whose workflows may push images."
  type        = string
  default     = "main"

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9._/-]*$", var.main_branch))
    error_message = "The name of exactly one branch, without a wildcard."
  }
}

variable "oidc_provider_arn" {
  description = "ARN of the account's OIDC provider of GitHub Actions, token.actions.githubusercontent.com."
  type        = string

  validation {
    condition     = can(regex("^arn:[a-z-]+:iam::[0-9]{12}:oidc-provider/token\\.actions\\.githubusercontent\\.com$", var.oidc_provider_arn))
    error_message = "The ARN of the OIDC provider token.actions.githubusercontent.com."
  }
}

variable "environments" {
  description = "The environments by name, like `dev`: how they run, and the GitHub environments whose jobs may roll out images and apply Terraform (the environment's own name unless given). A GitHub environment's protection rules are what approves."
  type = map(object({
    compute_mode              = optional(string, "fargate")
    deploy_github_environment = optional(string)
    apply_github_environment  = optional(string)
  }))

  validation {
    condition     = length(var.environments) > 0 && alltrue([for name in keys(var.environments) : can(regex("^[a-z][a-z0-9]{1,7}$", name))])
    error_message = "The environments are one or more names of 2 to 8 of a-z and 0-9 that start with a letter."
  }

  validation {
    condition     = !contains(keys(var.environments), "pipeline")
    error_message = "No environment is called pipeline: its apply role could change the pipeline's own roles."
  }

  validation {
    condition     = alltrue([for environment in values(var.environments) : contains(["fargate", "lambda"], environment.compute_mode)])
    error_message = "The compute mode is fargate or lambda."
  }

  validation {
    condition = alltrue([
      for name in flatten([for environment in values(var.environments) : [environment.deploy_github_environment, environment.apply_github_environment]]) :
      name == null || can(regex("^[A-Za-z0-9][A-Za-z0-9._-]*$", name))
    ])
    error_message = "A GitHub environment is named exactly, without a wildcard."
  }
}

variable "services" {
  description = "The services that are rolled out."
  type        = set(string)
  default     = ["issuer", "verifier"]

  validation {
    condition     = length(var.services) > 0 && alltrue([for service in var.services : can(regex("^[a-z][a-z0-9-]*$", service))])
    error_message = "One or more services, named by a-z, 0-9 and -."
  }
}

variable "repository_arns" {
  description = "ARNs of the ECR repositories by service."
  type        = map(string)

  validation {
    condition     = alltrue([for arn in values(var.repository_arns) : can(regex("^arn:[a-z-]+:ecr:[a-z0-9-]+:[0-9]{12}:repository/[a-z0-9/._-]+$", arn))])
    error_message = "Each is the ARN of exactly one ECR repository, without a wildcard."
  }

  validation {
    condition     = length(setsubtract(var.services, keys(var.repository_arns))) == 0
    error_message = "Every service needs a repository."
  }
}

variable "state" {
  description = "Where Terraform's state is: the bucket, its KMS key where it has one, the lock table, and the prefix of workspaces in the bucket."
  type = object({
    bucket_arn           = string
    lock_table_arn       = string
    kms_key_arn          = optional(string)
    workspace_key_prefix = optional(string, "env:")
  })

  validation {
    condition     = can(regex("^arn:[a-z-]+:s3:::[a-z0-9.-]+$", var.state.bucket_arn))
    error_message = "The ARN of exactly one S3 bucket, without a wildcard."
  }

  validation {
    condition     = can(regex("^arn:[a-z-]+:dynamodb:[a-z0-9-]+:[0-9]{12}:table/[a-zA-Z0-9_.-]+$", var.state.lock_table_arn))
    error_message = "The ARN of exactly one DynamoDB table, without a wildcard."
  }

  validation {
    condition     = var.state.kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[a-zA-Z0-9-]+$", var.state.kms_key_arn))
    error_message = "The ARN of exactly one KMS key, without a wildcard."
  }
}
