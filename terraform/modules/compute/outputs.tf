output "mode" {
  description = "`fargate` or `lambda`, as asked for."
  value       = var.mode
}

output "listener_protocol" {
  description = "What the load balancer's listeners speak: `HTTP` or `HTTPS`."
  value       = var.certificate_arn == null ? "HTTP" : "HTTPS"
}

output "listener_arns" {
  description = "ARN of the listener of a service, for the VPC link; empty on Lambda."
  value       = { for key, listener in aws_lb_listener.service : key => listener.arn }
}

output "vpc_link_security_group_ids" {
  description = "Security groups for the VPC link: who is in them may reach the load balancer; empty on Lambda."
  value       = aws_security_group.vpc_link[*].id
}

output "alb_arn_suffix" {
  description = "The load balancer as CloudWatch names it; null on Lambda."
  value       = one(aws_lb.this[*].arn_suffix)
}

output "alb_dns_name" {
  description = "Name of the load balancer inside the VPC; null on Lambda."
  value       = one(aws_lb.this[*].dns_name)
}

output "alb_zone_id" {
  description = "Route 53 zone of the load balancer, for alias records inside the VPC; null on Lambda."
  value       = one(aws_lb.this[*].zone_id)
}

output "target_group_arn_suffixes" {
  description = "Target group of a service as CloudWatch names it; empty on Lambda."
  value       = { for key, group in aws_lb_target_group.service : key => group.arn_suffix }
}

output "cluster_name" {
  description = "Name of the ECS cluster; null on Lambda."
  value       = one(aws_ecs_cluster.this[*].name)
}

output "cluster_arn" {
  description = "ARN of the ECS cluster; null on Lambda."
  value       = one(aws_ecs_cluster.this[*].arn)
}

output "service_names" {
  description = "Name of the ECS service of a service; empty on Lambda."
  value       = { for key, service in aws_ecs_service.service : key => service.name }
}

output "task_families" {
  description = "Family of the task definitions of a service, of which the pipeline registers new revisions; empty on Lambda."
  value       = { for key, definition in aws_ecs_task_definition.service : key => definition.family }
}

output "function_names" {
  description = "Name of the Lambda function of a service; empty on Fargate."
  value       = { for key, function in aws_lambda_function.service : key => function.function_name }
}

output "function_alias" {
  description = "The alias that takes requests, which the pipeline moves to a new version."
  value       = local.alias
}

output "function_alias_arns" {
  description = "ARN of the alias of a service's function; empty on Fargate."
  value       = { for key, alias in aws_lambda_alias.live : key => alias.arn }
}

output "function_alias_invoke_arns" {
  description = "ARN by which API Gateway calls the alias of a service's function; empty on Fargate."
  value       = { for key, alias in aws_lambda_alias.live : key => alias.invoke_arn }
}

output "service_security_group_ids" {
  description = "Security group of the tasks (or functions in the VPC) of a service."
  value       = { for key, group in aws_security_group.service : key => group.id }
}
