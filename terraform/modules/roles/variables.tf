variable "name" {
  description = "Name prefix of the roles, like `zk-income-dev`."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name))
    error_message = "The name must be 3 to 32 lowercase letters, digits and hyphens, must start with a letter and must not end with a hyphen."
  }
}

variable "services" {
  description = "Names of the services that need roles. Each service has its own policy in `policies/`."
  type        = set(string)
  default     = ["issuer", "verifier"]

  validation {
    condition     = length(var.services) > 0 && length(setsubtract(var.services, ["issuer", "verifier"])) == 0
    error_message = "The services must be issuer, verifier or both, because only these have a policy in this module."
  }
}

variable "compute_mode" {
  description = "Compute mode: `fargate` creates task and execution roles, `lambda` creates function roles."
  type        = string
  default     = "fargate"

  validation {
    condition     = contains(["fargate", "lambda"], var.compute_mode)
    error_message = "The compute mode must be fargate or lambda."
  }
}

variable "table_arns" {
  description = "ARNs of the tables, keyed by logical name, like `Nonces`."
  type        = map(string)

  validation {
    condition     = alltrue([for arn in values(var.table_arns) : can(regex("^arn:[a-z-]+:dynamodb:[a-z0-9-]+:[0-9]{12}:table/[a-zA-Z0-9_.-]+$", arn))])
    error_message = "Each value must be the ARN of one DynamoDB table, without a wildcard."
  }
}

variable "secret_arns" {
  description = "ARNs of the secrets with the signing keys, keyed by service."
  type        = map(string)

  validation {
    condition     = alltrue([for arn in values(var.secret_arns) : can(regex("^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[a-zA-Z0-9/_+=.@-]+$", arn))])
    error_message = "Each value must be the ARN of one Secrets Manager secret, without a wildcard."
  }

  validation {
    condition     = length(setsubtract(var.services, keys(var.secret_arns))) == 0
    error_message = "Each service requires a secret."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the secrets."
  type        = string

  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[a-zA-Z0-9-]+$", var.kms_key_arn))
    error_message = "The key must be given as the ARN of one KMS key, not of an alias, and without a wildcard."
  }
}

variable "repository_arns" {
  description = "ARNs of the ECR repositories, keyed by service. Required in mode `fargate`. In mode `lambda` the repository policy allows the pull."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for arn in values(var.repository_arns) : can(regex("^arn:[a-z-]+:ecr:[a-z0-9-]+:[0-9]{12}:repository/[a-z0-9/._-]+$", arn))])
    error_message = "Each value must be the ARN of one ECR repository, without a wildcard."
  }

  validation {
    condition     = var.compute_mode != "fargate" || length(setsubtract(var.services, keys(var.repository_arns))) == 0
    error_message = "Mode fargate requires a repository for each service."
  }
}

variable "log_group_arns" {
  description = "ARNs of the log groups, keyed by service, without the suffix `:*`."
  type        = map(string)

  validation {
    condition     = alltrue([for arn in values(var.log_group_arns) : can(regex("^arn:[a-z-]+:logs:[a-z0-9-]+:[0-9]{12}:log-group:[a-zA-Z0-9_/.#-]+$", arn))])
    error_message = "Each value must be the ARN of one log group, without a wildcard."
  }

  validation {
    condition     = length(setsubtract(var.services, keys(var.log_group_arns))) == 0
    error_message = "Each service requires a log group."
  }
}

variable "enable_functions_in_vpc" {
  description = "Whether the functions run in the VPC. Lambda then needs network interface permissions in the function roles. The policy denies them to the function code."
  type        = bool
  default     = false
}

variable "rotation" {
  description = "Creates the role of the rotation functions, which write to the given log group. Null disables it."
  type        = object({ log_group_arn = string })
  default     = null

  validation {
    condition     = var.rotation == null || can(regex("^arn:[a-z-]+:logs:[a-z0-9-]+:[0-9]{12}:log-group:[a-zA-Z0-9_/.#-]+$", var.rotation.log_group_arn))
    error_message = "The log group must be given as the ARN of one log group, without a wildcard."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the permissions boundary for all roles. The bootstrap creates it, and the apply role cannot create a role without it. Null means no boundary."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null || can(regex("^arn:[a-z-]+:iam::[0-9]{12}:policy/[a-zA-Z0-9+=,.@_/-]+$", var.permissions_boundary_arn))
    error_message = "The permissions boundary must be given as the ARN of an IAM policy."
  }
}

variable "tags" {
  description = "Tags of every resource that can have some, in addition to `default_tags` of the provider."
  type        = map(string)
  default     = {}
}
