# Run for each file of environments/, in the workspace of its name.
mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  image_tag = "abc123"
}

run "environment" {
  assert {
    condition     = output.name == "zk-income-${var.environment}" && terraform.workspace == var.environment
    error_message = "an environment has the name of its workspace and of its file"
  }
  assert {
    condition     = length(setsubtract(["issuer", "verifier"], keys(var.containers))) == 0
    error_message = "the size of both services is chosen"
  }
}

run "dev_is_cheap_and_goes_without_a_trace" {
  command = plan

  assert {
    condition     = var.environment != "dev" || alltrue([for container in var.containers : container.spot_percent == 100 && container.min_count == 1])
    error_message = "tasks of dev are single, and on Spot"
  }
  assert {
    condition     = var.environment != "dev" || !(var.deletion_protection || var.create_kms_keys || var.enable_nat_gateway)
    error_message = "nothing of dev costs what it need not, or resists being destroyed"
  }
  assert {
    condition     = var.environment != "dev" || (var.secret_recovery_window_days == 0 && var.log_retention_days <= 30)
    error_message = "dev can be made again under the same names"
  }
}

run "all_others_are_as_production" {
  command = plan

  assert {
    condition     = var.environment == "dev" || alltrue([for container in var.containers : coalesce(container.spot_percent, 0) == 0 && container.min_count >= 2])
    error_message = "there are two tasks of each service, which nobody takes away"
  }
  assert {
    condition     = var.environment == "dev" || (var.deletion_protection && var.create_kms_keys && var.point_in_time_recovery_days == 35 && var.secret_recovery_window_days == 30 && var.log_retention_days >= 365)
    error_message = "data, keys and logs are kept and protected"
  }
  assert {
    condition     = var.environment == "dev" || var.key_rotation != null
    error_message = "keys rotate by themselves"
  }
}
