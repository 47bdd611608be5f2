# Each wrong value is refused, and what is wrong is named.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name = "zk-income-dev"
}

run "name" {
  command = plan
  variables {
    name = "Zk_Income"
  }
  expect_failures = [var.name]
}

run "cidr_too_small" {
  command = plan
  variables {
    cidr = "10.0.0.0/28"
  }
  expect_failures = [var.cidr]
}

run "cidr_of_ipv6" {
  command = plan
  variables {
    cidr = "2001:db8::/20"
  }
  expect_failures = [var.cidr]
}

run "one_zone" {
  command = plan
  variables {
    availability_zones = 1
  }
  expect_failures = [var.availability_zones]
}

run "more_zones_than_the_region_has" {
  command = plan
  variables {
    availability_zones = 4
  }
  expect_failures = [data.aws_availability_zones.available]
}

run "zone_by_name" {
  command = plan
  variables {
    excluded_zone_ids = ["us-east-1c"]
  }
  expect_failures = [var.excluded_zone_ids]
}

run "endpoint_that_hides_public_apis" {
  command = plan
  variables {
    interface_endpoints = ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "execute-api"]
  }
  expect_failures = [var.interface_endpoints]
}

run "too_few_endpoints_without_nat" {
  command = plan
  variables {
    interface_endpoints = ["ecr.api"]
  }
  expect_failures = [var.interface_endpoints]
}

run "retention" {
  command = plan
  variables {
    flow_log_retention_days = 42
  }
  expect_failures = [var.flow_log_retention_days]
}

run "key_by_id" {
  command = plan
  variables {
    flow_log_kms_key_arn = "alias/logs"
  }
  expect_failures = [var.flow_log_kms_key_arn]
}

run "registry_by_name" {
  command = plan
  variables {
    registry_account_id = "shared"
  }
  expect_failures = [var.registry_account_id]
}

run "boundary_by_name" {
  command = plan
  variables {
    permissions_boundary_arn = "boundary"
  }
  expect_failures = [var.permissions_boundary_arn]
}
