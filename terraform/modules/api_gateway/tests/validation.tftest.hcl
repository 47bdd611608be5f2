# Each run passes one invalid value and expects the validation of that variable to fail.

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

run "rejects_name_with_space" {
  command = plan
  variables {
    name = "zk income"
  }
  expect_failures = [var.name]
}

run "rejects_unknown_mode" {
  command = plan
  variables {
    mode = "ecs"
  }
  expect_failures = [var.mode]
}

run "rejects_empty_services" {
  command = plan
  variables {
    services = {}
  }
  expect_failures = [var.services]
}

run "rejects_origin_with_path" {
  command = plan
  variables {
    services = { issuer = { cors_origins = ["https://wallet.example/"] } }
  }
  expect_failures = [var.services]
}

run "rejects_wildcard_origin" {
  command = plan
  variables {
    services = { issuer = { cors_origins = ["*"] } }
  }
  expect_failures = [var.services]
}

run "rejects_zero_rate" {
  command = plan
  variables {
    services = { issuer = { throttle = { rate = 0, burst = 1 } } }
  }
  expect_failures = [var.services]
}

run "rejects_fractional_burst" {
  command = plan
  variables {
    services = { issuer = { route_throttles = { "POST /issue" = { rate = 1, burst = 0.5 } } } }
  }
  expect_failures = [var.services]
}

run "rejects_route_limit_above_api_limit" {
  command = plan
  variables {
    services = { issuer = { throttle = { rate = 10, burst = 20 }, route_throttles = { "POST /issue" = { rate = 11, burst = 20 } } } }
  }
  expect_failures = [var.services]
}

run "rejects_route_without_method" {
  command = plan
  variables {
    services = { issuer = { route_throttles = { "/issue" = { rate = 1, burst = 1 } } } }
  }
  expect_failures = [var.services]
}

run "rejects_domain_with_scheme" {
  command = plan
  variables {
    services = { issuer = { domain = { name = "https://issuer.example.com", certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/1" } } }
  }
  expect_failures = [var.services]
}

run "rejects_invalid_certificate_arn" {
  command = plan
  variables {
    services = { issuer = { domain = { name = "issuer.example.com", certificate_arn = "certificate/1" } } }
  }
  expect_failures = [var.services]
}

run "rejects_authorized_route_without_authorizer" {
  command = plan
  variables {
    services = { issuer = { authorized_routes = ["POST /issue"] } }
  }
  expect_failures = [var.services]
}

run "rejects_missing_listener" {
  command = plan
  variables {
    listener_arns = { issuer = "arn" }
  }
  expect_failures = [var.listener_arns]
}

run "rejects_single_subnet" {
  command = plan
  variables {
    vpc_link_subnet_ids = ["subnet-a"]
  }
  expect_failures = [var.vpc_link_subnet_ids]
}

run "rejects_missing_security_group" {
  command = plan
  variables {
    vpc_link_security_group_ids = []
  }
  expect_failures = [var.vpc_link_security_group_ids]
}

run "rejects_missing_function" {
  command = plan
  variables {
    mode           = "lambda"
    function_names = { issuer = "f" }
  }
  expect_failures = [var.function_names]
}

run "rejects_missing_function_alias" {
  command = plan
  variables {
    mode                       = "lambda"
    function_alias_invoke_arns = { issuer = "f" }
  }
  expect_failures = [var.function_alias_invoke_arns]
}

run "rejects_missing_access_log_group" {
  command = plan
  variables {
    access_log_group_arns = { issuer = "arn" }
  }
  expect_failures = [var.access_log_group_arns]
}

run "rejects_http_token_issuer" {
  command = plan
  variables {
    jwt_authorizer = { issuer = "http://login.example", audience = ["a"] }
  }
  expect_failures = [var.jwt_authorizer]
}

run "rejects_empty_audience" {
  command = plan
  variables {
    jwt_authorizer = { issuer = "https://login.example", audience = [] }
  }
  expect_failures = [var.jwt_authorizer]
}

run "rejects_token_in_body" {
  command = plan
  variables {
    jwt_authorizer = { issuer = "https://login.example", audience = ["a"], identity_source = "$request.body.token" }
  }
  expect_failures = [var.jwt_authorizer]
}

run "rejects_timeout_above_limit" {
  command = plan
  variables {
    timeout_ms = 60000
  }
  expect_failures = [var.timeout_ms]
}
