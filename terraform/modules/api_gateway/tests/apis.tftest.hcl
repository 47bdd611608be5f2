# What is before the services, whatever they run on: throttles, CORS, access logs, names, tokens.

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

run "throttles" {
  assert {
    condition     = { for key, stage in aws_apigatewayv2_stage.this : key => [one(stage.default_route_settings).throttling_rate_limit, one(stage.default_route_settings).throttling_burst_limit] } == { issuer = [500, 1000], verifier = [500, 1000] }
    error_message = "each API has a rate and a burst"
  }
  assert {
    condition = { for settings in aws_apigatewayv2_stage.this["verifier"].route_settings : settings.route_key => "${settings.throttling_rate_limit} ${settings.throttling_burst_limit}" } == {
      "POST /verify" = "100 200", "POST /requests" = "50 100", "GET /requests/{id}" = "200 400", "DELETE /requests/{id}" = "50 100"
    }
    error_message = "each route of the verifier has a rate and a burst of its own"
  }
  assert {
    condition     = { for settings in aws_apigatewayv2_stage.this["issuer"].route_settings : settings.route_key => "${settings.throttling_rate_limit} ${settings.throttling_burst_limit}" } == { "POST /issue" = "20 40", "POST /credentials/{id}/status" = "20 40" }
    error_message = "each route of the issuer that writes has a rate and a burst of its own"
  }
  assert {
    condition     = toset([for route in values(aws_apigatewayv2_route.named) : route.route_key]) == toset(flatten([for stage in values(aws_apigatewayv2_stage.this) : [for settings in stage.route_settings : settings.route_key]]))
    error_message = "a route that is throttled is a route"
  }
  assert {
    condition     = alltrue(flatten([for stage in values(aws_apigatewayv2_stage.this) : concat([one(stage.default_route_settings).detailed_metrics_enabled], [for settings in stage.route_settings : settings.detailed_metrics_enabled])]))
    error_message = "each route has its metrics"
  }
}

run "throttles_as_asked_for" {
  variables {
    services = {
      issuer   = { throttle = { rate = 2, burst = 5 }, route_throttles = { "POST /issue" = { rate = 1, burst = 2 } } }
      verifier = {}
    }
  }

  assert {
    condition     = one(aws_apigatewayv2_stage.this["issuer"].default_route_settings).throttling_rate_limit == 2 && one(aws_apigatewayv2_stage.this["issuer"].route_settings).throttling_burst_limit == 2
    error_message = "throttles are those asked for"
  }
  assert {
    condition     = one(aws_apigatewayv2_stage.this["verifier"].default_route_settings).throttling_rate_limit == 200 && one(aws_apigatewayv2_stage.this["verifier"].default_route_settings).throttling_burst_limit == 400
    error_message = "no API is without a throttle"
  }
}

run "paths" {
  assert {
    condition     = alltrue([for stage in values(aws_apigatewayv2_stage.this) : stage.name == "$default" && stage.auto_deploy])
    error_message = "no stage is part of a path"
  }
  assert {
    condition     = alltrue([for key, route in aws_apigatewayv2_route.default : route.route_key == "$default" && route.target == "integrations/${aws_apigatewayv2_integration.this[key].id}"])
    error_message = "whatever is asked goes to the service"
  }
  assert {
    condition     = alltrue([for key, route in aws_apigatewayv2_route.named : route.target == "integrations/${aws_apigatewayv2_integration.this[split(" ", key)[0]].id}"])
    error_message = "named routes go to the same service"
  }
  assert {
    condition     = alltrue([for integration in values(aws_apigatewayv2_integration.this) : !strcontains(jsonencode(integration.request_parameters), "path")])
    error_message = "nothing rewrites a path"
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
    error_message = "no page may call an API unless told so"
  }
  assert {
    condition     = one(aws_apigatewayv2_api.this["verifier"].cors_configuration).allow_origins == toset(["https://wallet.example", "http://localhost:5173"])
    error_message = "the origins given may call the API, and no other"
  }
  assert {
    condition     = one(aws_apigatewayv2_api.this["verifier"].cors_configuration).allow_headers == toset(["authorization", "content-type", "idempotency-key"]) && one(aws_apigatewayv2_api.this["verifier"].cors_configuration).allow_credentials == false
    error_message = "pages send what the services read, and no cookies"
  }
  assert {
    condition     = contains(one(aws_apigatewayv2_api.this["verifier"].cors_configuration).expose_headers, "retry-after") && contains(one(aws_apigatewayv2_api.this["verifier"].cors_configuration).expose_headers, "x-request-id")
    error_message = "pages see what the services tell their callers"
  }
}

