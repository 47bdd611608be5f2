locals {
  # Like the logs of the services, the access log contains no client address, path, header or body. An address is
  # personal data, and the path of a request contains the request ID, which is a capability.
  access_log_format = jsonencode({
    requestId          = "$context.requestId"
    time               = "$context.requestTimeEpoch"
    route              = "$context.routeKey"
    protocol           = "$context.protocol"
    status             = "$context.status"
    responseLength     = "$context.responseLength"
    responseMs         = "$context.responseLatency"
    integrationMs      = "$context.integrationLatency"
    integrationStatus  = "$context.integrationStatus"
    integrationError   = "$context.integrationErrorMessage"
    error              = "$context.error.message"
    authorizationError = "$context.authorizer.error"
  })
}

resource "aws_apigatewayv2_stage" "this" {
  for_each = var.services

  api_id = aws_apigatewayv2_api.this[each.key].id
  # The `$default` stage adds no path segment to the URL.
  name        = "$default"
  auto_deploy = true

  access_log_settings {
    destination_arn = var.access_log_group_arns[each.key]
    format          = local.access_log_format
  }

  default_route_settings {
    throttling_rate_limit    = each.value.throttle.rate
    throttling_burst_limit   = each.value.throttle.burst
    detailed_metrics_enabled = true
  }

  dynamic "route_settings" {
    for_each = each.value.route_throttles

    content {
      route_key                = route_settings.key
      throttling_rate_limit    = route_settings.value.rate
      throttling_burst_limit   = route_settings.value.burst
      detailed_metrics_enabled = true
    }
  }

  tags = var.tags

  # API Gateway rejects route settings for a route that does not exist yet. `auto_deploy` changes the deployment ID.
  depends_on = [aws_apigatewayv2_route.default, aws_apigatewayv2_route.named]
  lifecycle {
    ignore_changes = [deployment_id]
  }
}
