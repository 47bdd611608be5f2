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
    condition = output.table_names == { for logical in ["ApiClients", "ClientBudgets", "IdempotencyKeys", "IssuedCredentials", "Nonces", "StatusLists"] :
      logical => "zk-income-dev-${logical}"
    }
    error_message = "the application's tables are named after the environment"
  }
  assert {
    condition     = output.table_prefix == "zk-income-dev-"
    error_message = "the application is told the prefix"
  }
  assert {
    condition     = toset(keys(output.table_arns)) == toset(keys(output.table_names))
    error_message = "every table has an ARN"
  }
  assert {
    condition     = alltrue([for table in aws_dynamodb_table.this : table.billing_mode == "PAY_PER_REQUEST"])
    error_message = "tables are billed on demand"
  }
}

run "ttl_is_on" {
  command = plan

  assert {
    condition = alltrue([for logical in ["Nonces", "IdempotencyKeys", "ClientBudgets"] :
      try(one(aws_dynamodb_table.this[logical].ttl).enabled && one(aws_dynamodb_table.this[logical].ttl).attribute_name == "ttl", false)
    ])
    error_message = "what has had its time is deleted: nonces, answers for retries, budgets"
  }
  assert {
    condition     = alltrue([for logical in ["IssuedCredentials", "ApiClients", "StatusLists"] : length(aws_dynamodb_table.this[logical].ttl) == 0])
    error_message = "nothing else is ever deleted by itself"
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
      Nonces            = "id"
      StatusLists       = "id entry"
    }
    error_message = "items are found by the keys that the application has"
  }
  assert {
    condition = alltrue([for table in aws_dynamodb_table.this :
      toset([for attribute in table.attribute : attribute.name]) == toset(compact([table.hash_key, table.range_key]))
    ])
    error_message = "exactly the keys are declared: DynamoDB refuses any other attribute"
  }
  assert {
    condition     = { for attribute in aws_dynamodb_table.this["StatusLists"].attribute : attribute.name => attribute.type } == { id = "S", entry = "N" }
    error_message = "the number of an entry is a number"
  }
}

run "protected" {
  command = plan

  assert {
    condition     = alltrue([for table in aws_dynamodb_table.this : table.deletion_protection_enabled])
    error_message = "tables cannot be deleted by accident"
  }
  assert {
    condition     = alltrue([for table in aws_dynamodb_table.this : table.point_in_time_recovery[0].enabled && table.point_in_time_recovery[0].recovery_period_in_days == 35])
    error_message = "tables can be restored to any second of 35 days"
  }
  assert {
    condition     = alltrue([for table in aws_dynamodb_table.this : table.server_side_encryption[0].enabled && table.server_side_encryption[0].kms_key_arn == aws_kms_key.this[0].arn])
    error_message = "tables are encrypted by a key of one's own"
  }
  assert {
    condition     = aws_kms_key.this[0].enable_key_rotation && output.kms_key_arn == aws_kms_key.this[0].arn
    error_message = "the key is rotated"
  }
  assert {
    condition = [for statement in jsondecode(aws_kms_key.this[0].policy).Statement : statement.Condition if statement.Sid == "ThroughDynamoDB"] == [{
      StringEquals = { "kms:CallerAccount" = "123456789012", "kms:ViaService" = "dynamodb.eu-central-1.amazonaws.com" }
    }]
    error_message = "the key is used through DynamoDB, by this account"
  }
}

run "cheap" {
  variables {
    deletion_protection         = false
    point_in_time_recovery_days = 0
    create_kms_key              = false
  }

  assert {
    condition     = alltrue([for table in aws_dynamodb_table.this : !table.deletion_protection_enabled && !table.point_in_time_recovery[0].enabled])
    error_message = "an environment that comes and goes protects nothing"
  }
  assert {
    condition     = alltrue([for table in aws_dynamodb_table.this : table.server_side_encryption[0].enabled]) && length(aws_kms_key.this) == 0
    error_message = "it is encrypted all the same, by AWS's key"
  }
}

run "given_key" {
  variables {
    create_kms_key = false
    kms_key_arn    = "arn:aws:kms:eu-central-1:123456789012:key/mine"
  }

  assert {
    condition     = alltrue([for table in aws_dynamodb_table.this : table.server_side_encryption[0].kms_key_arn == var.kms_key_arn])
    error_message = "tables are encrypted by the given key"
  }
}

run "given_tables" {
  command = plan
  variables {
    tables = {
      Others = { partition_key = { name = "a", type = "B" }, sort_key = { name = "b", type = "N" }, ttl_attribute = "gone" }
    }
  }

  assert {
    condition     = keys(aws_dynamodb_table.this) == ["Others"] && one(aws_dynamodb_table.this["Others"].ttl).attribute_name == "gone"
    error_message = "given tables are in place of the application's"
  }
}

run "refuses_what_cannot_be" {
  command = plan
  variables {
    # a name
    name = "-dev"
    # a type of key
    tables = { Others = { partition_key = { name = "a", type = "string" } } }
    # to restore from 36 days ago
    point_in_time_recovery_days = 36
    # an alias for a key
    create_kms_key = false
    kms_key_arn    = "alias/mine"
  }
  expect_failures = [var.name, var.tables, var.point_in_time_recovery_days, var.kms_key_arn]
}

run "refuses_two_keys" {
  command = plan
  variables {
    kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/mine"
  }
  expect_failures = [var.kms_key_arn]
}
