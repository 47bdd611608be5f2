# HTTP APIs for both services in front of the load balancer of a dev environment. The web wallet at
# https://wallet.example.com may call the verifier.

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

locals {
  elb  = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/zk-income-dev-internal/0123456789abcdef"
  logs = "arn:aws:logs:eu-central-1:123456789012:log-group:/zk-income-dev"
}

module "api_gateway" {
  source = "../.."

  name = "zk-income-dev"

  services = {
    issuer = {
      route_throttles = {
        "POST /issue" = { rate = 5, burst = 10 }
      }
    }
    verifier = {
      cors_origins = ["https://wallet.example.com"]
      route_throttles = {
        "POST /verify"   = { rate = 20, burst = 40 }
        "POST /requests" = { rate = 10, burst = 20 }
      }
    }
  }

  listener_arns               = { issuer = "${local.elb}/1", verifier = "${local.elb}/2" }
  vpc_link_subnet_ids         = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  vpc_link_security_group_ids = ["sg-0123456789abcdef0"]
  access_log_group_arns       = { issuer = "${local.logs}/issuer/access", verifier = "${local.logs}/verifier/access" }
}

output "endpoints" {
  description = "URLs of the services, keyed by service."
  value       = module.api_gateway.endpoints
}
