# Integrations for the modes `fargate` and `lambda`.

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

run "fargate" {
  assert {
    condition     = aws_apigatewayv2_vpc_link.this[0].subnet_ids == toset(["subnet-a", "subnet-b"]) && aws_apigatewayv2_vpc_link.this[0].security_group_ids == toset(["sg-link"])
    error_message = "The VPC link must use the private subnets and the given security group."
  }
  assert {
    condition     = alltrue([for key, integration in aws_apigatewayv2_integration.this : integration.integration_type == "HTTP_PROXY" && integration.integration_method == "ANY" && integration.connection_type == "VPC_LINK" && integration.connection_id == aws_apigatewayv2_vpc_link.this[0].id && integration.integration_uri == "arn:listener/${key}"])
    error_message = "Requests must go through the VPC link to the listener of the service."
  }
  assert {
    condition     = alltrue([for integration in values(aws_apigatewayv2_integration.this) : integration.request_parameters == tomap({ "overwrite:header.x-client-address" = "$context.identity.sourceIp" })])
    error_message = "The integration must overwrite the client address header."
  }
  assert {
    condition     = output.client_address_header == "x-client-address"
    error_message = "The name of the client address header must be an output."
  }
  assert {
    condition     = alltrue([for integration in values(aws_apigatewayv2_integration.this) : length(integration.tls_config) == 0 && integration.timeout_milliseconds == 30000])
    error_message = "Without TLS settings the integration must use plain HTTP and a timeout of 30 seconds."
  }
  assert {
    condition     = length(aws_lambda_permission.api) == 0
    error_message = "Mode fargate must not create Lambda permissions."
  }
}

run "fargate_with_tls" {
  variables {
    listener_server_name = "internal.example.com"
    timeout_ms           = 10000
  }

  assert {
    condition     = alltrue([for integration in values(aws_apigatewayv2_integration.this) : one(integration.tls_config).server_name_to_verify == "internal.example.com" && integration.timeout_milliseconds == 10000])
    error_message = "The integration must verify the given server name and use the given timeout."
  }
}

run "lambda" {
  variables {
    mode                        = "lambda"
    listener_arns               = {}
    vpc_link_subnet_ids         = []
    vpc_link_security_group_ids = []
  }

  assert {
    condition     = length(aws_apigatewayv2_vpc_link.this) == 0
    error_message = "Mode lambda must not create a VPC link."
  }
  assert {
    condition     = alltrue([for key, integration in aws_apigatewayv2_integration.this : integration.integration_type == "AWS_PROXY" && integration.payload_format_version == "2.0" && integration.integration_uri == "arn:invoke/${key}" && integration.connection_type == "INTERNET"])
    error_message = "Requests must go to the function alias with payload format 2.0."
  }
  assert {
    condition     = alltrue([for key, permission in aws_lambda_permission.api : permission.function_name == "zk-income-dev-${key}" && permission.qualifier == "live" && permission.principal == "apigateway.amazonaws.com" && permission.action == "lambda:InvokeFunction"]) && length(aws_lambda_permission.api) == 2
    error_message = "API Gateway must be allowed to invoke the alias of each function."
  }
  assert {
    condition     = alltrue([for permission in values(aws_lambda_permission.api) : permission.source_arn == "arn:aws:execute-api:eu-central-1:123456789012:abcdef0123/*"])
    error_message = "No other API may invoke the functions."
  }
}
