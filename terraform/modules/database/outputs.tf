output "table_names" {
  description = "Name of a table by its logical name."
  value       = { for logical, table in aws_dynamodb_table.this : logical => table.name }
}

output "table_arns" {
  description = "ARN of a table by its logical name."
  value       = { for logical, table in aws_dynamodb_table.this : logical => table.arn }
}

output "table_prefix" {
  description = "What the application has as TABLE_PREFIX."
  value       = local.prefix
}

output "kms_key_arn" {
  description = "The customer's key that encrypts the tables; null where it is AWS's own."
  value       = local.kms_key_arn
}
