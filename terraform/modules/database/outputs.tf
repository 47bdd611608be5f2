output "table_names" {
  description = "Names of the tables, keyed by logical name."
  value       = { for logical, table in aws_dynamodb_table.this : logical => table.name }
}

output "table_arns" {
  description = "ARNs of the tables, keyed by logical name."
  value       = { for logical, table in aws_dynamodb_table.this : logical => table.arn }
}

output "table_prefix" {
  description = "Prefix of the table names. Pass it to the services as `TABLE_PREFIX`."
  value       = local.prefix
}

output "kms_key_arn" {
  description = "ARN of the customer managed KMS key that encrypts the tables. Null if DynamoDB uses the AWS managed key."
  value       = local.kms_key_arn
}
