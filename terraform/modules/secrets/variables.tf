variable "name" {
  description = "Comes before the name of every secret, with a slash between."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.name))
    error_message = "The name is 2 to 31 lower-case letters, digits and hyphens, and begins with a letter."
  }
}

variable "services" {
  description = "Services that sign, each with a key and a secret of its own."
  type        = set(string)
  default     = ["issuer", "verifier"]

  validation {
    condition     = length(var.services) > 0 && alltrue([for service in var.services : can(regex("^[a-z][a-z0-9-]{1,20}$", service))])
    error_message = "There is at least one service, and each is 2 to 21 lower-case letters, digits and hyphens."
  }
}

variable "recovery_window_days" {
  description = "Days for which a deleted secret can be had back; 0 deletes at once, for environments that come and go."
  type        = number
  default     = 30

  validation {
    condition     = var.recovery_window_days == 0 || (var.recovery_window_days >= 7 && var.recovery_window_days <= 30 && floor(var.recovery_window_days) == var.recovery_window_days)
    error_message = "A deleted secret can be had back for 7 to 30 whole days, or not at all (0)."
  }
}

variable "reader_role_arns" {
  description = "ARNs of the roles that a service reads its keys with, by service. Everybody else is refused, whatever their own policy says."
  type        = map(list(string))

  validation {
    condition     = alltrue([for service in var.services : length(lookup(var.reader_role_arns, service, [])) > 0])
    error_message = "Every service has at least one role that reads its keys."
  }
}

variable "key_administrators" {
  description = "Roles of this account, by name or pattern, that may read and rotate keys by hand: `npm run keys`. Where nothing rotates by itself, one of them makes the first key of a service."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for name in var.key_administrators : can(regex("^[A-Za-z0-9+=,.@_/*?-]{3,}$", name)) && can(regex("[A-Za-z0-9]{3}", name))])
    error_message = "An administrator is the name of a role, with its path, in which * and ? stand for what varies; not a pattern that everybody matches."
  }
}

variable "rotation" {
  description = <<-TEXT
    The functions that rotate keys which are due, one for each service, from the services' images; null: keys are rotated
    by hand.

    - `images`: by service.
    - `entry_point`, `commands` (by service): what of the image is run; its own entry point, with AWS's runtime client
      and the handler that rotates, unless given.
    - `rotate_after_days`: how old a key is when it is replaced. `keep_days`: for how long it stays published then,
      longer than anything that it signed is valid.
    - `schedule`: how often they look whether something is due.
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
    error_message = "Every service has an image that rotates its keys."
  }

  validation {
    condition     = var.rotation == null || can(regex("^(rate|cron)\\(.+\\)$", var.rotation.schedule))
    error_message = "The schedule is rate(…) or cron(…)."
  }

  validation {
    condition     = var.rotation == null || contains(["x86_64", "arm64"], try(var.rotation.architecture, ""))
    error_message = "The architecture is x86_64 or arm64."
  }

  validation {
    condition     = var.rotation == null || try(var.rotation.timeout_seconds >= 10 && var.rotation.timeout_seconds <= 900, false)
    error_message = "A function has 10 to 900 seconds."
  }

  validation {
    condition = var.rotation == null || try(alltrue([for days in concat([var.rotation.rotate_after_days], values(var.rotation.keep_days)) :
      days >= 1 && days <= 3650 && floor(days) == days
    ]), false)
    error_message = "Keys are replaced after, and kept for, 1 to 3650 whole days."
  }
}

variable "rotation_role_arn" {
  description = "ARN of the role of these functions. Apart from `rotation`, because the role's policy names the functions' log group."
  type        = string
  default     = null

  validation {
    condition     = var.rotation == null || var.rotation_role_arn != null
    error_message = "The functions that rotate need a role (rotation_role_arn)."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds the scheduler's role; none unless given."
  type        = string
  default     = null
}

variable "alarm_topic_arns" {
  description = "SNS topics that are told when a rotation fails or does not run."
  type        = list(string)
  default     = []
}
