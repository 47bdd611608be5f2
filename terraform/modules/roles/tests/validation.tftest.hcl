# Each run passes one invalid value and expects the validation of that variable to fail.

mock_provider "aws" {}

variables {
  name = "zk-income-dev"
  table_arns = {
    for table in ["ApiClients", "ClientBudgets", "IdempotencyKeys", "IssuedCredentials", "Listings", "Nonces", "Offers", "StatusLists", "WebhookDeliveries", "WebhookEndpoints"] :
    table => "arn:aws:dynamodb:eu-central-1:123456789012:table/zk-income-dev-${table}"
  }
  secret_arns = {
    issuer   = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:zk-income-dev/issuer-AbCdEf"
    verifier = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:zk-income-dev/verifier-GhIjKl"
  }
  kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  repository_arns = {
    issuer   = "arn:aws:ecr:eu-central-1:123456789012:repository/zk-income/issuer"
    verifier = "arn:aws:ecr:eu-central-1:123456789012:repository/zk-income/verifier"
  }
  log_group_arns = {
    issuer   = "arn:aws:logs:eu-central-1:123456789012:log-group:/zk-income-dev/issuer"
    verifier = "arn:aws:logs:eu-central-1:123456789012:log-group:/zk-income-dev/verifier"
  }
}

run "rejects_uppercase_name" {
  command = plan

  variables {
    name = "Zk-Income"
  }

  expect_failures = [var.name]
}

run "rejects_service_without_policy" {
  command = plan

  variables {
    services = ["issuer", "prover"]
  }

  expect_failures = [var.services]
}

run "rejects_unknown_compute_mode" {
  command = plan

  variables {
    compute_mode = "ec2"
  }

  expect_failures = [var.compute_mode]
}

run "rejects_wildcard_table" {
  command = plan

  variables {
    table_arns = { ApiClients = "arn:aws:dynamodb:eu-central-1:123456789012:table/*" }
  }

  expect_failures = [var.table_arns]
}

run "rejects_wildcard_secret" {
  command = plan

  variables {
    secret_arns = { issuer = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:zk-income-dev/*", verifier = "*" }
  }

  expect_failures = [var.secret_arns]
}

run "rejects_service_without_secret" {
  command = plan

  variables {
    secret_arns = { issuer = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:zk-income-dev/issuer-AbCdEf" }
  }

  expect_failures = [var.secret_arns]
}

run "rejects_kms_alias" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:alias/zk-income"
  }

  expect_failures = [var.kms_key_arn]
}

run "rejects_wildcard_repository" {
  command = plan

  variables {
    repository_arns = { issuer = "arn:aws:ecr:eu-central-1:123456789012:repository/*", verifier = "*" }
  }

  expect_failures = [var.repository_arns]
}

run "rejects_service_without_repository" {
  command = plan

  variables {
    repository_arns = {}
  }

  expect_failures = [var.repository_arns]
}

run "rejects_wildcard_log_group" {
  command = plan

  variables {
    log_group_arns = { issuer = "arn:aws:logs:eu-central-1:123456789012:log-group:*", verifier = "*" }
  }

  expect_failures = [var.log_group_arns]
}

run "rejects_service_without_log_group" {
  command = plan

  variables {
    log_group_arns = {}
  }

  expect_failures = [var.log_group_arns]
}

run "rejects_wildcard_rotation_log_group" {
  command = plan

  variables {
    rotation = { log_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:*" }
  }

  expect_failures = [var.rotation]
}

run "rejects_role_as_boundary" {
  command = plan

  variables {
    permissions_boundary_arn = "arn:aws:iam::123456789012:role/zk-income-dev-boundary"
  }

  expect_failures = [var.permissions_boundary_arn]
}
