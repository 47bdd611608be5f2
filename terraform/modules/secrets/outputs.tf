output "secret_arns" {
  description = "ARN of the secret of a service."
  value       = { for service, secret in aws_secretsmanager_secret.this : service => secret.arn }
}

output "secret_ids" {
  description = "What a service has as KEY_SECRET_ID."
  value       = { for service, secret in aws_secretsmanager_secret.this : service => secret.id }
}

output "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the secrets."
  value       = aws_kms_key.this.arn
}

output "rotation_log_group_arn" {
  description = "ARN of the log group of the functions that rotate; null where there are none."
  value       = one(aws_cloudwatch_log_group.rotation[*].arn)
}

output "rotation_function_names" {
  description = "Name of the function that rotates the keys of a service; empty where there are none."
  value       = { for service, function in aws_lambda_function.rotation : service => function.function_name }
}
