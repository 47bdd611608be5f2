mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment = "dev"
  image_tag   = "abc123"

  notification_emails = ["ops@example.com"]
}

run "rejects_environment_other_than_workspace" {
  command = plan
  variables {
    environment = "stage"
  }
  expect_failures = [var.environment]
}

run "rejects_signing_keys_in_environment" {
  command = plan
  variables {
    service_environment = { issuer = { SIGNING_KEYS = "{}" } }
  }
  expect_failures = [var.service_environment]
}

run "rejects_private_keys_among_certificates" {
  command = plan
  variables {
    certificate_chains = { issuer = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n" }
  }
  expect_failures = [var.certificate_chains]
}

run "rejects_internal_tls_without_load_balancer" {
  command = plan
  variables {
    compute_mode = "lambda"
    internal_tls = { certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/inside", server_name = "inside.example" }
  }
  expect_failures = [var.internal_tls]
}

run "rejects_web_acl_without_load_balancer" {
  command = plan
  variables {
    compute_mode            = "lambda"
    waf_requests_per_minute = 300
  }
  expect_failures = [var.waf_requests_per_minute]
}

run "rejects_invalid_values" {
  command = plan
  variables {
    # environment name above the maximum length
    environment = "development"
    # project name with an uppercase letter
    project = "Zk"
    # not a region code
    region = "eu"
    # unknown compute mode
    compute_mode = "ec2"
    # lowercase architecture
    cpu_architecture = "x86_64"
    # digest instead of a tag
    image_tag = "sha256:abc"
    # account ID with too few digits
    registry_account_id = "1234"
    # containers of an unknown service
    containers = { prover = { cpu = 256 } }
    # functions of an unknown service
    functions = { prover = { memory = 512 } }
    # unknown attribute
    issuer_attributes = ["shoe_size"]
    # issuer without TLS
    trusted_issuers = [{ iss = "http://tax.example", attributes = ["gross_income"] }]
    # environment of an unknown service
    service_environment = { prover = { PROVER_ENABLED = "true" } }
    # certificates of an unknown service
    certificate_chains = { prover = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----" }
    # missing throttle of the verifier
    throttles = { issuer = { rate = 1, burst = 1 } }
    # metrics interval above the maximum
    metrics_interval_seconds = 3600
  }
  expect_failures = [var.environment, var.project, var.region, var.compute_mode, var.cpu_architecture, var.image_tag, var.registry_account_id, var.containers, var.functions, var.issuer_attributes, var.trusted_issuers, var.service_environment, var.certificate_chains, var.throttles, var.metrics_interval_seconds]
}
