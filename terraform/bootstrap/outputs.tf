output "state_bucket" {
  description = "Name of the bucket: `-backend-config=bucket=…` of every environment."
  value       = aws_s3_bucket.state.bucket
}

output "lock_table" {
  description = "Name of the lock table, as environments/s3.tfbackend has it."
  value       = aws_dynamodb_table.locks.name
}

output "repository_urls" {
  description = "Where the image of a service is pushed to."
  value       = module.registry.repository_urls
}

output "repository_arns" {
  description = "ARN of the repository of a service."
  value       = module.registry.repository_arns
}

output "push_role_arn" {
  description = "ARN of the role that pushes images; null without a pipeline."
  value       = one(module.pipeline_roles[*].push_role_arn)
}

output "plan_role_arn" {
  description = "ARN of the role that plans on pull requests; null without a pipeline."
  value       = one(module.pipeline_roles[*].plan_role_arn)
}

output "deploy_role_arns" {
  description = "ARNs of the roles that roll out images, by environment."
  value       = try(module.pipeline_roles[0].deploy_role_arns, {})
}

output "apply_role_arns" {
  description = "ARNs of the roles that apply Terraform, by environment."
  value       = try(module.pipeline_roles[0].apply_role_arns, {})
}
