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
