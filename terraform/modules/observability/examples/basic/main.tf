# Log groups, metric filters and alarms of an environment, with e-mail notifications and a stricter latency threshold.

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

module "observability" {
  source = "../.."

  name                = "zk-income-example"
  notification_emails = ["ops@example.com"]
  api_ids             = { issuer = "a1b2c3d4e5", verifier = "f6a7b8c9d0" }
  table_names         = { Nonces = "zk-income-example-Nonces" }
  thresholds          = { latency_p99_ms = 500 }
}

output "alarm_names" {
  description = "Names of the alarms."
  value       = module.observability.alarm_names
}
