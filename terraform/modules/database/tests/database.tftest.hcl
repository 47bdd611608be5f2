mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_region" {
    defaults = { region = "eu-central-1" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555" }
  }
}

variables {
  name = "zk-income-dev"
}

run "tables" {
  assert {
    condition = output.table_names == { for logical in ["ApiClients", "ClientBudgets", "IdempotencyKeys", "IssuedCredentials", "Listings", "Nonces", "Offers", "StatusLists", "WebhookDeliveries", "WebhookEndpoints"] :
      logical => "zk-income-dev-${logical}"
    }
    error_message = "The tables of the application must have the environment name as prefix."
  }
  assert {
    condition     = output.table_prefix == "zk-income-dev-"
    error_message = "The table prefix must be an output."
  }
  assert {
    condition     = toset(keys(output.table_arns)) == toset(keys(output.table_names))
    error_message = "Each table must have an ARN output."
  }
  assert {
    condition     = alltrue([for table in aws_dynamodb_table.this : table.billing_mode == "PAY_PER_REQUEST"])
    error_message = "Tables must use on-demand capacity."
  }
}

run "ttl" {
  command = plan

  assert {
    condition = alltrue([for logical in ["Nonces", "IdempotencyKeys", "ClientBudgets", "Offers", "Listings", "WebhookDeliveries"] :
      try(one(aws_dynamodb_table.this[logical].ttl).enabled && one(aws_dynamodb_table.this[logical].ttl).attribute_name == "ttl", false)
    ])
    error_message = "TTL must be enabled for nonces, idempotency keys, client budgets, offers, listings and deliveries of webhooks."
  }
  assert {
    condition     = alltrue([for logical in ["IssuedCredentials", "ApiClients", "StatusLists", "WebhookEndpoints"] : length(aws_dynamodb_table.this[logical].ttl) == 0])
    error_message = "No other table may have TTL enabled."
  }
}

run "keys" {
  command = plan

  assert {
    condition = { for logical, table in aws_dynamodb_table.this : logical => join(" ", compact([table.hash_key, table.range_key])) } == {
      ApiClients        = "keyHash"
      ClientBudgets     = "id"
      IdempotencyKeys   = "id"
      IssuedCredentials = "id"
      Listings          = "id item"
      Nonces            = "id"
      Offers            = "id"
      StatusLists       = "id entry"
      WebhookDeliveries = "shard position"
      WebhookEndpoints  = "owner"
    }
    error_message = "Tables must have the keys that the application uses."
  }
  assert {
    condition = alltrue([for table in aws_dynamodb_table.this :
      toset([for attribute in table.attribute : attribute.name]) == toset(compact([table.hash_key, table.range_key]))
    ])
    error_message = "Only key attributes may be declared, because DynamoDB rejects others."
  }
  assert {
    condition     = { for attribute in aws_dynamodb_table.this["StatusLists"].attribute : attribute.name => attribute.type } == { id = "S", entry = "N" }
    error_message = "The sort key of StatusLists must be a number."
  }
}

run "protection" {
  command = plan

  assert {
    condition     = alltrue([for table in aws_dynamodb_table.this : table.deletion_protection_enabled])
    error_message = "Tables must have deletion protection by default."
  }
  assert {
    condition     = alltrue([for table in aws_dynamodb_table.this : table.point_in_time_recovery[0].enabled && table.point_in_time_recovery[0].recovery_period_in_days == 35])
    error_message = "Tables must have point-in-time recovery for 35 days by default."
  }
  assert {
    condition     = alltrue([for table in aws_dynamodb_table.this : table.server_side_encryption[0].enabled && table.server_side_encryption[0].kms_key_arn == aws_kms_key.this[0].arn])
    error_message = "Tables must use a customer managed KMS key by default."
  }
  assert {
    condition     = aws_kms_key.this[0].enable_key_rotation && output.kms_key_arn == aws_kms_key.this[0].arn
    error_message = "The KMS key must rotate."
  }
  assert {
    condition = [for statement in jsondecode(aws_kms_key.this[0].policy).Statement : statement.Condition if statement.Sid == "ThroughDynamoDB"] == [{
      StringEquals = { "kms:CallerAccount" = "123456789012", "kms:ViaService" = "dynamodb.eu-central-1.amazonaws.com" }
    }]
    error_message = "The KMS key must be usable only through DynamoDB and by this account."
  }
}

