mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::zk-income-terraform-state-123456789012" }
  }
  mock_resource "aws_dynamodb_table" {
    defaults = { arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/zk-income-terraform-locks" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555" }
  }
  mock_resource "aws_ecr_repository" {
    defaults = { arn = "arn:aws:ecr:eu-central-1:123456789012:repository/zk-income/service" }
  }
  mock_resource "aws_iam_openid_connect_provider" {
    defaults = { arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
  }
}

run "state" {
  assert {
    condition     = output.state_bucket == "zk-income-terraform-state-123456789012"
    error_message = "the bucket carries the account's number"
  }
  assert {
    condition     = aws_s3_bucket_versioning.state.versioning_configuration[0].status == "Enabled" && one(aws_s3_bucket_lifecycle_configuration.state.rule).noncurrent_version_expiration[0].noncurrent_days == 180
    error_message = "a state can be had back as it was"
  }
  assert {
    condition     = alltrue([for rule in aws_s3_bucket_server_side_encryption_configuration.state.rule : rule.apply_server_side_encryption_by_default[0].sse_algorithm == "aws:kms" && rule.apply_server_side_encryption_by_default[0].kms_master_key_id == aws_kms_key.state.arn])
    error_message = "a state is encrypted by its own key"
  }
  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.state.block_public_acls, aws_s3_bucket_public_access_block.state.block_public_policy,
      aws_s3_bucket_public_access_block.state.ignore_public_acls, aws_s3_bucket_public_access_block.state.restrict_public_buckets,
    ])
    error_message = "nothing of a state is public"
  }
  assert {
    condition     = one(jsondecode(aws_s3_bucket_policy.state.policy).Statement).Effect == "Deny" && one(jsondecode(aws_s3_bucket_policy.state.policy).Statement).Condition.Bool["aws:SecureTransport"] == "false"
    error_message = "a state travels by TLS alone"
  }
  assert {
    condition     = aws_kms_key.state.enable_key_rotation
    error_message = "the key is rotated"
  }
}

run "lock_table" {
  command = plan

  assert {
    condition     = aws_dynamodb_table.locks.hash_key == "LockID" && one(aws_dynamodb_table.locks.attribute).type == "S"
    error_message = "locks are found by what the backend calls them"
  }
  assert {
    condition     = aws_dynamodb_table.locks.deletion_protection_enabled
    error_message = "locks are not deleted by accident"
  }
  assert {
    condition     = strcontains(file("../environments/s3.tfbackend"), "dynamodb_table = \"${output.lock_table}\"") && strcontains(file("../environments/s3.tfbackend"), "workspace_key_prefix = \"${local.workspace_key_prefix}\"")
    error_message = "environments lock by this table, and have their states where the pipeline's roles may reach them"
  }
}

run "registry" {
  command = plan

  assert {
    condition     = toset(keys(output.repository_urls)) == toset(["issuer", "verifier"]) && toset(keys(output.repository_arns)) == toset(["issuer", "verifier"])
    error_message = "each service has a repository"
  }
}

run "without_a_pipeline" {
  command = plan

  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0 && output.push_role_arn == null && output.plan_role_arn == null && output.deploy_role_arns == {} && output.apply_role_arns == {}
    error_message = "nobody from outside may do anything"
  }
}

run "with_a_pipeline" {
  variables {
    github_repository = "owner/zk-income"
  }

  assert {
    condition     = one(aws_iam_openid_connect_provider.github).url == "https://token.actions.githubusercontent.com" && tolist(one(aws_iam_openid_connect_provider.github).client_id_list) == tolist(["sts.amazonaws.com"])
    error_message = "tokens of GitHub for AWS are believed"
  }
  assert {
    condition     = toset(keys(output.deploy_role_arns)) == toset(["dev", "stage"]) && toset(keys(output.apply_role_arns)) == toset(["dev", "stage"]) && output.push_role_arn != null && output.plan_role_arn != null
    error_message = "the pipeline has a role for each of its jobs"
  }
}

run "with_a_provider_that_is_there" {
  variables {
    github_repository        = "owner/zk-income"
    github_oidc_provider_arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0 && output.push_role_arn != null
    error_message = "an account has one provider of GitHub"
  }
}

run "refuses_what_cannot_be" {
  command = plan
  variables {
    # a name
    name = "zk-income-"
    # a region
    region = "Frankfurt"
    # to forget a state in a week
    state_version_retention_days = 7
    # all repositories of an owner
    github_repository = "owner/*"
    # another provider
    github_oidc_provider_arn = "arn:aws:iam::123456789012:oidc-provider/example.com"
  }
  expect_failures = [var.name, var.region, var.state_version_retention_days, var.github_repository, var.github_oidc_provider_arn]
}
