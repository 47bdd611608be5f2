provider "aws" {
  region = "eu-central-1"
}

module "registry" {
  source = "../.."

  name = "zk-income"
}

output "push_to" {
  value = module.registry.repository_urls
}