run "disposable_environment" {
  variables {
    enable_deletion_protection  = false
    point_in_time_recovery_days = 0
    create_kms_key              = false
  }

  assert {
    condition     = alltrue([for table in aws_dynamodb_table.this : !table.deletion_protection_enabled && !table.point_in_time_recovery[0].enabled])
    error_message = "Deletion protection, recovery and the KMS key must be optional."
  }
  assert {
    condition     = alltrue([for table in aws_dynamodb_table.this : table.server_side_encryption[0].enabled]) && length(aws_kms_key.this) == 0
    error_message = "Without a customer managed key the tables must use the AWS managed key."
  }
}

run "existing_kms_key" {
  variables {
    create_kms_key = false
    kms_key_arn    = "arn:aws:kms:eu-central-1:123456789012:key/mine"
  }

  assert {
    condition     = alltrue([for table in aws_dynamodb_table.this : table.server_side_encryption[0].kms_key_arn == var.kms_key_arn])
    error_message = "Tables must use the given KMS key."
  }
}

run "throughput" {
  command = plan
  variables {
    warm_throughput      = { Nonces = { write_units_per_second = 40000 } }
    on_demand_throughput = { max_write_request_units = 100000 }
  }

  assert {
    condition     = one(aws_dynamodb_table.this["Nonces"].warm_throughput).write_units_per_second == 40000 && one(aws_dynamodb_table.this["Nonces"].warm_throughput).read_units_per_second == 12000
    error_message = "A table must be warmed to the given throughput."
  }
  assert {
    condition     = length(aws_dynamodb_table.this["StatusLists"].warm_throughput) == 0
    error_message = "Other tables must not be warmed."
  }
  assert {
    condition     = alltrue([for table in aws_dynamodb_table.this : one(table.on_demand_throughput).max_write_request_units == 100000 && one(table.on_demand_throughput).max_read_request_units == -1])
    error_message = "Each table must have the given maximum throughput."
  }
}

run "rejects_throughput_of_unknown_table" {
  command = plan
  variables {
    warm_throughput      = { Sessions = {} }
    on_demand_throughput = { max_read_request_units = 0 }
  }
  expect_failures = [var.warm_throughput, var.on_demand_throughput]
}

run "rejects_warm_throughput_below_the_minimum" {
  command = plan
  variables {
    warm_throughput = { Nonces = { write_units_per_second = 100 } }
  }
  expect_failures = [var.warm_throughput]
}

run "custom_tables" {
  command = plan
  variables {
    tables = {
      Others = { partition_key = { name = "a", type = "B" }, sort_key = { name = "b", type = "N" }, ttl_attribute = "gone" }
    }
  }

  assert {
    condition     = keys(aws_dynamodb_table.this) == ["Others"] && one(aws_dynamodb_table.this["Others"].ttl).attribute_name == "gone"
    error_message = "Given tables must replace the default tables."
  }
}

run "rejects_invalid_values" {
  command = plan
  variables {
    # name that starts with a hyphen
    name = "-dev"
    # unknown key type
    tables = { Others = { partition_key = { name = "a", type = "string" } } }
    # recovery period above the maximum
    point_in_time_recovery_days = 36
    # alias instead of a key ARN
    create_kms_key = false
    kms_key_arn    = "alias/mine"
  }
  expect_failures = [var.name, var.tables, var.point_in_time_recovery_days, var.kms_key_arn]
}

run "rejects_both_created_and_existing_kms_key" {
  command = plan
  variables {
    kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/mine"
  }
  expect_failures = [var.kms_key_arn]
}
