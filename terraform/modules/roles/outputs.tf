output "task_role_arns" {
  description = "ARNs of the task roles by service; empty in mode `lambda`."
  value       = { for service in local.fargate : service => aws_iam_role.task[service].arn }
}

output "execution_role_arns" {
  description = "ARNs of the execution roles by service; empty in mode `lambda`."
  value       = { for service in local.fargate : service => aws_iam_role.execution[service].arn }
}

output "function_role_arns" {
  description = "ARNs of the function roles by service; empty in mode `fargate`."
  value       = { for service in local.lambda : service => aws_iam_role.function["${service}-function"].arn }
}

output "rotation_role_arn" {
  description = "ARN of the role of the function that rotates the signing keys; null where there is none."
  value       = try(aws_iam_role.function["rotation"].arn, null)
}

output "policies" {
  description = "The rendered policies (JSON) by role and, within it, by policy: what the least-privilege test reads."
  value       = local.policies
}
