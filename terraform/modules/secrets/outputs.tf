output "secret_arns" {
  description = "ARNs of the secrets, keyed by service."
  value       = { for service, secret in aws_secretsmanager_secret.this : service => secret.arn }
}

output "secret_ids" {
  description = "IDs of the secrets, keyed by service. Each is the `KEY_SECRET_ID` of its service."
  value       = { for service, secret in aws_secretsmanager_secret.this : service => secret.id }
}

output "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the secrets."
  value       = aws_kms_key.this.arn
}

output "rotation_log_group_arn" {
  description = "ARN of the log group of the rotation functions. Null without rotation."
  value       = one(aws_cloudwatch_log_group.rotation[*].arn)
}

output "rotation_function_names" {
  description = "Names of the rotation functions, keyed by service. Empty without rotation."
  value       = { for service, function in aws_lambda_function.rotation : service => function.function_name }
}
