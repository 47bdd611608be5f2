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
