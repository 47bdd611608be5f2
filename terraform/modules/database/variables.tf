variable "name" {
  description = "Comes before the name of every table, with a hyphen between: the application's TABLE_PREFIX."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.name))
    error_message = "The name is 2 to 31 lower-case letters, digits and hyphens, and begins with a letter."
  }
}

variable "tables" {
  description = "Tables by logical name; those of the application (tables.json, made from libs/persistence/src/tables.ts) unless given."
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
    error_message = "The type of a key is S, N or B."
  }
}

variable "deletion_protection" {
  description = "Refuses to delete a table, whoever asks: on wherever data is of use."
  type        = bool
  default     = true
}

variable "point_in_time_recovery_days" {
  description = "Days back to any second of which a table can be restored; 0 switches that off."
  type        = number
  default     = 35

  validation {
    condition     = var.point_in_time_recovery_days >= 0 && var.point_in_time_recovery_days <= 35 && floor(var.point_in_time_recovery_days) == var.point_in_time_recovery_days
    error_message = "Point-in-time recovery reaches 1 to 35 whole days back, or is off (0)."
  }
}

variable "create_kms_key" {
  description = "Makes a KMS key for the tables, which can be cut off from them; AWS's own key for DynamoDB otherwise."
  type        = bool
  default     = true
}

variable "kms_key_arn" {
  description = "A KMS key that is there already, in place of one made here. Its policy must let DynamoDB use it for the callers of this account."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "The key is the ARN of a KMS key."
  }

  validation {
    condition     = var.kms_key_arn == null || !var.create_kms_key
    error_message = "Either a key is made (create_kms_key) or one is given (kms_key_arn), not both."
  }
}
