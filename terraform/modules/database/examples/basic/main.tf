provider "aws" {
  region = "eu-central-1"
}

module "database" {
  source = "../.."

  name = "zk-income-example"
}

output "table_prefix" {
  value = module.database.table_prefix
}
