# Each variable refuses what would let others in, or a role reach further.

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
    kms_key_arn          = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"
    workspace_key_prefix = "environments"
  }
}

run "a_name_in_capitals" {
  command = plan

  variables {
    name = "Zk-Income"
  }

  expect_failures = [var.name]
}

run "an_account_that_is_none" {
  command = plan

  variables {
    account_id = "12345"
  }

  expect_failures = [var.account_id]
}

run "a_zone_for_a_region" {
  command = plan

  variables {
    region = "eu-central-1a"
  }

  expect_failures = [var.region]
}

run "a_partition_that_is_none" {
  command = plan

  variables {
    partition = "*"
  }

  expect_failures = [var.partition]
}

run "all_repositories_of_an_owner" {
  command = plan

  variables {
    github_repository = "owner/*"
  }

  expect_failures = [var.github_repository]
}

run "all_branches" {
  command = plan

  variables {
    main_branch = "*"
  }

  expect_failures = [var.main_branch]
}

run "another_issuer_of_tokens" {
  command = plan

  variables {
    oidc_provider_arn = "arn:aws:iam::123456789012:oidc-provider/gitlab.com"
  }

  expect_failures = [var.oidc_provider_arn]
}

run "no_environment" {
  command = plan

  variables {
    environments = {}
  }

  expect_failures = [var.environments]
}

run "an_environment_named_like_the_pipeline" {
  command = plan

  variables {
    environments = { pipeline = {} }
  }

  expect_failures = [var.environments]
}

run "another_way_to_compute" {
  command = plan

  variables {
    environments = { dev = { compute_mode = "ec2" } }
  }

  expect_failures = [var.environments]
}

run "all_github_environments" {
  command = plan

  variables {
    environments = { dev = { deploy_github_environment = "*" } }
  }

  expect_failures = [var.environments]
}

run "a_service_with_a_wildcard" {
  command = plan

  variables {
    services = ["*"]
  }

  expect_failures = [var.services]
}

run "all_repositories_of_images" {
  command = plan

  variables {
    repository_arns = { issuer = "arn:aws:ecr:eu-central-1:123456789012:repository/*", verifier = "*" }
  }

  expect_failures = [var.repository_arns]
}

run "a_service_without_a_repository" {
  command = plan

  variables {
    repository_arns = {}
  }

  expect_failures = [var.repository_arns]
}

run "all_buckets" {
  command = plan

  variables {
    state = { bucket_arn = "arn:aws:s3:::*", lock_table_arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/locks" }
  }

  expect_failures = [var.state]
}

run "all_lock_tables" {
  command = plan

  variables {
    state = { bucket_arn = "arn:aws:s3:::state", lock_table_arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/*" }
  }

  expect_failures = [var.state]
}

run "all_keys" {
  command = plan

  variables {
    state = { bucket_arn = "arn:aws:s3:::state", lock_table_arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/locks", kms_key_arn = "*" }
  }

  expect_failures = [var.state]
}