run "access_logs" {
  assert {
    condition     = { for key, stage in aws_apigatewayv2_stage.this : key => one(stage.access_log_settings).destination_arn } == { for key, arn in var.access_log_group_arns : key => arn }
    error_message = "each API writes its access log"
  }
  assert {
    condition     = alltrue([for stage in values(aws_apigatewayv2_stage.this) : length(setsubtract(["requestId", "route", "status", "responseMs", "integrationMs"], keys(jsondecode(one(stage.access_log_settings).format)))) == 0])
    error_message = "access logs are JSON with route, status and latencies"
  }
  assert {
    condition     = alltrue([for stage in values(aws_apigatewayv2_stage.this) : length(regexall("sourceIp|\\.path|rawPath|userAgent|querystring", one(stage.access_log_settings).format)) == 0])
    error_message = "access logs have no address and no path"
  }
}

run "without_domain" {
  assert {
    condition     = length(aws_apigatewayv2_domain_name.this) == 0 && alltrue([for api in values(aws_apigatewayv2_api.this) : api.disable_execute_api_endpoint == false && api.ip_address_type == "dualstack"])
    error_message = "an API without a domain is reached by API Gateway's name, over IPv4 and IPv6"
  }
  assert {
    condition     = output.endpoints == { for key in ["issuer", "verifier"] : key => "https://abcdef0123.execute-api.eu-central-1.amazonaws.com" }
    error_message = "its URL is API Gateway's"
  }
}

run "with_domain" {
  variables {
    services = {
      issuer   = { domain = { name = "issuer.example.com", certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/1", zone_id = "Z1" } }
      verifier = { domain = { name = "verifier.example.com", certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/2" } }
    }
  }

  assert {
    condition     = alltrue([for domain in values(aws_apigatewayv2_domain_name.this) : one(domain.domain_name_configuration).security_policy == "TLS_1_2" && one(domain.domain_name_configuration).endpoint_type == "REGIONAL" && one(domain.domain_name_configuration).ip_address_type == "dualstack"]) && length(aws_apigatewayv2_domain_name.this) == 2
    error_message = "a domain speaks TLS 1.2 or later, over IPv4 and IPv6"
  }
  assert {
    condition     = alltrue([for api in values(aws_apigatewayv2_api.this) : api.disable_execute_api_endpoint])
    error_message = "an API with a domain has no other name"
  }
  assert {
    condition     = alltrue([for key, mapping in aws_apigatewayv2_api_mapping.this : mapping.api_id == aws_apigatewayv2_api.this[key].id && mapping.domain_name == aws_apigatewayv2_domain_name.this[key].id]) && length(aws_apigatewayv2_api_mapping.this) == 2
    error_message = "the domain leads to its API"
  }
  assert {
    condition     = { for key, record in aws_route53_record.this : key => "${record.zone_id} ${record.type} ${record.name}" } == { "issuer A" = "Z1 A issuer.example.com", "issuer AAAA" = "Z1 AAAA issuer.example.com" }
    error_message = "records are made in the zone given, and none without one"
  }
  assert {
    condition     = output.endpoints == { issuer = "https://issuer.example.com", verifier = "https://verifier.example.com" }
    error_message = "its URL is the domain's"
  }
}

run "without_tokens" {
  assert {
    condition     = length(aws_apigatewayv2_authorizer.jwt) == 0 && alltrue([for route in values(aws_apigatewayv2_route.named) : route.authorization_type == "NONE"])
    error_message = "no route asks for a token of somebody else unless told so"
  }
}

run "with_tokens" {
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
    error_message = "tokens are of the issuer and for the audience given"
  }
  assert {
    condition     = aws_apigatewayv2_route.named["issuer POST /issue"].authorization_type == "JWT" && aws_apigatewayv2_route.named["issuer POST /issue"].authorizer_id == aws_apigatewayv2_authorizer.jwt["issuer"].id && aws_apigatewayv2_route.named["issuer POST /issue"].authorization_scopes == toset(["issue"])
    error_message = "the route asks for a token with the scope"
  }
  assert {
    condition     = aws_apigatewayv2_route.named["issuer POST /credentials/{id}/status"].authorization_type == "NONE"
    error_message = "other routes ask for none"
  }
  assert {
    condition     = aws_apigatewayv2_authorizer.jwt["issuer"].identity_sources == toset(["$request.header.X-Gateway-Token"])
    error_message = "tokens are not where the services' own keys are"
  }
  assert {
    condition     = contains(one(aws_apigatewayv2_api.this["issuer"].cors_configuration).allow_headers, "x-gateway-token") && !contains(one(aws_apigatewayv2_api.this["verifier"].cors_configuration).allow_headers, "x-gateway-token")
    error_message = "pages may send the token where it is asked for"
  }
}
