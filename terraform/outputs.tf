output "name" {
  description = "Comes before the name of everything in this environment."
  value       = local.name
}

output "region" {
  description = "The region: AWS_REGION of scripts/deploy.sh."
  value       = var.region
}

output "compute_mode" {
  description = "`fargate` or `lambda`: COMPUTE_MODE of scripts/deploy.sh."
  value       = var.compute_mode
}

output "endpoints" {
  description = "Where a service is reached, by service."
  value       = module.api_gateway.endpoints
}

output "domain_targets" {
  description = "What a domain without a Route 53 zone has to be an alias of, by service."
  value       = module.api_gateway.domain_targets
}

output "images" {
  description = "The images that services were made with, by service."
  value       = local.images
}

output "cluster_name" {
  description = "Name of the ECS cluster; null on Lambda."
  value       = module.compute.cluster_name
}

output "service_names" {
  description = "Name of the ECS service of a service; empty on Lambda."
  value       = module.compute.service_names
}

output "function_names" {
  description = "Name of the function of a service; empty on Fargate."
  value       = module.compute.function_names
}

output "function_alias" {
  description = "The alias of the functions that takes requests."
  value       = module.compute.function_alias
}

output "table_prefix" {
  description = "TABLE_PREFIX of the commands that look after an environment, like `npm run clients`."
  value       = module.database.table_prefix
}

output "secret_ids" {
  description = "KEY_SECRET_ID of `npm run keys`, by service."
  value       = module.secrets.secret_ids
}

output "rotation_function_names" {
  description = "Name of the function that rotates the signing keys of a service; empty where they are rotated by hand."
  value       = module.secrets.rotation_function_names
}

output "log_group_names" {
  description = "Name of the log group of a service."
  value       = module.observability.log_group_names
}

output "alarm_topic_arn" {
  description = "ARN of the SNS topic of all alarms."
  value       = module.observability.topic_arn
}

output "dashboard_name" {
  description = "Name of the dashboard in CloudWatch."
  value       = module.observability.dashboard_name
}

output "nat_public_ips" {
  description = "Addresses from which the verifier reaches issuers over IPv4; empty without NAT."
  value       = module.network.nat_public_ips
}
