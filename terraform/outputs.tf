output "name" {
  description = "Name prefix of all resources in this environment."
  value       = local.name
}

output "region" {
  description = "AWS Region of the environment: `AWS_REGION` of scripts/deploy.sh."
  value       = var.region
}

output "compute_mode" {
  description = "Compute mode: `COMPUTE_MODE` of scripts/deploy.sh."
  value       = var.compute_mode
}

output "endpoints" {
  description = "Public URLs of the services, keyed by service."
  value       = module.api_gateway.endpoints
}

output "domain_targets" {
  description = "Target domain names for DNS records of custom domains without a Route 53 zone ID, keyed by service."
  value       = module.api_gateway.domain_targets
}

output "images" {
  description = "Image URIs that new services and functions start with, keyed by service."
  value       = local.images
}

output "cluster_name" {
  description = "Name of the ECS cluster. Null in mode `lambda`."
  value       = module.compute.cluster_name
}

output "service_names" {
  description = "Names of the ECS services, keyed by service. Empty in mode `lambda`."
  value       = module.compute.service_names
}

output "function_names" {
  description = "Names of the Lambda functions, keyed by service. Empty in mode `fargate`."
  value       = module.compute.function_names
}

output "function_alias" {
  description = "Name of the function alias that receives requests."
  value       = module.compute.function_alias
}

output "table_prefix" {
  description = "Prefix of the table names: `TABLE_PREFIX` of operator commands like `npm run clients`."
  value       = module.database.table_prefix
}

output "secret_ids" {
  description = "IDs of the secrets with the signing keys, keyed by service: `KEY_SECRET_ID` of `npm run keys`."
  value       = module.secrets.secret_ids
}

output "rotation_function_names" {
  description = "Names of the functions that rotate the signing keys, keyed by service. Empty without key rotation."
  value       = module.secrets.rotation_function_names
}

output "log_group_names" {
  description = "Names of the log groups, keyed by service."
  value       = module.observability.log_group_names
}

output "alarm_topic_arn" {
  description = "ARN of the SNS topic that receives all alarms."
  value       = module.observability.topic_arn
}

output "dashboard_name" {
  description = "Name of the CloudWatch dashboard."
  value       = module.observability.dashboard_name
}

output "nat_public_ips" {
  description = "Public IPv4 addresses of the NAT gateways, from which the verifier fetches documents of issuers. Empty without NAT gateways."
  value       = module.network.nat_public_ips
}
