# DynamoDB tables with the default settings.

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

module "database" {
  source = "../.."

  name = "zk-income-example"
}

output "table_prefix" {
  description = "Prefix of the table names."
  value       = module.database.table_prefix
}
