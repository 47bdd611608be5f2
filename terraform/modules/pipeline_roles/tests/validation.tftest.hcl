# Each run passes one invalid value and expects the validation of that variable to fail.

mock_provider "aws" {}

variables {
  name              = "zk-income"
  account_id        = "123456789012"
  region            = "eu-central-1"
  github_repository = "owner/zk-income"
  oidc_provider_arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
  environments = {
    dev   = {}
    stage = { compute_mode = "lambda", deploy_github_environment = "staging", apply_github_environment = "staging-infrastructure" }
  }
  repository_arns = {
    issuer   = "arn:aws:ecr:eu-central-1:123456789012:repository/zk-income/issuer"
    verifier = "arn:aws:ecr:eu-central-1:123456789012:repository/zk-income/verifier"
  }
  state = {
    bucket_arn           = "arn:aws:s3:::zk-income-terraform-state"
    lock_table_arn       = "arn:aws:dynamodb:eu-central-1:123456789012:table/zk-income-terraform-locks"
    kms_key              = { arn = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555" }
    workspace_key_prefix = "environments"
  }
}

run "rejects_uppercase_name" {
  command = plan

  variables {
    name = "Zk-Income"
  }

  expect_failures = [var.name]
}

run "rejects_invalid_account_id" {
  command = plan

  variables {
    account_id = "12345"
  }

  expect_failures = [var.account_id]
}

run "rejects_availability_zone_as_region" {
  command = plan

  variables {
    region = "eu-central-1a"
  }

  expect_failures = [var.region]
}

run "rejects_unknown_partition" {
  command = plan

  variables {
    partition = "*"
  }

  expect_failures = [var.partition]
}

run "rejects_wildcard_repository_name" {
  command = plan

  variables {
    github_repository = "owner/*"
  }

  expect_failures = [var.github_repository]
}

run "rejects_invalid_repository_ids" {
  command = plan

  variables {
    github_repository_ids = { owner = "*", repository = "456789" }
  }

  expect_failures = [var.github_repository_ids]
}

run "rejects_repository_ids_without_repository" {
  command = plan

  variables {
    github_repository     = null
    github_repository_ids = { owner = "123456", repository = "456789" }
  }

  expect_failures = [var.github_repository_ids]
}

run "rejects_wildcard_branch" {
  command = plan

  variables {
    main_branch = "*"
  }

  expect_failures = [var.main_branch]
}

run "rejects_other_oidc_provider" {
  command = plan

  variables {
    oidc_provider_arn = "arn:aws:iam::123456789012:oidc-provider/gitlab.com"
  }

  expect_failures = [var.oidc_provider_arn]
}

run "rejects_empty_environments" {
  command = plan

  variables {
    environments = {}
  }

  expect_failures = [var.environments]
}

run "rejects_environment_named_pipeline" {
  command = plan

  variables {
    environments = { pipeline = {} }
  }

  expect_failures = [var.environments]
}

run "rejects_unknown_compute_mode" {
  command = plan

  variables {
    environments = { dev = { compute_mode = "ec2" } }
  }

  expect_failures = [var.environments]
}

run "rejects_wildcard_github_environment" {
  command = plan

  variables {
    environments = { dev = { deploy_github_environment = "*" } }
  }

  expect_failures = [var.environments]
}

run "rejects_rollbacks_in_the_github_environment_of_deployments" {
  command = plan

  variables {
    environments = { dev = { rollback_github_environment = "dev" } }
  }

  expect_failures = [var.environments]
}

run "rejects_wildcard_service" {
  command = plan

  variables {
    services = ["*"]
  }

  expect_failures = [var.services]
}

run "rejects_wildcard_ecr_repository" {
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

run "rejects_wildcard_state_bucket" {
  command = plan

  variables {
    state = { bucket_arn = "arn:aws:s3:::*", lock_table_arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/locks" }
  }

  expect_failures = [var.state]
}

run "rejects_wildcard_lock_table" {
  command = plan

  variables {
    state = { bucket_arn = "arn:aws:s3:::state", lock_table_arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/*" }
  }

  expect_failures = [var.state]
}

run "rejects_wildcard_kms_key" {
  command = plan

  variables {
    state = { bucket_arn = "arn:aws:s3:::state", lock_table_arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/locks", kms_key = { arn = "*" } }
  }

  expect_failures = [var.state]
}
