variable "name" {
  description = "Prefix of every role's name, like `zk-income-dev`."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name))
    error_message = "The name has 3 to 32 of a-z, 0-9 and -, starts with a letter and does not end with a dash."
  }
}

variable "services" {
  description = "The services that get roles. Each has a policy of its own in `policies/`."
  type        = set(string)
  default     = ["issuer", "verifier"]

  validation {
    condition     = length(var.services) > 0 && length(setsubtract(var.services, ["issuer", "verifier"])) == 0
    error_message = "The services are issuer, verifier or both: a service without a policy in this module can have no role."
  }
}

variable "compute_mode" {
  description = "`fargate` makes task and execution roles, `lambda` makes function roles."
  type        = string
  default     = "fargate"

  validation {
    condition     = contains(["fargate", "lambda"], var.compute_mode)
    error_message = "The compute mode is fargate or lambda."
  }
}

variable "table_arns" {
  description = "ARNs of the tables by their logical names, like `Nonces`."
  type        = map(string)

  validation {
    condition     = alltrue([for arn in values(var.table_arns) : can(regex("^arn:[a-z-]+:dynamodb:[a-z0-9-]+:[0-9]{12}:table/[a-zA-Z0-9_.-]+$", arn))])
    error_message = "Each is the ARN of exactly one DynamoDB table, without a wildcard."
  }
}

variable "secret_arns" {
  description = "ARNs of the secrets with the signing keys, by service."
  type        = map(string)

  validation {
    condition     = alltrue([for arn in values(var.secret_arns) : can(regex("^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[a-zA-Z0-9/_+=.@-]+$", arn))])
    error_message = "Each is the ARN of exactly one secret of Secrets Manager, without a wildcard."
  }

  validation {
    condition     = length(setsubtract(var.services, keys(var.secret_arns))) == 0
    error_message = "Every service needs a secret."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the secrets."
  type        = string

  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[a-zA-Z0-9-]+$", var.kms_key_arn))
    error_message = "The ARN of exactly one KMS key: not of an alias, and without a wildcard."
  }
}

variable "repository_arns" {
  description = "ARNs of the ECR repositories by service. Used in mode `fargate` only: Lambda pulls by the repository's own policy."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for arn in values(var.repository_arns) : can(regex("^arn:[a-z-]+:ecr:[a-z0-9-]+:[0-9]{12}:repository/[a-z0-9/._-]+$", arn))])
    error_message = "Each is the ARN of exactly one ECR repository, without a wildcard."
  }

  validation {
    condition     = var.compute_mode != "fargate" || length(setsubtract(var.services, keys(var.repository_arns))) == 0
    error_message = "In mode fargate every service needs a repository."
  }
}

variable "log_group_arns" {
  description = "ARNs of the log groups by service, without `:*` at the end."
  type        = map(string)

  validation {
    condition     = alltrue([for arn in values(var.log_group_arns) : can(regex("^arn:[a-z-]+:logs:[a-z0-9-]+:[0-9]{12}:log-group:[a-zA-Z0-9_/.#-]+$", arn))])
    error_message = "Each is the ARN of exactly one log group, without a wildcard."
  }

  validation {
    condition     = length(setsubtract(var.services, keys(var.log_group_arns))) == 0
    error_message = "Every service needs a log group."
  }
}

variable "functions_in_vpc" {
  description = "Whether the functions run in the VPC: then Lambda itself needs network interfaces through their roles, which the functions' own code is denied."
  type        = bool
  default     = false
}

variable "rotation" {
  description = "Makes the role of the function that rotates the signing keys, which writes to this log group. Null: there is no such function."
  type        = object({ log_group_arn = string })
  default     = null

  validation {
    condition     = var.rotation == null || can(regex("^arn:[a-z-]+:logs:[a-z0-9-]+:[0-9]{12}:log-group:[a-zA-Z0-9_/.#-]+$", var.rotation.log_group_arn))
    error_message = "The log group is the ARN of exactly one, without a wildcard."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds every role, made by the bootstrap: what the apply role may create is never more than this. Null: no boundary."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null || can(regex("^arn:[a-z-]+:iam::[0-9]{12}:policy/[a-zA-Z0-9+=,.@_/-]+$", var.permissions_boundary_arn))
    error_message = "The ARN of a managed policy."
  }
}
