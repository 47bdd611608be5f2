output "task_role_arns" {
  description = "ARNs of the task roles, keyed by service. Empty in mode `lambda`."
  value       = { for service in local.fargate : service => aws_iam_role.task[service].arn }
}

output "execution_role_arns" {
  description = "ARNs of the execution roles, keyed by service. Empty in mode `lambda`."
  value       = { for service in local.fargate : service => aws_iam_role.execution[service].arn }
}

output "function_role_arns" {
  description = "ARNs of the function roles, keyed by service. Empty in mode `fargate`."
  value       = { for service in local.lambda : service => aws_iam_role.function["${service}-function"].arn }
}

output "rotation_role_arn" {
  description = "ARN of the role of the rotation functions. Null without rotation."
  value       = try(aws_iam_role.function["rotation"].arn, null)
}

output "policies" {
  description = "Rendered policies in JSON, keyed by role and policy. `npm run check:permissions` reads them."
  value       = local.policies
}
