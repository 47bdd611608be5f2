# Roles of a Fargate environment with a rotation function.

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

locals {
  here = "eu-central-1:123456789012"
}

module "roles" {
  source = "../.."

  name = "zk-income-dev"

  table_arns = {
    for table in ["ApiClients", "ClientBudgets", "IdempotencyKeys", "IssuedCredentials", "Listings", "Nonces", "Offers", "StatusLists", "WebhookDeliveries", "WebhookEndpoints"] :
    table => "arn:aws:dynamodb:${local.here}:table/zk-income-dev-${table}"
  }
  secret_arns = {
    issuer   = "arn:aws:secretsmanager:${local.here}:secret:zk-income-dev/issuer-AbCdEf"
    verifier = "arn:aws:secretsmanager:${local.here}:secret:zk-income-dev/verifier-GhIjKl"
  }
  kms_key_arn     = "arn:aws:kms:${local.here}:key/11111111-2222-3333-4444-555555555555"
  repository_arns = { for service in ["issuer", "verifier"] : service => "arn:aws:ecr:${local.here}:repository/zk-income/${service}" }
  log_group_arns  = { for service in ["issuer", "verifier"] : service => "arn:aws:logs:${local.here}:log-group:/zk-income-dev/${service}" }
  rotation        = { log_group_arn = "arn:aws:logs:${local.here}:log-group:/zk-income-dev/rotation" }

  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/zk-income-dev-boundary"
}

output "task_role_arns" {
  description = "ARNs of the task roles, keyed by service."
  value       = module.roles.task_role_arns
}
