# Each run passes one invalid value and expects the validation of that variable to fail.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name = "zk-income-dev"
}

run "rejects_uppercase_name" {
  command = plan
  variables {
    name = "Zk_Income"
  }
  expect_failures = [var.name]
}

run "rejects_small_cidr" {
  command = plan
  variables {
    cidr = "10.0.0.0/28"
  }
  expect_failures = [var.cidr]
}

run "rejects_ipv6_cidr" {
  command = plan
  variables {
    cidr = "2001:db8::/20"
  }
  expect_failures = [var.cidr]
}

run "rejects_single_zone" {
  command = plan
  variables {
    az_count = 1
  }
  expect_failures = [var.az_count]
}

run "rejects_zone_name" {
  command = plan
  variables {
    excluded_zone_ids = ["us-east-1c"]
  }
  expect_failures = [var.excluded_zone_ids]
}

run "rejects_execute_api_endpoint" {
  command = plan
  variables {
    interface_endpoints = ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "execute-api"]
  }
  expect_failures = [var.interface_endpoints]
}

run "rejects_partial_endpoints_without_nat_gateway" {
  command = plan
  variables {
    interface_endpoints = ["ecr.api"]
  }
  expect_failures = [var.interface_endpoints]
}

run "rejects_unsupported_retention" {
  command = plan
  variables {
    flow_log_retention_days = 42
  }
  expect_failures = [var.flow_log_retention_days]
}

run "rejects_kms_alias" {
  command = plan
  variables {
    flow_log_kms_key_arn = "alias/logs"
  }
  expect_failures = [var.flow_log_kms_key_arn]
}

run "rejects_registry_name" {
  command = plan
  variables {
    registry_account_id = "shared"
  }
  expect_failures = [var.registry_account_id]
}

run "rejects_boundary_name" {
  command = plan
  variables {
    permissions_boundary_arn = "boundary"
  }
  expect_failures = [var.permissions_boundary_arn]
}
