# Pipeline roles for one environment in an account that already has the GitHub OIDC provider.

terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.0"
    }
  }
}

provider "aws" {
  region = "eu-central-1"
}

module "pipeline_roles" {
  source = "../.."

  account_id        = "123456789012"
  region            = "eu-central-1"
  github_repository = "owner/zk-income"
  oidc_provider_arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
  environments      = { dev = {} }
  repository_arns = {
    for service in ["issuer", "verifier"] : service => "arn:aws:ecr:eu-central-1:123456789012:repository/zk-income/${service}"
  }
  state = {
    bucket_arn     = "arn:aws:s3:::zk-income-terraform-state"
    lock_table_arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/zk-income-terraform-locks"
  }
}

output "deploy_role_arns" {
  description = "ARNs of the roles that deploy images, keyed by environment."
  value       = module.pipeline_roles.deploy_role_arns
}
