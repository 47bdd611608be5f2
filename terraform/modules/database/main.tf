# The tables that libs/persistence/src/tables.ts defines: on-demand capacity, no indexes.

locals {
  prefix = "${var.name}-"

  # A table in tables.json omits optional keys. A table in var.tables has them as null.
  default_tables = { for logical, table in jsondecode(file("${path.module}/tables.json")) : logical => {
    partition_key = table.partition_key
    sort_key      = try(table.sort_key, null)
    ttl_attribute = try(table.ttl_attribute, null)
  } if var.tables == null }
  tables = merge(local.default_tables, coalesce(var.tables, {}))

  kms_key_arn = var.create_kms_key ? aws_kms_key.this[0].arn : var.kms_key_arn
}

resource "aws_dynamodb_table" "this" {
  for_each = local.tables

  name         = "${local.prefix}${each.key}"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = each.value.partition_key.name
  range_key    = try(each.value.sort_key.name, null)

  deletion_protection_enabled = var.enable_deletion_protection

  restore_source_name    = var.restore == null ? null : "${var.restore.source_prefix}${each.key}"
  restore_date_time      = try(var.restore.date_time, null)
  restore_to_latest_time = var.restore == null ? null : var.restore.date_time == null

  dynamic "warm_throughput" {
    for_each = contains(keys(var.warm_throughput), each.key) ? [var.warm_throughput[each.key]] : []

    content {
      read_units_per_second  = warm_throughput.value.read_units_per_second
      write_units_per_second = warm_throughput.value.write_units_per_second
    }
  }

  dynamic "on_demand_throughput" {
    for_each = var.on_demand_throughput[*]

    content {
      max_read_request_units  = on_demand_throughput.value.max_read_request_units
      max_write_request_units = on_demand_throughput.value.max_write_request_units
    }
  }

  dynamic "attribute" {
    for_each = [for key in [each.value.partition_key, each.value.sort_key] : key if key != null]

    content {
      name = attribute.value.name
      type = attribute.value.type
    }
  }

  dynamic "ttl" {
    for_each = each.value.ttl_attribute == null ? [] : [each.value.ttl_attribute]

    content {
      attribute_name = ttl.value
      enabled        = true
    }
  }

  point_in_time_recovery {
    enabled                 = var.point_in_time_recovery_days > 0
    recovery_period_in_days = var.point_in_time_recovery_days > 0 ? var.point_in_time_recovery_days : null
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = local.kms_key_arn
  }

  tags = var.tags

  # The source matters only to the creation. Without this, removing `restore` would replace the tables.
  lifecycle {
    ignore_changes = [restore_source_name, restore_date_time, restore_to_latest_time]
  }
}
