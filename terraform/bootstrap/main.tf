# Resources that exist once per account, before any environment: state backend, registry and pipeline roles.

data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}

locals {
  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition

  # Must equal workspace_key_prefix in terraform/environments/s3.tfbackend.
  workspace_key_prefix = "environments"

  github_provider_arn = one(aws_iam_openid_connect_provider.github[*].arn)

  # The registry of another account, or that of this one.
  create_registry = var.registry_account_id == null
  repository_arns = (
    local.create_registry ? module.registry[0].repository_arns :
    { for service in var.services : service => "arn:${local.partition}:ecr:${var.region}:${var.registry_account_id}:repository/${var.name}/${service}" }
  )

  # The compute mode is an input of the environment, and its file is the only source.
  environment_inputs = {
    for name in keys(var.environments) : name => provider::terraform::decode_tfvars(file("${path.module}/${var.environments_folder}/${name}.tfvars"))
  }
}

module "registry" {
  source = "../modules/registry"
  count  = local.create_registry ? 1 : 0

  name             = var.name
  services         = var.services
  max_image_count  = var.max_image_count
  pull_account_ids = var.pull_account_ids

  # `dev` gets every build, so its rule comes last.
  environments = concat(
    var.pull_environments,
    sort([for name in keys(var.environments) : name if name != "dev"]),
    [for name in keys(var.environments) : name if name == "dev"],
  )
}

resource "aws_iam_openid_connect_provider" "github" {
  count = var.github_repository != null && var.github_oidc_provider_arn == null ? 1 : 0

  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

# Without `github_repository` it creates the permissions boundaries alone, which the roles of an environment need.
module "pipeline_roles" {
  source = "../modules/pipeline_roles"

  name                  = var.name
  account_id            = local.account
  region                = var.region
  partition             = local.partition
  github_repository     = var.github_repository
  github_repository_ids = var.github_repository_ids
  main_branch           = var.main_branch
  oidc_provider_arn     = var.github_oidc_provider_arn != null ? var.github_oidc_provider_arn : local.github_provider_arn
  services              = var.services
  enable_push           = local.create_registry
  repository_arns       = local.repository_arns

  environments = { for name, environment in var.environments : name => merge(environment, {
    compute_mode = try(local.environment_inputs[name].compute_mode, "fargate")
  }) }

  state = {
    bucket_arn           = aws_s3_bucket.state.arn
    lock_table_arn       = aws_dynamodb_table.locks.arn
    kms_key              = { arn = aws_kms_key.state.arn }
    workspace_key_prefix = local.workspace_key_prefix
  }
}
