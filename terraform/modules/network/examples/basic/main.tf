# A VPC for a dev environment: two Availability Zones, no NAT gateway, IPv6 egress.

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

module "network" {
  source = "../.."

  name = "zk-income-dev"
  cidr = "10.20.0.0/16"
}

output "private_subnet_ids" {
  description = "IDs of the private subnets."
  value       = module.network.private_subnet_ids
}
