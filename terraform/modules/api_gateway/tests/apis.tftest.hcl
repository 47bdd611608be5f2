# Settings that do not depend on the compute mode: throttling, CORS, access logs, domains, JWT authorizers.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name                        = "zk-income-dev"
  listener_arns               = { issuer = "arn:listener/issuer", verifier = "arn:listener/verifier" }
  vpc_link_subnet_ids         = ["subnet-a", "subnet-b"]
  vpc_link_security_group_ids = ["sg-link"]
  function_names              = { issuer = "zk-income-dev-issuer", verifier = "zk-income-dev-verifier" }
  function_alias_invoke_arns  = { issuer = "arn:invoke/issuer", verifier = "arn:invoke/verifier" }
  access_log_group_arns       = { issuer = "arn:log/issuer", verifier = "arn:log/verifier" }
}

run "throttling" {
  assert {
    condition     = { for key, stage in aws_apigatewayv2_stage.this : key => [one(stage.default_route_settings).throttling_rate_limit, one(stage.default_route_settings).throttling_burst_limit] } == { issuer = [500, 1000], verifier = [500, 1000] }
    error_message = "Each API must have a rate limit and a burst limit."
  }
  assert {
    condition = { for settings in aws_apigatewayv2_stage.this["verifier"].route_settings : settings.route_key => "${settings.throttling_rate_limit} ${settings.throttling_burst_limit}" } == {
      "GET /health/ready"         = "5 10", "POST /verify" = "100 200", "POST /requests" = "50 100", "GET /requests/{id}" = "200 400", "DELETE /requests/{id}" = "50 100",
      "GET /openid/requests/{id}" = "200 400", "POST /openid/requests/{id}" = "200 400", "POST /openid/responses/{id}" = "100 200"
    }
    error_message = "Each throttled route of the verifier must have its own rate and burst limits."
  }
  assert {
    condition     = { for settings in aws_apigatewayv2_stage.this["issuer"].route_settings : settings.route_key => "${settings.throttling_rate_limit} ${settings.throttling_burst_limit}" } == { "GET /health/ready" = "5 10", "POST /issue" = "20 40", "POST /credentials/{id}/status" = "20 40", "POST /offers" = "20 40", "POST /openid/token" = "50 100", "POST /openid/credential" = "20 40" }
    error_message = "Each route of the issuer that writes must have its own rate and burst limits."
  }
  assert {
    condition     = toset([for route in values(aws_apigatewayv2_route.named) : route.route_key]) == toset(flatten([for stage in values(aws_apigatewayv2_stage.this) : [for settings in stage.route_settings : settings.route_key]]))
    error_message = "Each throttled route must exist as a route of the API."
  }
  assert {
    condition     = alltrue(flatten([for stage in values(aws_apigatewayv2_stage.this) : concat([one(stage.default_route_settings).detailed_metrics_enabled], [for settings in stage.route_settings : settings.detailed_metrics_enabled])]))
    error_message = "Detailed metrics must be enabled for each route."
  }
}

run "custom_throttling" {
  variables {
    services = {
      issuer   = { throttle = { rate = 2, burst = 5 }, route_throttles = { "POST /issue" = { rate = 1, burst = 2 } } }
      verifier = {}
    }
  }

  assert {
    condition     = one(aws_apigatewayv2_stage.this["issuer"].default_route_settings).throttling_rate_limit == 2 && one(aws_apigatewayv2_stage.this["issuer"].route_settings).throttling_burst_limit == 2
    error_message = "The stage must use the given throttling limits."
  }
  assert {
    condition     = one(aws_apigatewayv2_stage.this["verifier"].default_route_settings).throttling_rate_limit == 200 && one(aws_apigatewayv2_stage.this["verifier"].default_route_settings).throttling_burst_limit == 400
    error_message = "An API without given limits must use the default limits."
  }
}

