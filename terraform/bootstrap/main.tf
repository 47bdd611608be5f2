# Resources that exist once per account, before any environment: state backend, registry and pipeline roles.

data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}

locals {
  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition

  # Must equal workspace_key_prefix in terraform/environments/s3.tfbackend.
  workspace_key_prefix = "environments"

  github_provider_arn = one(aws_iam_openid_connect_provider.github[*].arn)
}

module "registry" {
  source = "../modules/registry"

  name            = var.name
  services        = var.services
  max_image_count = var.max_image_count
}

resource "aws_iam_openid_connect_provider" "github" {
  count = var.github_repository != null && var.github_oidc_provider_arn == null ? 1 : 0

  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

module "pipeline_roles" {
  source = "../modules/pipeline_roles"
  count  = var.github_repository == null ? 0 : 1

  name              = var.name
  account_id        = local.account
  region            = var.region
  partition         = local.partition
  github_repository = var.github_repository
  main_branch       = var.main_branch
  oidc_provider_arn = coalesce(var.github_oidc_provider_arn, local.github_provider_arn)
  environments      = var.environments
  services          = var.services
  repository_arns   = module.registry.repository_arns

  state = {
    bucket_arn           = aws_s3_bucket.state.arn
    lock_table_arn       = aws_dynamodb_table.locks.arn
    kms_key              = { arn = aws_kms_key.state.arn }
    workspace_key_prefix = local.workspace_key_prefix
  }
}
