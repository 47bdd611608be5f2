mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment  = "dev"
  image_tag    = "abc123"
  compute_mode = "lambda"

  notification_emails = ["ops@example.com"]
}

run "functions" {
  assert {
    condition     = output.function_names == { issuer = "zk-income-dev-issuer", verifier = "zk-income-dev-verifier" } && output.function_alias == "live"
    error_message = "The services must be Lambda functions."
  }
  assert {
    condition     = output.cluster_name == null && output.service_names == {}
    error_message = "Mode lambda must not create a cluster or ECS services."
  }
  assert {
    condition     = alltrue([for environment in local.environments : !can(environment.AWS_REGION)])
    error_message = "AWS_REGION must not be set, because Lambda reserves it."
  }
  assert {
    condition = contains(keys(module.observability.alarm_names), "issuer-function-errors") && alltrue([
      for about in ["unhealthy-hosts", "tasks-missing", "cpu"] : !contains(keys(module.observability.alarm_names), "issuer-${about}")
    ])
    error_message = "The alarms must cover the functions and not the resources of mode fargate."
  }
  assert {
    condition     = toset(keys(output.endpoints)) == toset(["issuer", "verifier"]) && jsondecode(local.environments["verifier"].TRUSTED_ISSUERS)[0].iss == output.endpoints["issuer"]
    error_message = "Each service must have an endpoint, and the verifier must trust the issuer of this environment."
  }
}
