# Tables as copies of others. No run applies, because Terraform ignores the source of tables that exist.

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
}

variables {
  name = "zk-income-dev"
}

run "restored_tables" {
  command = plan
  variables {
    name    = "zk-income-dev2"
    restore = { source_prefix = "zk-income-dev-", date_time = "2026-11-30T12:00:00Z" }
  }

  assert {
    condition     = alltrue([for logical, table in aws_dynamodb_table.this : table.restore_source_name == "zk-income-dev-${logical}" && table.restore_date_time == "2026-11-30T12:00:00Z" && !table.restore_to_latest_time])
    error_message = "Each table must be a copy of the source table at the given time."
  }
}

run "restored_tables_at_latest_time" {
  command = plan
  variables {
    name    = "zk-income-dev2"
    restore = { source_prefix = "zk-income-dev-" }
  }

  assert {
    condition     = alltrue([for table in aws_dynamodb_table.this : table.restore_to_latest_time && table.restore_date_time == null])
    error_message = "Without a time the copy must be of the latest restorable time."
  }
}

run "rejects_restore_to_the_same_names" {
  command = plan
  variables {
    restore = { source_prefix = "zk-income-dev-" }
  }
  expect_failures = [var.restore]
}

run "rejects_restore_to_a_local_time" {
  command = plan
  variables {
    restore = { source_prefix = "zk-income-stage-", date_time = "yesterday" }
  }
  expect_failures = [var.restore]
}
