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

variable "deletion_protection" {
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
