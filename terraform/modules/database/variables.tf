variable "name" {
  description = "Name prefix of the tables. A hyphen separates it from the logical name of a table."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.name))
    error_message = "The name must be 2 to 31 lowercase letters, digits and hyphens, and must start with a letter."
  }
}

variable "tables" {
  description = "Tables to create, keyed by logical name. Null means the tables of the application in `tables.json`, generated from `libs/persistence/src/tables.ts`."
  type = map(object({
    partition_key = object({ name = string, type = string })
    sort_key      = optional(object({ name = string, type = string }))
    ttl_attribute = optional(string)
  }))
  default = null

  validation {
    condition = alltrue([for table in values(coalesce(var.tables, {})) :
      contains(["S", "N", "B"], table.partition_key.type) && contains(["S", "N", "B"], try(table.sort_key.type, "S"))
    ])
    error_message = "The type of a key must be S, N or B."
  }
}

variable "enable_deletion_protection" {
  description = "Whether to protect the tables from deletion."
  type        = bool
  default     = true
}

variable "point_in_time_recovery_days" {
  description = "Recovery period of point-in-time recovery in days. 0 disables point-in-time recovery."
  type        = number
  default     = 35

  validation {
    condition     = var.point_in_time_recovery_days >= 0 && var.point_in_time_recovery_days <= 35 && floor(var.point_in_time_recovery_days) == var.point_in_time_recovery_days
    error_message = "The recovery period must be an integer from 1 to 35 days, or 0 to disable point-in-time recovery."
  }
}

variable "warm_throughput" {
  description = "Throughput that a table serves without a ramp-up, keyed by logical name, in units per second. A new on-demand table serves 12,000 reads and 4,000 writes. Pre-warming costs once per unit, and DynamoDB cannot reduce it."
  type        = map(object({ read_units_per_second = optional(number, 12000), write_units_per_second = optional(number, 4000) }))
  default     = {}

  validation {
    condition     = length(setsubtract(keys(var.warm_throughput), keys(local.tables))) == 0
    error_message = "warm_throughput must be keyed by the logical names of the tables."
  }

  validation {
    condition     = alltrue([for warm in values(var.warm_throughput) : warm.read_units_per_second >= 12000 && warm.write_units_per_second >= 4000])
    error_message = "A table has a warm throughput of at least 12000 read units and 4000 write units per second."
  }
}

variable "on_demand_throughput" {
  description = "Maximum throughput of each table in units per second, which limits costs. DynamoDB throttles requests above it. -1 means no maximum."
  type        = object({ max_read_request_units = optional(number, -1), max_write_request_units = optional(number, -1) })
  default     = null

  validation {
    condition     = var.on_demand_throughput == null || try(alltrue([for units in values(var.on_demand_throughput) : units == -1 || units >= 1]), false)
    error_message = "A maximum must be 1 or more, or -1 for none."
  }
}

variable "restore" {
  description = <<-TEXT
    Creates the tables as copies of other tables in this account and region, from their point-in-time recovery. It has no
    effect on existing tables. The role that applies it must be allowed to restore and to read and write items.

    - `source_prefix`: prefix of the source tables, like `zk-income-stage-`.
    - `date_time`: point in time in RFC 3339, like `2026-11-30T12:00:00Z`. Null means the latest one.
  TEXT
  type        = object({ source_prefix = string, date_time = optional(string) })
  default     = null

  validation {
    condition     = var.restore == null || try(var.restore.source_prefix != local.prefix, false)
    error_message = "The source tables must have another prefix than the tables to create."
  }

  validation {
    condition     = try(var.restore.date_time, null) == null || can(formatdate("YYYY", var.restore.date_time))
    error_message = "date_time must be in RFC 3339, like 2026-11-30T12:00:00Z."
  }
}

variable "create_kms_key" {
  description = "Whether to create a customer managed KMS key for the tables. If false, DynamoDB uses `kms_key_arn` or the AWS managed key."
  type        = bool
  default     = true
}

variable "kms_key_arn" {
  description = "ARN of an existing KMS key for the tables. Requires `create_kms_key = false`. The key policy must allow principals of this account to use the key through DynamoDB."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "The key must be given as the ARN of a KMS key."
  }

  validation {
    condition     = var.kms_key_arn == null || !var.create_kms_key
    error_message = "Set either create_kms_key or kms_key_arn, not both."
  }
}

variable "tags" {
  description = "Tags of every resource that can have some, in addition to `default_tags` of the provider."
  type        = map(string)
  default     = {}
}
