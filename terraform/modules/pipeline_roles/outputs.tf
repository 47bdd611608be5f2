output "push_role_arn" {
  description = "ARN of the role that pushes images. Null without `github_repository` or `enable_push`."
  value       = try(aws_iam_role.pipeline["push"].arn, null)
}

output "plan_role_arn" {
  description = "ARN of the role that plans pull requests. It is read-only and cannot lock the state: use `-lock=false`. Null without `github_repository`."
  value       = try(aws_iam_role.pipeline["plan"].arn, null)
}

output "deploy_role_arns" {
  description = "ARNs of the roles that deploy images, keyed by environment. Empty without `github_repository`."
  value       = { for environment in keys(var.environments) : environment => aws_iam_role.pipeline["${environment}-deploy"].arn if length(local.roles) > 0 }
}

output "rollback_role_arns" {
  description = "ARNs of the roles that roll images back, keyed by environment. Empty without `github_repository`."
  value       = { for environment in keys(var.environments) : environment => aws_iam_role.pipeline["${environment}-rollback"].arn if length(local.roles) > 0 }
}

output "apply_role_arns" {
  description = "ARNs of the roles that apply Terraform, keyed by environment. Empty without `github_repository`."
  value       = { for environment in keys(var.environments) : environment => aws_iam_role.pipeline["${environment}-apply"].arn if length(local.roles) > 0 }
}

output "permissions_boundary_arns" {
  description = "ARNs of the permissions boundaries, keyed by environment, for `permissions_boundary_arn` of the other modules."
  value       = { for environment in keys(var.environments) : environment => aws_iam_policy.boundary[environment].arn }
}

output "role_names" {
  description = "Names of all roles, keyed by role: `push`, `plan`, and `ENV-deploy`, `ENV-rollback` and `ENV-apply` of each environment. The workflows assume the roles by these names."
  value       = { for role in keys(local.all_roles) : role => "${var.name}-pipeline-${role}" }
}

output "policies" {
  description = "Rendered policies in JSON, keyed by role and policy. `npm run check:permissions` reads them."
  value       = local.policies
}
