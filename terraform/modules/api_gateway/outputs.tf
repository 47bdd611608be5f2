output "api_ids" {
  description = "ID of the HTTP API of a service."
  value       = { for key, api in aws_apigatewayv2_api.this : key => api.id }
}

output "api_arns" {
  description = "ARN of the HTTP API of a service."
  value       = { for key, api in aws_apigatewayv2_api.this : key => api.arn }
}

output "endpoints" {
  description = "Where a service is reached: its `PUBLIC_URL`."
  value       = { for key, api in aws_apigatewayv2_api.this : key => var.services[key].domain == null ? api.api_endpoint : "https://${var.services[key].domain.name}" }
}

output "domain_targets" {
  description = "What the name of a service with a domain of its own has to be an alias of, where this module makes no record."
  value       = { for key, domain in aws_apigatewayv2_domain_name.this : key => domain.domain_name_configuration[0].target_domain_name }
}

output "client_address_header" {
  description = "The header in which a service behind the VPC link is told the client's address: its `CLIENT_ADDRESS_HEADER`."
  value       = local.client_address_header
}

output "listener_server_name" {
  description = "Name that the APIs want to read in the load balancer's certificate; null where it speaks plain HTTP."
  value       = one(distinct([for integration in aws_apigatewayv2_integration.this : one(integration.tls_config[*].server_name_to_verify)]))
}
