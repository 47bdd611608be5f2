output "push_role_arn" {
  description = "ARN of the role that pushes images."
  value       = aws_iam_role.pipeline["push"].arn
}

output "plan_role_arn" {
  description = "ARN of the role that plans pull requests. It is read-only and cannot lock the state: use `-lock=false`."
  value       = aws_iam_role.pipeline["plan"].arn
}

output "deploy_role_arns" {
  description = "ARNs of the roles that deploy and roll back images, keyed by environment."
  value       = { for environment in keys(var.environments) : environment => aws_iam_role.pipeline["${environment}-deploy"].arn }
}

output "apply_role_arns" {
  description = "ARNs of the roles that apply Terraform, keyed by environment."
  value       = { for environment in keys(var.environments) : environment => aws_iam_role.pipeline["${environment}-apply"].arn }
}

output "permissions_boundary_arns" {
  description = "ARNs of the permissions boundaries, keyed by environment, for `permissions_boundary_arn` of the other modules."
  value       = { for environment in keys(var.environments) : environment => aws_iam_policy.boundary[environment].arn }
}

output "policies" {
  description = "Rendered policies in JSON, keyed by role and policy. `npm run check:permissions` reads them."
  value       = local.policies
}
