mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment  = "dev"
  image_tag    = "abc123"
  compute_mode = "lambda"
}

run "functions" {
  assert {
    condition     = output.function_names == { issuer = "zk-income-dev-issuer", verifier = "zk-income-dev-verifier" } && output.function_alias == "live"
    error_message = "services are functions"
  }
  assert {
    condition     = output.cluster_name == null && output.service_names == {}
    error_message = "there are no containers"
  }
  assert {
    condition     = alltrue([for environment in local.environments : !can(environment.AWS_REGION)])
    error_message = "Lambda says itself which region it is"
  }
  assert {
    condition = contains(keys(module.observability.alarm_names), "issuer-function-errors") && alltrue([
      for about in ["unhealthy-hosts", "tasks-missing", "cpu"] : !contains(keys(module.observability.alarm_names), "issuer-${about}")
    ])
    error_message = "functions are watched, and nothing that is not there"
  }
  assert {
    condition     = toset(keys(output.endpoints)) == toset(["issuer", "verifier"]) && jsondecode(local.environments["verifier"].TRUSTED_ISSUERS)[0].iss == output.endpoints["issuer"]
    error_message = "services are reached, and know each other, as on containers"
  }
}
