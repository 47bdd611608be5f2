output "state_bucket" {
  description = "Name of the state bucket, for `-backend-config=bucket=…` of every environment."
  value       = aws_s3_bucket.state.bucket
}

output "lock_table" {
  description = "Name of the lock table. Must equal `dynamodb_table` in environments/s3.tfbackend."
  value       = aws_dynamodb_table.locks.name
}

output "repository_urls" {
  description = "URLs of the repositories, keyed by service. Empty with `registry_account_id`."
  value       = try(module.registry[0].repository_urls, {})
}

output "repository_arns" {
  description = "ARNs of the repositories, keyed by service."
  value       = local.repository_arns
}

output "push_role_arn" {
  description = "ARN of the role that pushes images. Null without `github_repository` or with `registry_account_id`."
  value       = module.pipeline_roles.push_role_arn
}

output "plan_role_arn" {
  description = "ARN of the role that plans pull requests. Null without `github_repository`."
  value       = module.pipeline_roles.plan_role_arn
}

output "deploy_role_arns" {
  description = "ARNs of the roles that deploy images, keyed by environment. Empty without `github_repository`."
  value       = module.pipeline_roles.deploy_role_arns
}

output "rollback_role_arns" {
  description = "ARNs of the roles that roll images back, keyed by environment. Empty without `github_repository`."
  value       = module.pipeline_roles.rollback_role_arns
}

output "apply_role_arns" {
  description = "ARNs of the roles that apply Terraform, keyed by environment. Empty without `github_repository`."
  value       = module.pipeline_roles.apply_role_arns
}

output "role_names" {
  description = "Names of the pipeline roles, keyed by role: `push`, `plan`, and `ENV-deploy`, `ENV-rollback` and `ENV-apply` of each environment."
  value       = module.pipeline_roles.role_names
}

output "permissions_boundary_arns" {
  description = "ARNs of the permissions boundaries, keyed by environment."
  value       = module.pipeline_roles.permissions_boundary_arns
}
