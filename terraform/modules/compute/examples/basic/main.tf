# Both services of a dev environment on Fargate, mostly on Spot. `mode = "lambda"` deploys them as Lambda functions.

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

  default_tags {
    tags = { Project = "zk-income", Environment = "dev" }
  }
}

variable "mode" {
  description = "Compute mode: `fargate` or `lambda`."
  type        = string
  default     = "fargate"
}

locals {
  registry = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/zk-income"
  services = ["issuer", "verifier"]
}

module "compute" {
  source = "../.."

  name = "zk-income-dev"
  mode = var.mode

  vpc_id                     = "vpc-0123456789abcdef0"
  subnet_ids                 = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  endpoint_security_group_id = "sg-0123456789abcdef0"
  s3_prefix_list_id          = "pl-0123456789abcdef0"
  dynamodb_prefix_list_id    = "pl-0123456789abcdef1"

  services = {
    issuer = {
      image       = "${local.registry}/issuer:v1.0.0"
      port        = 3001
      environment = { PUBLIC_URL = "https://issuer.example.com", TABLE_PREFIX = "zk-income-dev-" }
      container   = { cpu = 256, memory = 512, desired_count = 1, min_count = 1, max_count = 2, spot_percent = 100 }
    }
    verifier = {
      image           = "${local.registry}/verifier:v1.0.0"
      port            = 3002
      internet_egress = true
      environment     = { PUBLIC_URL = "https://verifier.example.com", TABLE_PREFIX = "zk-income-dev-" }
      container       = { desired_count = 2, min_count = 1, max_count = 4, spot_percent = 50 }
    }
  }

  task_role_arns      = { for service in local.services : service => "arn:aws:iam::123456789012:role/${service}-task" }
  execution_role_arns = { for service in local.services : service => "arn:aws:iam::123456789012:role/${service}-execution" }
  function_role_arns  = { for service in local.services : service => "arn:aws:iam::123456789012:role/${service}-function" }
  log_group_names     = { for service in local.services : service => "/zk-income-dev/${service}" }
}

output "service_names" {
  description = "Names of the ECS services, keyed by service."
  value       = module.compute.service_names
}

output "function_names" {
  description = "Names of the Lambda functions, keyed by service."
  value       = module.compute.function_names
}
