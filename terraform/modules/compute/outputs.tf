output "web_acl_arn" {
  description = "ARN of the web ACL of the load balancer. Null without one."
  value       = one(aws_wafv2_web_acl.this[*].arn)
}

output "mode" {
  description = "Compute mode: `fargate` or `lambda`."
  value       = var.mode
}

output "listener_protocol" {
  description = "Protocol of the load balancer listeners: `HTTP` or `HTTPS`."
  value       = var.certificate_arn == null ? "HTTP" : "HTTPS"
}

output "listener_arns" {
  description = "ARNs of the load balancer listeners, keyed by service. Empty in mode `lambda`."
  value       = { for key, listener in aws_lb_listener.service : key => listener.arn }
}

output "vpc_link_security_group_ids" {
  description = "IDs of the security groups for the VPC link. Their members may reach the load balancer. Empty in mode `lambda`."
  value       = aws_security_group.vpc_link[*].id
}

output "alb_arn_suffix" {
  description = "ARN suffix of the load balancer, for CloudWatch dimensions. Null in mode `lambda`."
  value       = one(aws_lb.this[*].arn_suffix)
}

output "alb_dns_name" {
  description = "DNS name of the load balancer inside the VPC. Null in mode `lambda`."
  value       = one(aws_lb.this[*].dns_name)
}

output "alb_zone_id" {
  description = "Route 53 zone ID of the load balancer, for alias records. Null in mode `lambda`."
  value       = one(aws_lb.this[*].zone_id)
}

output "target_group_arn_suffixes" {
  description = "ARN suffixes of the target groups, for CloudWatch dimensions, keyed by service. Empty in mode `lambda`."
  value       = { for key, group in aws_lb_target_group.service : key => group.arn_suffix }
}

output "cluster_name" {
  description = "Name of the ECS cluster. Null in mode `lambda`."
  value       = one(aws_ecs_cluster.this[*].name)
}

output "cluster_arn" {
  description = "ARN of the ECS cluster. Null in mode `lambda`."
  value       = one(aws_ecs_cluster.this[*].arn)
}

output "service_names" {
  description = "Names of the ECS services, keyed by service. Empty in mode `lambda`."
  value       = { for key, service in aws_ecs_service.service : key => service.name }
}

output "task_families" {
  description = "Families of the task definitions, keyed by service. The pipeline registers new revisions in them. Empty in mode `lambda`."
  value       = { for key, definition in aws_ecs_task_definition.service : key => definition.family }
}

output "function_names" {
  description = "Names of the Lambda functions, keyed by service. Empty in mode `fargate`."
  value       = { for key, function in aws_lambda_function.service : key => function.function_name }
}

output "function_alias" {
  description = "Name of the function alias that receives requests. The pipeline moves it to a new version."
  value       = local.alias
}

output "function_alias_arns" {
  description = "ARNs of the function aliases, keyed by service. Empty in mode `fargate`."
  value       = { for key, alias in aws_lambda_alias.live : key => alias.arn }
}

output "function_alias_invoke_arns" {
  description = "Invoke ARNs of the function aliases, for API Gateway, keyed by service. Empty in mode `fargate`."
  value       = { for key, alias in aws_lambda_alias.live : key => alias.invoke_arn }
}

output "service_security_group_ids" {
  description = "IDs of the security groups of the tasks, or of functions in the VPC, keyed by service."
  value       = { for key, group in aws_security_group.service : key => group.id }
}
