# Runs for each file of environments/, in the workspace with its name.
mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  image_tag = "abc123"

  notification_emails = ["ops@example.com"]
}

run "environment" {
  assert {
    condition     = output.name == "zk-income-${var.environment}" && terraform.workspace == var.environment
    error_message = "The workspace, the variable file and the resources must have the name of the environment."
  }
  assert {
    condition     = length(setsubtract(["issuer", "verifier"], keys(var.containers))) == 0
    error_message = "The file must set the size of both services."
  }
}

run "dev_is_cheap_and_disposable" {
  command = plan

  assert {
    condition     = var.environment != "dev" || alltrue([for container in var.containers : container.spot_percent == 100 && container.min_count == 1])
    error_message = "In dev each service must run one task on Fargate Spot."
  }
  assert {
    condition     = var.environment != "dev" || !(var.enable_deletion_protection || var.create_kms_keys || var.enable_nat_gateway)
    error_message = "In dev deletion protection, customer managed KMS keys and NAT gateways must be disabled."
  }
  assert {
    condition     = var.environment != "dev" || (var.single_zone_endpoints && !var.enable_nat_gateway && !var.enable_container_insights)
    error_message = "In dev interface endpoints must be in one zone, and Container Insights must be disabled."
  }
  assert {
    condition     = var.environment != "dev" || (var.secret_recovery_window_days == 0 && var.log_retention_days <= 30)
    error_message = "In dev secrets must be deleted immediately and logs kept for 30 days at most."
  }
}

run "other_environments_are_production_like" {
  command = plan

  assert {
    condition     = var.environment == "dev" || alltrue([for container in var.containers : coalesce(container.spot_percent, 0) == 0 && container.min_count >= 2])
    error_message = "Each service must run at least two tasks on on-demand Fargate."
  }
  assert {
    condition     = var.environment == "dev" || (var.enable_deletion_protection && var.create_kms_keys && var.point_in_time_recovery_days == 35 && var.secret_recovery_window_days == 30 && var.log_retention_days >= 365)
    error_message = "Data, keys and logs must have the production settings for protection and retention."
  }
  assert {
    condition     = var.environment == "dev" || var.key_rotation != null
    error_message = "Key rotation must be enabled."
  }
}
