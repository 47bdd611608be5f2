variable "name" {
  description = "Name prefix of all resources in this module, and the namespace of the metrics from log lines."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.name))
    error_message = "The name must be 2 to 31 lowercase letters, digits and hyphens, and must start with a letter."
  }
}

variable "services" {
  description = "Names of the services that write logs."
  type        = set(string)
  default     = ["issuer", "verifier"]

  validation {
    condition     = length(var.services) > 0 && alltrue([for service in var.services : can(regex("^[a-z][a-z0-9-]{1,20}$", service))])
    error_message = "Define at least one service. Each service name must be 2 to 21 lowercase letters, digits and hyphens, and must start with a letter."
  }
}

variable "retention_days" {
  description = "Retention of the log groups in days."
  type        = number
  default     = 365

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.retention_days)
    error_message = "The retention must be 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days, the periods that CloudWatch Logs supports."
  }
}

variable "create_kms_key" {
  description = "Whether to create a customer managed KMS key for logs and alarm notifications. If false, CloudWatch Logs uses its service key and the SNS topic is not encrypted."
  type        = bool
  default     = true
}

variable "notification_emails" {
  description = "E-mail addresses that receive all alarms. Each recipient must confirm the subscription."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for email in var.notification_emails : can(regex("^[^@ ]+@[^@ ]+\\.[^@ ]+$", email))])
    error_message = "Each value must be an e-mail address."
  }
}

variable "alarm_topic_arns" {
  description = "ARNs of existing SNS topics that receive all alarms in addition to the topic of this module. The policy of each topic must allow CloudWatch to publish."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.alarm_topic_arns : can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$", arn))])
    error_message = "Each topic must be given as the ARN of an SNS topic."
  }
}

variable "metrics_namespace" {
  description = "Namespace of the metrics that the services write in the embedded metric format, with the dimension `service`."
  type        = string
  default     = "zk-income"
}

variable "api_ids" {
  description = "IDs of the HTTP APIs, keyed by service."
  type        = map(string)
  default     = {}
}

variable "load_balancer" {
  description = "ARN suffixes of the load balancer and of the target groups by service, for CloudWatch dimensions. Null in mode `lambda`."
  type = object({
    arn_suffix                = string
    target_group_arn_suffixes = map(string)
  })
  default = null
}

variable "cluster" {
  description = "Name of the ECS cluster, names of the ECS services by service, and whether the cluster has Container Insights. Null in mode `lambda`."
  type = object({
    name               = string
    service_names      = map(string)
    container_insights = optional(bool, true)
  })
  default = null
}

variable "function_names" {
  description = "Names of the Lambda functions, keyed by service. Empty in mode `fargate`."
  type        = map(string)
  default     = {}
}

variable "function_timeout_seconds" {
  description = "Timeout of the functions in seconds. An alarm fires when the p99 duration comes close to it."
  type        = number
  default     = 30
}

variable "table_names" {
  description = "Names of the tables, keyed by logical name."
  type        = map(string)
  default     = {}
}

variable "thresholds" {
  description = "Alarm thresholds. The suffix of each name is its unit."
  type = object({
    slo_availability_percent   = optional(number, 99.9)
    slo_min_errors             = optional(number, 5)
    deployment_error_percent   = optional(number, 5)
    store_slow_percent         = optional(number, 1)
    verify_slow_percent        = optional(number, 1)
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
    error_message = "Each threshold must be above 0."
  }

  validation {
    condition = alltrue([for percent in [
      var.thresholds.deployment_error_percent, var.thresholds.store_slow_percent, var.thresholds.verify_slow_percent,
      var.thresholds.refused_percent, var.thresholds.cpu_percent, var.thresholds.memory_percent,
      var.thresholds.function_duration_percent,
    ] : percent <= 100])
    error_message = "A percentage must not exceed 100."
  }

  validation {
    # With a burn rate of 14.4, a threshold of 100 % would be reached at 93.1 %.
    condition     = var.thresholds.slo_availability_percent >= 95 && var.thresholds.slo_availability_percent < 100
    error_message = "slo_availability_percent must be at least 95 and below 100."
  }
}

variable "monthly_budget_usd" {
  description = "Monthly budget of the account in USD. Notifies the topic when actual costs exceed 80 % or forecast costs exceed 100 %. Null disables the budget."
  type        = number
  default     = null

  validation {
    condition     = var.monthly_budget_usd == null || try(var.monthly_budget_usd > 0, false)
    error_message = "The budget must be above 0."
  }
}

variable "budget_tag" {
  description = "Cost allocation tag that limits the budget to the costs of this environment. It must be active in the billing console. Null means all costs of the account."
  type        = object({ key = string, value = string })
  default     = null

  validation {
    condition     = var.budget_tag == null || try(length(var.budget_tag.key) > 0 && length(var.budget_tag.value) > 0, false)
    error_message = "The tag of the budget must have a key and a value."
  }
}

variable "tags" {
  description = "Tags of every resource that can have some, in addition to `default_tags` of the provider."
  type        = map(string)
  default     = {}
}
