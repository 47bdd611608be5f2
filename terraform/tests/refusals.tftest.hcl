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

run "refuses_keys_in_the_environment" {
  command = plan
  variables {
    service_environment = { issuer = { SIGNING_KEYS = "{}" } }
  }
  expect_failures = [var.service_environment]
}

run "refuses_tls_inside_without_a_load_balancer" {
  command = plan
  variables {
    compute_mode = "lambda"
    internal_tls = { certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/inside", server_name = "inside.example" }
  }
  expect_failures = [var.internal_tls]
}

run "refuses_what_cannot_be" {
  command = plan
  variables {
    # a long environment
    environment = "development"
    # a project
    project = "Zk"
    # a region
    region = "eu"
    # a mode
    compute_mode = "ec2"
    # an architecture
    cpu_architecture = "x86_64"
    # a digest for a tag
    image_tag = "sha256:abc"
    # an account
    registry_account_id = "1234"
    # containers of another service
    containers = { prover = { cpu = 256 } }
    # functions of another service
    functions = { prover = { memory = 512 } }
    # an unknown attribute
    issuer_attributes = ["shoe_size"]
    # an issuer without tls
    trusted_issuers = [{ iss = "http://tax.example", attributes = ["annual_income"] }]
    # an environment of another service
    service_environment = { prover = { PROVER_ENABLED = "true" } }
    # a service without a throttle
    throttles = { issuer = { rate = 1, burst = 1 } }
    # metrics of every hour
    metrics_interval_seconds = 3600
  }
  expect_failures = [var.environment, var.project, var.region, var.compute_mode, var.cpu_architecture, var.image_tag, var.registry_account_id, var.containers, var.functions, var.issuer_attributes, var.trusted_issuers, var.service_environment, var.throttles, var.metrics_interval_seconds]
}
