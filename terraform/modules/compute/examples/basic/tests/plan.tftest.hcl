mock_provider "aws" {
  source = "../../tests/mocks"
}

run "fargate" {
  command = plan

  assert {
    condition     = output.service_names == { issuer = "issuer-service", verifier = "verifier-service" }
    error_message = "The example must plan two ECS services."
  }
}

run "lambda" {
  command = plan

  variables {
    mode = "lambda"
  }

  assert {
    condition     = output.function_names == { issuer = "zk-income-dev-issuer", verifier = "zk-income-dev-verifier" }
    error_message = "The example must plan two functions."
  }
}
