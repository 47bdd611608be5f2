output "push_role_arn" {
  description = "ARN of the role that pushes images."
  value       = aws_iam_role.pipeline["push"].arn
}

output "plan_role_arn" {
  description = "ARN of the role that plans on pull requests: it reads, and locks nothing (`-lock=false`)."
  value       = aws_iam_role.pipeline["plan"].arn
}

output "deploy_role_arns" {
  description = "ARNs of the roles that roll out and roll back images, by environment."
  value       = { for environment in keys(var.environments) : environment => aws_iam_role.pipeline["${environment}-deploy"].arn }
}

output "apply_role_arns" {
  description = "ARNs of the roles that apply Terraform, by environment."
  value       = { for environment in keys(var.environments) : environment => aws_iam_role.pipeline["${environment}-apply"].arn }
}

output "permissions_boundary_arns" {
  description = "ARNs of the policies that bound every role of an environment, by environment: `permissions_boundary_arn` of module roles."
  value       = { for environment in keys(var.environments) : environment => aws_iam_policy.boundary[environment].arn }
}

output "policies" {
  description = "The rendered policies (JSON) by role and, within it, by policy: what the least-privilege test reads."
  value       = local.policies
}