run "routing" {
  assert {
    condition     = alltrue([for stage in values(aws_apigatewayv2_stage.this) : stage.name == "$default" && stage.auto_deploy])
    error_message = "The stage must not appear in the path."
  }
  assert {
    condition     = alltrue([for key, route in aws_apigatewayv2_route.default : route.route_key == "$default" && route.target == "integrations/${aws_apigatewayv2_integration.this[key].id}"])
    error_message = "The default route must lead to the integration of the service."
  }
  assert {
    condition     = alltrue([for key, route in aws_apigatewayv2_route.named : route.target == "integrations/${aws_apigatewayv2_integration.this[split(" ", key)[0]].id}"])
    error_message = "Named routes must lead to the integration of the same service."
  }
  assert {
    condition     = alltrue([for integration in values(aws_apigatewayv2_integration.this) : !strcontains(jsonencode(integration.request_parameters), "path")])
    error_message = "No integration may rewrite the path."
  }
}

run "cors" {
  variables {
    services = {
      issuer   = {}
      verifier = { cors_origins = ["https://wallet.example", "http://localhost:5173"] }
    }
  }

  assert {
    condition     = length(aws_apigatewayv2_api.this["issuer"].cors_configuration) == 0
    error_message = "CORS must be disabled by default."
  }
  assert {
    condition     = one(aws_apigatewayv2_api.this["verifier"].cors_configuration).allow_origins == toset(["https://wallet.example", "http://localhost:5173"])
    error_message = "CORS must allow exactly the given origins."
  }
  assert {
    condition     = one(aws_apigatewayv2_api.this["verifier"].cors_configuration).allow_headers == toset(["authorization", "content-type", "idempotency-key"]) && one(aws_apigatewayv2_api.this["verifier"].cors_configuration).allow_credentials == false
    error_message = "CORS must allow the headers that the services read, and no credentials."
  }
  assert {
    condition     = contains(one(aws_apigatewayv2_api.this["verifier"].cors_configuration).expose_headers, "retry-after") && contains(one(aws_apigatewayv2_api.this["verifier"].cors_configuration).expose_headers, "x-request-id")
    error_message = "CORS must expose the response headers that clients need."
  }
}

run "access_logs" {
  assert {
    condition     = { for key, stage in aws_apigatewayv2_stage.this : key => one(stage.access_log_settings).destination_arn } == { for key, arn in var.access_log_group_arns : key => arn }
    error_message = "Each API must write its own access log."
  }
  assert {
    condition     = alltrue([for stage in values(aws_apigatewayv2_stage.this) : length(setsubtract(["requestId", "route", "status", "responseMs", "integrationMs"], keys(jsondecode(one(stage.access_log_settings).format)))) == 0])
    error_message = "The access log must be JSON with route, status and latencies."
  }
  assert {
    condition     = alltrue([for stage in values(aws_apigatewayv2_stage.this) : length(regexall("sourceIp|\\.path|rawPath|userAgent|querystring", one(stage.access_log_settings).format)) == 0])
    error_message = "The access log must contain neither addresses nor paths."
  }
}

run "without_custom_domain" {
  assert {
    condition     = length(aws_apigatewayv2_domain_name.this) == 0 && alltrue([for api in values(aws_apigatewayv2_api.this) : api.disable_execute_api_endpoint == false && api.ip_address_type == "dualstack"])
    error_message = "An API without a custom domain must use the execute-api endpoint over IPv4 and IPv6."
  }
  assert {
    condition     = output.endpoints == { for key in ["issuer", "verifier"] : key => "https://abcdef0123.execute-api.eu-central-1.amazonaws.com" }
    error_message = "The URL must be the execute-api endpoint."
  }
}

