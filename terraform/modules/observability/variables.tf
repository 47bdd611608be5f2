variable "name" {
  description = "Comes before the name of everything made here; the namespace of the metrics taken from the log."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.name))
    error_message = "The name is 2 to 31 lower-case letters, digits and hyphens, and begins with a letter."
  }
}

variable "services" {
  description = "Services that write a log."
  type        = set(string)
  default     = ["issuer", "verifier"]

  validation {
    condition     = length(var.services) > 0 && alltrue([for service in var.services : can(regex("^[a-z][a-z0-9-]{1,20}$", service))])
    error_message = "There is at least one service, and each is 2 to 21 lower-case letters, digits and hyphens."
  }
}

variable "retention_days" {
  description = "Days for which a log is kept."
  type        = number
  default     = 365

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.retention_days)
    error_message = "CloudWatch keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days."
  }
}

variable "create_kms_key" {
  description = "Makes a KMS key for logs and alarms, which can be cut off from them; logs are encrypted by CloudWatch's own key otherwise, and alarms not at all."
  type        = bool
  default     = true
}

variable "notification_emails" {
  description = "Who is written to by every alarm, once they have confirmed it."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for email in var.notification_emails : can(regex("^[^@ ]+@[^@ ]+\\.[^@ ]+$", email))])
    error_message = "Each is an e-mail address."
  }
}

variable "metrics_namespace" {
  description = "Namespace of the metrics that the services write in the embedded metric format, with the dimension `service`."
  type        = string
  default     = "zk-income"
}

variable "api_ids" {
  description = "ID of the HTTP API of a service."
  type        = map(string)
  default     = {}
}

variable "load_balancer" {
  description = "The load balancer before the services and their target groups, as CloudWatch names them; none where the services are functions."
  type = object({
    arn_suffix                = string
    target_group_arn_suffixes = map(string)
  })
  default = null
}

variable "cluster" {
  description = "The ECS cluster and the services in it; none where the services are functions."
  type = object({
    name          = string
    service_names = map(string)
  })
  default = null
}

variable "function_names" {
  description = "Name of the Lambda function of a service; none where the services are containers."
  type        = map(string)
  default     = {}
}

variable "function_timeout_seconds" {
  description = "After how long a function of a service is ended: an alarm says when it comes near."
  type        = number
  default     = 30
}

variable "table_names" {
  description = "Name of a table by its logical name."
  type        = map(string)
  default     = {}
}

variable "thresholds" {
  description = "When an alarm says something."
  type = object({
    server_error_percent       = optional(number, 1)
    client_errors_per_minute   = optional(number, 600)
    latency_p99_ms             = optional(number, 1000)
    slow_request_ms            = optional(number, 1000)
    slow_requests_per_minute   = optional(number, 60)
    unauthorized_per_minute    = optional(number, 60)
    throttled_calls_per_minute = optional(number, 10)
    refused_percent            = optional(number, 50)
    proofs_waiting             = optional(number, 256)
    key_age_days               = optional(number, 100)
    event_loop_lag_seconds     = optional(number, 0.2)
    store_errors_per_minute    = optional(number, 60)
    cpu_percent                = optional(number, 90)
    memory_percent             = optional(number, 85)
    function_duration_percent  = optional(number, 80)
  })
  default = {}

  validation {
    condition     = alltrue([for threshold in values(var.thresholds) : threshold > 0])
    error_message = "Every threshold is above 0."
  }

  validation {
    condition = alltrue([for percent in [
      var.thresholds.server_error_percent, var.thresholds.refused_percent, var.thresholds.cpu_percent,
      var.thresholds.memory_percent, var.thresholds.function_duration_percent,
    ] : percent <= 100])
    error_message = "A percentage is at most 100."
  }
}

variable "monthly_budget_usd" {
  description = "Says when the account's costs of a month pass 80 % of this, or are going to pass it; off unless given."
  type        = number
  default     = null

  validation {
    condition     = var.monthly_budget_usd == null || try(var.monthly_budget_usd > 0, false)
    error_message = "The budget is above 0."
  }
}
