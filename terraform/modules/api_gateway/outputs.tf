output "api_ids" {
  description = "IDs of the HTTP APIs, keyed by service."
  value       = { for key, api in aws_apigatewayv2_api.this : key => api.id }
}

output "api_arns" {
  description = "ARNs of the HTTP APIs, keyed by service."
  value       = { for key, api in aws_apigatewayv2_api.this : key => api.arn }
}

output "endpoints" {
  description = "Public URLs of the services, keyed by service. Each is the `PUBLIC_URL` of its service."
  value       = { for key, api in aws_apigatewayv2_api.this : key => var.services[key].domain == null ? api.api_endpoint : "https://${var.services[key].domain.name}" }
}

output "domain_targets" {
  description = "Target domain names for DNS records of custom domains, keyed by service. Create an alias or CNAME record yourself if the service has no `zone_id`."
  value       = { for key, domain in aws_apigatewayv2_domain_name.this : key => domain.domain_name_configuration[0].target_domain_name }
}

output "client_address_header" {
  description = "Name of the request header that carries the client address behind the VPC link. Pass it to the services as `CLIENT_ADDRESS_HEADER`."
  value       = local.client_address_header
}

output "listener_server_name" {
  description = "Server name that the integrations verify in the certificate of the load balancer. Null if the integrations use plain HTTP."
  value       = one(distinct([for integration in aws_apigatewayv2_integration.this : one(integration.tls_config[*].server_name_to_verify)]))
}