run "with_custom_domain" {
  variables {
    services = {
      issuer   = { domain = { name = "issuer.example.com", certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/1", zone_id = "Z1" } }
      verifier = { domain = { name = "verifier.example.com", certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/2" } }
    }
  }

  assert {
    condition     = alltrue([for domain in values(aws_apigatewayv2_domain_name.this) : one(domain.domain_name_configuration).security_policy == "TLS_1_2" && one(domain.domain_name_configuration).endpoint_type == "REGIONAL" && one(domain.domain_name_configuration).ip_address_type == "dualstack"]) && length(aws_apigatewayv2_domain_name.this) == 2
    error_message = "A custom domain must require TLS 1.2 and support IPv4 and IPv6."
  }
  assert {
    condition     = alltrue([for api in values(aws_apigatewayv2_api.this) : api.disable_execute_api_endpoint])
    error_message = "An API with a custom domain must disable the execute-api endpoint."
  }
  assert {
    condition     = alltrue([for key, mapping in aws_apigatewayv2_api_mapping.this : mapping.api_id == aws_apigatewayv2_api.this[key].id && mapping.domain_name == aws_apigatewayv2_domain_name.this[key].id]) && length(aws_apigatewayv2_api_mapping.this) == 2
    error_message = "The custom domain must map to the API of its service."
  }
  assert {
    condition     = { for key, record in aws_route53_record.this : key => "${record.zone_id} ${record.type} ${record.name}" } == { "issuer A" = "Z1 A issuer.example.com", "issuer AAAA" = "Z1 AAAA issuer.example.com" }
    error_message = "Only domains with a zone ID must get A and AAAA records."
  }
  assert {
    condition     = output.endpoints == { issuer = "https://issuer.example.com", verifier = "https://verifier.example.com" }
    error_message = "The URL must be the custom domain."
  }
}

run "without_jwt_authorizer" {
  assert {
    condition     = length(aws_apigatewayv2_authorizer.jwt) == 0 && alltrue([for route in values(aws_apigatewayv2_route.named) : route.authorization_type == "NONE"])
    error_message = "No route may require a JWT by default."
  }
}

run "with_jwt_authorizer" {
  variables {
    services = {
      issuer = {
        cors_origins      = ["https://wallet.example"]
        route_throttles   = { "POST /credentials/{id}/status" = { rate = 20, burst = 40 } }
        authorized_routes = ["POST /issue"]
      }
      verifier = { cors_origins = ["https://wallet.example"] }
    }
    jwt_authorizer = { issuer = "https://login.example", audience = ["zk-income"], scopes = ["issue"] }
  }

  assert {
    condition     = keys(aws_apigatewayv2_authorizer.jwt) == ["issuer"] && one(aws_apigatewayv2_authorizer.jwt["issuer"].jwt_configuration).issuer == "https://login.example" && one(aws_apigatewayv2_authorizer.jwt["issuer"].jwt_configuration).audience == toset(["zk-income"])
    error_message = "The authorizer must use the given issuer and audience."
  }
  assert {
    condition     = aws_apigatewayv2_route.named["issuer POST /issue"].authorization_type == "JWT" && aws_apigatewayv2_route.named["issuer POST /issue"].authorizer_id == aws_apigatewayv2_authorizer.jwt["issuer"].id && aws_apigatewayv2_route.named["issuer POST /issue"].authorization_scopes == toset(["issue"])
    error_message = "The authorized route must require a JWT with the given scope."
  }
  assert {
    condition     = aws_apigatewayv2_route.named["issuer POST /credentials/{id}/status"].authorization_type == "NONE"
    error_message = "Other routes must not require a JWT."
  }
  assert {
    condition     = aws_apigatewayv2_authorizer.jwt["issuer"].identity_sources == toset(["$request.header.X-Gateway-Token"])
    error_message = "The JWT must not be in the Authorization header, which carries the API keys."
  }
  assert {
    condition     = contains(one(aws_apigatewayv2_api.this["issuer"].cors_configuration).allow_headers, "x-gateway-token") && !contains(one(aws_apigatewayv2_api.this["verifier"].cors_configuration).allow_headers, "x-gateway-token")
    error_message = "CORS must allow the JWT header only for the API with an authorizer."
  }
}
