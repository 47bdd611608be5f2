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
    error_message = "The bucket name must contain the account ID."
  }
  assert {
    condition     = aws_s3_bucket_versioning.state.versioning_configuration[0].status == "Enabled" && one(aws_s3_bucket_lifecycle_configuration.state.rule).noncurrent_version_expiration[0].noncurrent_days == 180
    error_message = "The bucket must keep old state versions for 180 days by default."
  }
  assert {
    condition     = alltrue([for rule in aws_s3_bucket_server_side_encryption_configuration.state.rule : rule.apply_server_side_encryption_by_default[0].sse_algorithm == "aws:kms" && rule.apply_server_side_encryption_by_default[0].kms_master_key_id == aws_kms_key.state.arn])
    error_message = "The state must be encrypted with its own KMS key."
  }
  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.state.block_public_acls, aws_s3_bucket_public_access_block.state.block_public_policy,
      aws_s3_bucket_public_access_block.state.ignore_public_acls, aws_s3_bucket_public_access_block.state.restrict_public_buckets,
    ])
    error_message = "The bucket must block public access."
  }
  assert {
    condition     = one(jsondecode(aws_s3_bucket_policy.state.policy).Statement).Effect == "Deny" && one(jsondecode(aws_s3_bucket_policy.state.policy).Statement).Condition.Bool["aws:SecureTransport"] == "false"
    error_message = "The bucket policy must deny requests without TLS."
  }
  assert {
    condition     = aws_kms_key.state.enable_key_rotation
    error_message = "The KMS key must rotate."
  }
}

run "lock_table" {
  command = plan

  assert {
    condition     = aws_dynamodb_table.locks.hash_key == "LockID" && one(aws_dynamodb_table.locks.attribute).type == "S"
    error_message = "The partition key must be LockID, as the S3 backend requires."
  }
  assert {
    condition     = aws_dynamodb_table.locks.deletion_protection_enabled
    error_message = "The lock table must have deletion protection."
  }
  assert {
    condition     = strcontains(file("../environments/s3.tfbackend"), "dynamodb_table = \"${output.lock_table}\"") && strcontains(file("../environments/s3.tfbackend"), "workspace_key_prefix = \"${local.workspace_key_prefix}\"")
    error_message = "environments/s3.tfbackend must use this lock table and the key prefix that the pipeline roles may access."
  }
}

run "registry" {
  command = plan

  assert {
    condition     = toset(keys(output.repository_urls)) == toset(["issuer", "verifier"]) && toset(keys(output.repository_arns)) == toset(["issuer", "verifier"])
    error_message = "Each service must have a repository."
  }
}

run "without_github_repository" {
  command = plan

  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0 && output.push_role_arn == null && output.plan_role_arn == null && output.deploy_role_arns == {} && output.rollback_role_arns == {} && output.apply_role_arns == {}
    error_message = "Without a repository there must be no OIDC provider and no pipeline roles."
  }
  assert {
    condition     = keys(output.permissions_boundary_arns) == ["dev", "stage"]
    error_message = "Each environment must have a permissions boundary without the pipeline, too, because its roles require one."
  }
}

run "with_github_repository" {
  variables {
    github_repository = "owner/zk-income"
  }

  assert {
    condition     = one(aws_iam_openid_connect_provider.github).url == "https://token.actions.githubusercontent.com" && tolist(one(aws_iam_openid_connect_provider.github).client_id_list) == tolist(["sts.amazonaws.com"])
    error_message = "The OIDC provider must be GitHub with the audience of AWS STS."
  }
  assert {
    condition     = toset(keys(output.deploy_role_arns)) == toset(["dev", "stage"]) && toset(keys(output.rollback_role_arns)) == toset(["dev", "stage"]) && toset(keys(output.apply_role_arns)) == toset(["dev", "stage"]) && output.push_role_arn != null && output.plan_role_arn != null
    error_message = "There must be a role for each job of the pipeline."
  }
  assert {
    condition = output.role_names == {
      push         = "zk-income-pipeline-push", plan = "zk-income-pipeline-plan",
      dev-deploy   = "zk-income-pipeline-dev-deploy", dev-rollback = "zk-income-pipeline-dev-rollback", dev-apply = "zk-income-pipeline-dev-apply",
      stage-deploy = "zk-income-pipeline-stage-deploy", stage-rollback = "zk-income-pipeline-stage-rollback", stage-apply = "zk-income-pipeline-stage-apply",
    }
    error_message = "The roles must have the names that the workflows assume."
  }
}

run "compute_mode_of_environment_file" {
  command = plan
  variables {
    github_repository   = "owner/zk-income"
    environments        = { functs = {}, prod = {} }
    environments_folder = "tests/environments"
  }

  assert {
    condition     = strcontains(module.pipeline_roles.policies.functs-deploy.deploy, "lambda:UpdateAlias") && strcontains(module.pipeline_roles.policies.prod-deploy.deploy, "ecs:UpdateService")
    error_message = "The compute mode of an environment must come from its file, and default to fargate as in the root module."
  }
}

run "registry_of_another_account" {
  command = plan
  variables {
    github_repository   = "owner/zk-income"
    registry_account_id = "210987654321"
  }

  assert {
    condition     = output.repository_urls == {} && output.repository_arns.issuer == "arn:aws:ecr:eu-central-1:210987654321:repository/zk-income/issuer" && output.push_role_arn == null
    error_message = "The account must use the registry of the other account, and have no role that pushes."
  }
}

run "account_of_inputs" {
  command = plan
  variables {
    account_id = "123456789012"
  }

  assert {
    condition     = output.state_bucket == "zk-income-terraform-state-123456789012"
    error_message = "The account ID must be accepted."
  }
}

run "with_existing_oidc_provider" {
  variables {
    github_repository        = "owner/zk-income"
    github_oidc_provider_arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0 && output.push_role_arn != null
    error_message = "An existing OIDC provider must be used instead of a new one."
  }
}

run "rejects_invalid_values" {
  command = plan
  variables {
    # name that ends with a hyphen
    name = "zk-income-"
    # not a region code
    region = "Frankfurt"
    # retention below the minimum
    state_version_retention_days = 7
    # wildcard repository
    github_repository = "owner/*"
    # environment without a file
    environments = { nowhere = {} }
    # account IDs with too few digits
    account_id          = "1234"
    registry_account_id = "1234"
    # other OIDC provider
    github_oidc_provider_arn = "arn:aws:iam::123456789012:oidc-provider/example.com"
  }
  expect_failures = [var.name, var.region, var.state_version_retention_days, var.github_repository, var.environments, var.account_id, var.registry_account_id, var.github_oidc_provider_arn]
}
