locals {
  on_fargate = var.mode == "fargate"

  # Not X-Forwarded-For: an HTTP API cannot overwrite it, and the load balancer would only append the address of the VPC
  # link.
  client_address_header = "x-client-address"

  # Request headers that carry the JWT. CORS must allow browsers to send them.
  token_headers = [for name in flatten(regexall("^\\$request\\.header\\.(.+)$", try(var.jwt_authorizer.identity_source, ""))) : lower(name)]

  # Routes with their own throttle or authorizer. All other requests match the `$default` route.
  routes = merge([
    for key, service in var.services : {
      for route in setunion(keys(service.route_throttles), service.authorized_routes) : "${key} ${route}" => {
        service    = key
        route      = route
        authorized = contains(service.authorized_routes, route)
      }
    }
  ]...)
}

resource "aws_apigatewayv2_api" "this" {
  for_each = var.services

  name          = "${var.name}-${each.key}"
  description   = "HTTP API of the ${each.key} in ${var.name}"
  protocol_type = "HTTP"
  # Verifiers in a VPC without a NAT gateway reach the issuer over IPv6.
  ip_address_type = "dualstack"
  # Credentials identify the issuer by its URL, so a service with a custom domain must have no second URL.
  disable_execute_api_endpoint = each.value.domain != null

  # The same CORS policy as the services apply themselves (libs/service-kit). API Gateway answers preflight requests.
  dynamic "cors_configuration" {
    for_each = length(each.value.cors_origins) == 0 ? [] : [each.value.cors_origins]

    content {
      allow_origins     = cors_configuration.value
      allow_methods     = ["GET", "HEAD", "POST", "DELETE"]
      allow_headers     = concat(["authorization", "content-type", "idempotency-key"], length(each.value.authorized_routes) == 0 ? [] : local.token_headers)
      expose_headers    = ["x-request-id", "retry-after", "idempotency-replayed", "ratelimit", "ratelimit-policy"]
      allow_credentials = false
      max_age           = 600
    }
  }

  tags = var.tags
}

resource "aws_apigatewayv2_vpc_link" "this" {
  count = local.on_fargate ? 1 : 0

  name               = var.name
  subnet_ids         = var.vpc_link_subnet_ids
  security_group_ids = var.vpc_link_security_group_ids

  tags = var.tags
}

# The integration forwards path, query and body unchanged.
resource "aws_apigatewayv2_integration" "this" {
  for_each = var.services

  api_id               = aws_apigatewayv2_api.this[each.key].id
  integration_type     = local.on_fargate ? "HTTP_PROXY" : "AWS_PROXY"
  integration_method   = local.on_fargate ? "ANY" : "POST"
  integration_uri      = local.on_fargate ? var.listener_arns[each.key] : var.function_alias_invoke_arns[each.key]
  connection_type      = local.on_fargate ? "VPC_LINK" : "INTERNET"
  connection_id        = local.on_fargate ? aws_apigatewayv2_vpc_link.this[0].id : null
  timeout_milliseconds = var.timeout_ms

  payload_format_version = local.on_fargate ? "1.0" : "2.0"

  # Overwrites any value that the client sent. Lambda functions read the address from the event.
  request_parameters = local.on_fargate ? { "overwrite:header.${local.client_address_header}" = "$context.identity.sourceIp" } : null

  dynamic "tls_config" {
    for_each = local.on_fargate && var.listener_server_name != null ? [var.listener_server_name] : []

    content {
      server_name_to_verify = tls_config.value
    }
  }
}

resource "aws_apigatewayv2_route" "default" {
  # checkov:skip=CKV_AWS_309:The services authenticate API clients themselves and serve public documents.
  for_each = var.services

  api_id    = aws_apigatewayv2_api.this[each.key].id
  route_key = "$default"
  target    = "integrations/${aws_apigatewayv2_integration.this[each.key].id}"
}

resource "aws_apigatewayv2_route" "named" {
  # checkov:skip=CKV_AWS_309:The services authenticate API clients themselves. The JWT authorizer is optional.
  for_each = local.routes

  api_id               = aws_apigatewayv2_api.this[each.value.service].id
  route_key            = each.value.route
  target               = "integrations/${aws_apigatewayv2_integration.this[each.value.service].id}"
  authorization_type   = each.value.authorized ? "JWT" : "NONE"
  authorizer_id        = each.value.authorized ? aws_apigatewayv2_authorizer.jwt[each.value.service].id : null
  authorization_scopes = each.value.authorized ? var.jwt_authorizer.scopes : null
}

resource "aws_apigatewayv2_authorizer" "jwt" {
  for_each = { for key, service in var.services : key => service if length(service.authorized_routes) > 0 }

  api_id           = aws_apigatewayv2_api.this[each.key].id
  name             = "jwt"
  authorizer_type  = "JWT"
  identity_sources = [var.jwt_authorizer.identity_source]

  jwt_configuration {
    issuer   = var.jwt_authorizer.issuer
    audience = var.jwt_authorizer.audience
  }
}

resource "aws_lambda_permission" "api" {
  for_each = local.on_fargate ? {} : var.services

  statement_id  = "api-gateway"
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  function_name = var.function_names[each.key]
  qualifier     = var.function_alias
  source_arn    = "${aws_apigatewayv2_api.this[each.key].execution_arn}/*"
}
