variable "name" {
  description = "Name prefix of the secrets. A slash separates it from the service name."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.name))
    error_message = "The name must be 2 to 31 lowercase letters, digits and hyphens, and must start with a letter."
  }
}

variable "services" {
  description = "Names of the services that sign. Each has its own secret."
  type        = set(string)
  default     = ["issuer", "verifier"]

  validation {
    condition     = length(var.services) > 0 && alltrue([for service in var.services : can(regex("^[a-z][a-z0-9-]{1,20}$", service))])
    error_message = "Define at least one service. Each service name must be 2 to 21 lowercase letters, digits and hyphens, and must start with a letter."
  }
}

variable "recovery_window_days" {
  description = "Recovery window of deleted secrets in days. 0 deletes them immediately, for disposable environments."
  type        = number
  default     = 30

  validation {
    condition     = var.recovery_window_days == 0 || (var.recovery_window_days >= 7 && var.recovery_window_days <= 30 && floor(var.recovery_window_days) == var.recovery_window_days)
    error_message = "The recovery window must be an integer from 7 to 30 days, or 0 to delete immediately."
  }
}

variable "reader_role_arns" {
  description = "ARNs of the roles that read the signing keys, keyed by service. The secret policy denies all other principals, whatever their IAM policies allow."
  type        = map(list(string))

  validation {
    condition     = alltrue([for service in var.services : length(lookup(var.reader_role_arns, service, [])) > 0])
    error_message = "Each service requires at least one role that reads its keys."
  }
}

variable "key_administrators" {
  description = "Names or name patterns of the roles in this account that may read and rotate keys with `npm run keys`. Without rotation, a key administrator creates the first key of a service."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for name in var.key_administrators : can(regex("^[A-Za-z0-9+=,.@_/*?-]{3,}$", name)) && can(regex("[A-Za-z0-9]{3}", name))])
    error_message = "An administrator must be a role name with its path. The wildcards * and ? are allowed, but the pattern must contain at least three consecutive letters or digits."
  }
}

variable "rotation" {
  description = <<-TEXT
    Lambda functions that rotate the signing keys, one per service. Null disables them: rotate keys with `npm run keys`.

    - `images`: image URIs, keyed by service.
    - `entry_point`, `commands` (keyed by service): override the entry point and the command of the image. By default the
      function runs the rotation handler with the Lambda runtime client.
    - `architecture`, `memory` (MiB), `timeout_seconds`: settings of the functions.
    - `rotate_after_days`: age in days at which a key is replaced.
    - `keep_days`: days that a retired key stays published, keyed by service. Must exceed the validity of everything that
      the key signed.
    - `schedule`: how often the functions check for due keys.
    - `log_retention_days`, `log_kms_key_arn`: settings of the log group.
  TEXT
  type = object({
    images             = map(string)
    entry_point        = optional(list(string))
    commands           = optional(map(list(string)), {})
    architecture       = optional(string, "x86_64")
    memory             = optional(number, 512)
    timeout_seconds    = optional(number, 60)
    rotate_after_days  = optional(number, 90)
    keep_days          = optional(map(number), {})
    schedule           = optional(string, "rate(1 hour)")
    log_retention_days = optional(number, 365)
    log_kms_key_arn    = optional(string)
  })
  default = null

  validation {
    condition     = var.rotation == null || length(setsubtract(var.services, keys(try(var.rotation.images, {})))) == 0
    error_message = "Each service requires an image for its rotation function."
  }

  validation {
    condition     = var.rotation == null || can(regex("^(rate|cron)\\(.+\\)$", var.rotation.schedule))
    error_message = "The schedule must be rate(...) or cron(...)."
  }

  validation {
    condition     = var.rotation == null || contains(["x86_64", "arm64"], try(var.rotation.architecture, ""))
    error_message = "The architecture must be x86_64 or arm64."
  }

  validation {
    condition     = var.rotation == null || try(var.rotation.timeout_seconds >= 10 && var.rotation.timeout_seconds <= 900, false)
    error_message = "The timeout must be between 10 and 900 seconds."
  }

  validation {
    condition = var.rotation == null || try(alltrue([for days in concat([var.rotation.rotate_after_days], values(var.rotation.keep_days)) :
      days >= 1 && days <= 3650 && floor(days) == days
    ]), false)
    error_message = "rotate_after_days and keep_days must be integers from 1 to 3650."
  }
}

variable "rotation_role_arn" {
  description = "ARN of the role of the rotation functions. A separate variable, because the policy of the role names their log group."
  type        = string
  default     = null

  validation {
    condition     = var.rotation == null || var.rotation_role_arn != null
    error_message = "Rotation requires rotation_role_arn."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the permissions boundary for the scheduler role. Null means no boundary."
  type        = string
  default     = null
}

variable "alarm_topic_arns" {
  description = "ARNs of the SNS topics that receive the rotation alarms."
  type        = list(string)
  default     = []
}

variable "tags" {
  description = "Tags of every resource that can have some, in addition to `default_tags` of the provider."
  type        = map(string)
  default     = {}
}
