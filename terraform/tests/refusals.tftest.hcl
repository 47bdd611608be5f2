mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment = "dev"
  image_tag   = "abc123"
}

run "refuses_a_workspace_of_another_environment" {
  command = plan
  variables {
    environment = "stage"
  }
  expect_failures = [var.environment]
}

run "refuses_a_long_environment" {
  command = plan
  variables {
    environment = "development"
  }
  expect_failures = [var.environment]
}

run "refuses_a_project" {
  command = plan
  variables {
    project = "Zk"
  }
  expect_failures = [var.project]
}

run "refuses_a_region" {
  command = plan
  variables {
    region = "eu"
  }
  expect_failures = [var.region]
}

run "refuses_a_mode" {
  command = plan
  variables {
    compute_mode = "ec2"
  }
  expect_failures = [var.compute_mode]
}

run "refuses_an_architecture" {
  command = plan
  variables {
    cpu_architecture = "x86_64"
  }
  expect_failures = [var.cpu_architecture]
}

run "refuses_a_digest_for_a_tag" {
  command = plan
  variables {
    image_tag = "sha256:abc"
  }
  expect_failures = [var.image_tag]
}

run "refuses_an_account" {
  command = plan
  variables {
    registry_account_id = "1234"
  }
  expect_failures = [var.registry_account_id]
}

run "refuses_containers_of_another_service" {
  command = plan
  variables {
    containers = { prover = { cpu = 256 } }
  }
  expect_failures = [var.containers]
}

run "refuses_functions_of_another_service" {
  command = plan
  variables {
    functions = { prover = { memory = 512 } }
  }
  expect_failures = [var.functions]
}

run "refuses_an_unknown_attribute" {
  command = plan
  variables {
    issuer_attributes = ["shoe_size"]
  }
  expect_failures = [var.issuer_attributes]
}

run "refuses_an_issuer_without_tls" {
  command = plan
  variables {
    trusted_issuers = [{ iss = "http://tax.example", attributes = ["annual_income"] }]
  }
  expect_failures = [var.trusted_issuers]
}

run "refuses_an_environment_of_another_service" {
  command = plan
  variables {
    service_environment = { prover = { PROVER_ENABLED = "true" } }
  }
  expect_failures = [var.service_environment]
}

run "refuses_keys_in_the_environment" {
  command = plan
  variables {
    service_environment = { issuer = { SIGNING_KEYS = "{}" } }
  }
  expect_failures = [var.service_environment]
}

run "refuses_a_service_without_a_throttle" {
  command = plan
  variables {
    throttles = { issuer = { rate = 1, burst = 1 } }
  }
  expect_failures = [var.throttles]
}

run "refuses_metrics_of_every_hour" {
  command = plan
  variables {
    metrics_seconds = 3600
  }
  expect_failures = [var.metrics_seconds]
}
