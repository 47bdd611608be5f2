# ECR repositories with the default settings.

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

module "registry" {
  source = "../.."

  name = "zk-income"
}

output "repository_urls" {
  description = "URLs of the repositories, keyed by service."
  value       = module.registry.repository_urls
}
