# How much is spent on keeping, protecting and watching.

variable "vpc_cidr" {
  description = "IPv4 range of the VPC."
  type        = string
  default     = "10.0.0.0/16"
}

variable "availability_zones" {
  description = "In how many availability zones the services run."
  type        = number
  default     = 2
}

variable "enable_nat_gateway" {
  description = "Lets the verifier reach issuers over IPv4; without it, it reaches those that have an IPv6 address."
  type        = bool
  default     = false
}

variable "deletion_protection" {
  description = "Refuses to delete tables and the load balancer."
  type        = bool
  default     = true
}

variable "point_in_time_recovery_days" {
  description = "Days back to any second of which the tables can be restored; 0 switches that off."
  type        = number
  default     = 35
}

variable "secret_recovery_window_days" {
  description = "Days for which a deleted secret can be had back; 0 deletes at once."
  type        = number
  default     = 30
}

variable "create_kms_keys" {
  description = "KMS keys of one's own for tables, logs and alarms, besides that of the secrets, which there always is."
  type        = bool
  default     = true
}

variable "key_administrators" {
  description = "Roles of this account, by name or pattern, that may read and rotate signing keys by hand. One of them makes the first keys."
  type        = list(string)
  default     = []
}

variable "key_rotation" {
  description = "Makes the first signing keys and rotates those that are due: how old a key is then, for how many days it stays published (by service: receipts have no end), and how often functions look. Null: by hand."
  type = object({
    rotate_after_days = optional(number, 90)
    keep_days         = optional(map(number), { verifier = 3650 })
    schedule          = optional(string, "rate(1 hour)")
  })
  default = {}
}

variable "log_retention_days" {
  description = "Days for which logs are kept."
  type        = number
  default     = 365
}

variable "notification_emails" {
  description = "Who is written to by alarms."
  type        = set(string)
  default     = []
}

variable "monthly_budget_usd" {
  description = "Says when the account's costs of a month come near this; off unless given."
  type        = number
  default     = null
}

variable "alarm_thresholds" {
  description = "When alarms speak, where another figure than the module observability's is wanted."
  type        = map(number)
  default     = {}
}

variable "metrics_interval_seconds" {
  description = "Every how many seconds a service writes its metrics for CloudWatch."
  type        = number
  default     = 60

  validation {
    condition     = var.metrics_interval_seconds >= 1 && var.metrics_interval_seconds <= 60 && floor(var.metrics_interval_seconds) == var.metrics_interval_seconds
    error_message = "Metrics are written every 1 to 60 whole seconds: alarms look at minutes."
  }
}
