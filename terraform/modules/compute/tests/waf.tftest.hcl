# The optional web ACL of the load balancer.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name                       = "zk-income-dev"
  vpc_id                     = "vpc-1"
  subnet_ids                 = ["subnet-a", "subnet-b"]
  endpoint_security_group_id = "sg-endpoints"
  s3_prefix_list_id          = "pl-s3"
  dynamodb_prefix_list_id    = "pl-dynamodb"
  task_role_arns             = { issuer = "arn:aws:iam::123456789012:role/issuer-task" }
  execution_role_arns        = { issuer = "arn:aws:iam::123456789012:role/issuer-execution" }
  function_role_arns         = { issuer = "arn:aws:iam::123456789012:role/issuer-function" }
  log_group_names            = { issuer = "/zk-income-dev/issuer" }
  client_address_header      = "x-client-ip"

  services = { issuer = { image = "issuer:v1", port = 3001 } }
}

run "none_by_default" {
  command = plan

  assert {
    condition     = length(aws_wafv2_web_acl.this) == 0 && length(aws_wafv2_web_acl_association.this) == 0 && length(aws_cloudwatch_log_group.waf) == 0
    error_message = "There must be no web ACL by default."
  }
}

run "web_acl" {
  variables {
    waf = { requests_per_minute = 300 }
  }

  assert {
    condition = [for rule in aws_wafv2_web_acl.this[0].rule : [
      one(one(rule.statement).rate_based_statement).limit,
      one(one(rule.statement).rate_based_statement).evaluation_window_sec,
      one(one(rule.statement).rate_based_statement).aggregate_key_type,
      one(one(one(rule.statement).rate_based_statement).forwarded_ip_config).header_name,
      one(one(one(rule.statement).rate_based_statement).forwarded_ip_config).fallback_behavior,
    ]] == [[300, 60, "FORWARDED_IP", "x-client-ip", "MATCH"]]
    error_message = "The rule must count requests per minute by the address in the header that API Gateway writes."
  }
  assert {
    condition     = alltrue([for rule in aws_wafv2_web_acl.this[0].rule : one(one(one(rule.action).block).custom_response).response_code == 429])
    error_message = "Requests above the limit must get the status 429."
  }
  assert {
    condition     = aws_wafv2_web_acl_association.this[0].resource_arn == aws_lb.this[0].arn && aws_wafv2_web_acl_association.this[0].web_acl_arn == output.web_acl_arn
    error_message = "The web ACL must protect the load balancer."
  }
}

run "log" {
  variables {
    waf = { requests_per_minute = 300 }
  }

  assert {
    condition     = aws_cloudwatch_log_group.waf[0].name == "aws-waf-logs-zk-income-dev" && aws_cloudwatch_log_group.waf[0].retention_in_days == 365
    error_message = "WAF can only write to log groups with the prefix aws-waf-logs-."
  }
  assert {
    condition     = toset(flatten([for field in aws_wafv2_web_acl_logging_configuration.this[0].redacted_fields : field.single_header[*].name])) == toset(["authorization", "cookie", "forwarded", "idempotency-key", "user-agent", "x-client-ip", "x-forwarded-for", "x-gateway-token"])
    error_message = "The log must not contain secrets and client addresses."
  }
  assert {
    condition     = length([for field in aws_wafv2_web_acl_logging_configuration.this[0].redacted_fields : field if length(field.uri_path) + length(field.query_string) > 0]) == 2
    error_message = "The log must contain neither paths, whose IDs are capabilities, nor query strings."
  }
  assert {
    condition     = one(aws_wafv2_web_acl_logging_configuration.this[0].logging_filter).default_behavior == "DROP" && !one(aws_wafv2_web_acl.this[0].visibility_config).sampled_requests_enabled
    error_message = "Only blocked requests may be logged, and none sampled."
  }
}

run "rejects_low_limit" {
  command = plan
  variables {
    waf = { requests_per_minute = 5 }
  }
  expect_failures = [var.waf]
}

run "rejects_web_acl_without_load_balancer" {
  command = plan
  variables {
    mode = "lambda"
    waf  = { requests_per_minute = 300 }
  }
  expect_failures = [var.waf]
}
