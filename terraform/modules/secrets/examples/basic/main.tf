# Secrets for the signing keys without rotation.

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

module "secrets" {
  source = "../.."

  name               = "zk-income-example"
  key_administrators = ["key-administrator"]
  reader_role_arns = {
    issuer   = ["arn:aws:iam::123456789012:role/issuer"]
    verifier = ["arn:aws:iam::123456789012:role/verifier"]
  }
}

output "secret_ids" {
  description = "IDs of the secrets, keyed by service."
  value       = module.secrets.secret_ids
}
