# Network, data protection, key rotation and monitoring.

variable "vpc_cidr" {
  description = "IPv4 CIDR block of the VPC."
  type        = string
  default     = "10.0.0.0/16"
}

variable "az_count" {
  description = "Number of Availability Zones in which the services run, from 2 to 4."
  type        = number
  default     = 2
}

variable "enable_nat_gateway" {
  description = "Whether to create NAT gateways for IPv4 egress. Without them the verifier reaches only issuers with an IPv6 address."
  type        = bool
  default     = false
}

variable "single_nat_gateway" {
  description = "Whether all Availability Zones share one NAT gateway. It costs less than one per zone, but IPv4 egress then depends on one zone."
  type        = bool
  default     = true
}

variable "interface_endpoints" {
  description = "AWS services that containers reach through interface endpoints. Null means all that they need (`ecr.api`, `ecr.dkr`, `logs`, `secretsmanager`) in mode `fargate`, and none in mode `lambda`, whose functions run outside the VPC. Containers reach services that are not in the set through NAT gateways."
  type        = set(string)
  default     = null

  validation {
    condition     = var.interface_endpoints == null || var.compute_mode == "lambda" || var.enable_nat_gateway || length(setsubtract(["ecr.api", "ecr.dkr", "logs", "secretsmanager"], coalesce(var.interface_endpoints, []))) == 0
    error_message = "Without NAT gateways, containers need the interface endpoints ecr.api, ecr.dkr, logs and secretsmanager."
  }
}

variable "single_zone_endpoints" {
  description = "Whether each interface endpoint is in one Availability Zone only. It costs less than in all zones, but the services of all zones then depend on that zone."
  type        = bool
  default     = false
}

variable "enable_deletion_protection" {
  description = "Whether to protect the tables and the load balancer from deletion."
  type        = bool
  default     = true
}

variable "point_in_time_recovery_days" {
  description = "Recovery period of point-in-time recovery in days, from 1 to 35. 0 disables point-in-time recovery."
  type        = number
  default     = 35
}

variable "table_warm_throughput" {
  description = "Throughput that a table serves without a ramp-up, keyed by logical name, in units per second. A new table serves 12,000 reads and 4,000 writes. Set it before a launch above 1,300 verifications per second: each needs three writes to `Nonces`."
  type        = map(object({ read_units_per_second = optional(number, 12000), write_units_per_second = optional(number, 4000) }))
  default     = {}
}

variable "table_maximum_throughput" {
  description = "Maximum throughput of each table in units per second, which limits costs. DynamoDB throttles requests above it. Null means the quota of the account."
  type        = object({ max_read_request_units = optional(number, -1), max_write_request_units = optional(number, -1) })
  default     = null
}

variable "restore_tables" {
  description = "Creates the tables as copies of other tables in this account and region, from their point-in-time recovery: prefix of the source tables and point in time (RFC 3339; null means the latest). It has no effect on existing tables."
  type        = object({ source_prefix = string, date_time = optional(string) })
  default     = null
}

variable "secret_recovery_window_days" {
  description = "Recovery window of deleted secrets in days, from 7 to 30. 0 deletes them immediately."
  type        = number
  default     = 30
}

variable "create_kms_keys" {
  description = "Whether to create customer managed KMS keys for tables, and for logs and alarms. The secrets always have one."
  type        = bool
  default     = true
}

variable "key_administrators" {
  description = "Names or name patterns of the roles in this account that may read and rotate signing keys with `npm run keys`. Without `key_rotation`, a key administrator creates the first keys."
  type        = list(string)
  default     = []
}

variable "key_rotation" {
  description = "Creates and rotates the signing keys: maximum age of a key in days, days that a retired key stays published (by service; the keys of receipts stay longest), and how often the functions check. Null disables it."
  type = object({
    rotate_after_days = optional(number, 90)
    keep_days         = optional(map(number), { verifier = 3650 })
    schedule          = optional(string, "rate(1 hour)")
  })
  default = {}
}

variable "log_retention_days" {
  description = "Retention of the log groups in days."
  type        = number
  default     = 365
}

variable "notification_emails" {
  description = "E-mail addresses that receive all alarms. Each recipient must confirm the subscription. Without addresses and `alarm_topic_arns`, every plan warns that alarms reach nobody."
  type        = set(string)
  default     = []
}

variable "alarm_topic_arns" {
  description = "ARNs of existing SNS topics that receive all alarms in addition to the topic of the environment, for example of a paging or chat service. The policy of each topic must allow CloudWatch to publish."
  type        = set(string)
  default     = []
}

variable "monthly_budget_usd" {
  description = "Monthly budget of the account in USD. The alarm topic is notified when costs approach it. Null disables the budget."
  type        = number
  default     = null
}

variable "enable_budget_by_environment" {
  description = "Whether the budget counts only costs with the tag `Environment` of this environment, instead of all costs of the account. Activate the cost allocation tag `Environment` in the billing console first: until then such a budget sees no costs."
  type        = bool
  default     = false
}

variable "alarm_thresholds" {
  description = "Alarm thresholds that override the defaults of the module `observability`, keyed by threshold."
  type        = map(number)
  default     = {}
}

variable "enable_container_insights" {
  description = "Whether the ECS cluster has Container Insights. Without it there is no alarm on missing tasks, and `no-healthy-host` remains."
  type        = bool
  default     = true
}

variable "metrics_interval_seconds" {
  description = "Interval in seconds at which the services write their metrics to the log."
  type        = number
  default     = 60

  validation {
    condition     = var.metrics_interval_seconds >= 1 && var.metrics_interval_seconds <= 60 && floor(var.metrics_interval_seconds) == var.metrics_interval_seconds
    error_message = "metrics_interval_seconds must be an integer from 1 to 60, because alarms evaluate periods of one minute."
  }
}
