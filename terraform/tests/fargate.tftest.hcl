mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment = "dev"
  image_tag   = "abc123"

  notification_emails = ["ops@example.com"]
}

run "service_environment" {
  assert {
    condition     = output.name == "zk-income-dev" && output.table_prefix == "zk-income-dev-" && output.compute_mode == "fargate"
    error_message = "Names must have the environment as prefix."
  }
  assert {
    condition     = toset(keys(local.environments)) == toset(["issuer", "verifier"]) && alltrue([for service, environment in local.environments : environment.PUBLIC_URL == output.endpoints[service] && environment.KEY_SECRET_ID == output.secret_ids[service]])
    error_message = "Each service must receive its public URL and secret ID."
  }
  assert {
    condition = alltrue([for environment in local.environments :
      environment.KEY_PROVIDER == "secrets-manager" && environment.LOG_FORMAT == "json" && environment.TABLE_PREFIX == "zk-income-dev-" &&
      environment.AWS_REGION == "eu-central-1" && environment.METRICS_EMF_SECONDS == "60" && environment.METRICS_EMF_NAMESPACE == "zk-income-dev"
    ])
    error_message = "Services must use Secrets Manager, JSON logs, and the tables and metrics namespace of this environment."
  }
  assert {
    condition = jsondecode(local.environments["verifier"].TRUSTED_ISSUERS) == [{
      iss        = output.endpoints["issuer"]
      attributes = ["gross_income", "debt_payments"]
      complete   = ["gross_income", "debt_payments"]
    }]
    error_message = "The verifier must trust the issuer of this environment."
  }
  assert {
    condition     = local.environments["issuer"].ISSUER_ATTRIBUTES == "gross_income,debt_payments" && !can(local.environments["issuer"].TRUSTED_ISSUERS)
    error_message = "The issuer must include the attributes that the verifier trusts."
  }
}

run "wiring" {
  command = plan

  assert {
    condition     = output.images == { issuer = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/zk-income/issuer:abc123", verifier = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/zk-income/verifier:abc123" }
    error_message = "Images must come from the registry of the bootstrap."
  }
  assert {
    condition     = output.service_names == { issuer = "issuer-service", verifier = "verifier-service" } && output.cluster_name == "zk-income-dev" && output.function_names == {}
    error_message = "The services must run in the cluster of the environment."
  }
  assert {
    condition     = output.log_group_names == { issuer = "/zk-income-dev/issuer", verifier = "/zk-income-dev/verifier" } && output.dashboard_name == "zk-income-dev"
    error_message = "The services must have log groups and a dashboard."
  }
  assert {
    condition = length(setsubtract(
      flatten([for service in ["issuer", "verifier"] : [for about in ["fast-burn", "slow-burn", "latency", "unhealthy-hosts", "tasks-missing", "key-old"] : "${service}-${about}"]]),
      keys(module.observability.alarm_names),
    )) == 0 && contains(keys(module.observability.alarm_names), "Nonces-throttled")
    error_message = "There must be alarms on services, load balancer, APIs and tables."
  }
  assert {
    condition     = toset(keys(module.database.table_names)) == toset(keys(jsondecode(file("modules/database/tables.json"))))
    error_message = "The tables must be those of the application."
  }
  assert {
    condition     = output.rotation_function_names == { issuer = "zk-income-dev-issuer-rotation", verifier = "zk-income-dev-verifier-rotation" }
    error_message = "Key rotation must be enabled by default."
  }
  assert {
    condition     = local.boundary_arn == "arn:aws:iam::123456789012:policy/zk-income-dev-boundary"
    error_message = "Roles must have the permissions boundary of the bootstrap."
  }
}

run "warns_if_alarms_reach_nobody" {
  command = plan
  variables {
    notification_emails = []
  }
  expect_failures = [check.alarms_reach_somebody]
}

run "alarms_reach_a_given_topic" {
  command = plan
  variables {
    notification_emails = []
    alarm_topic_arns    = ["arn:aws:sns:eu-central-1:123456789012:pager"]
  }

  assert {
    condition     = module.observability.alarm_actions[1] == "arn:aws:sns:eu-central-1:123456789012:pager"
    error_message = "The alarms must notify the given topics."
  }
}

run "nat_instead_of_endpoints" {
  command = plan
  variables {
    interface_endpoints = []
    enable_nat_gateway  = true
  }

  assert {
    condition     = !local.all_endpoints && length(module.network.endpoint_service_names) == 0
    error_message = "NAT gateways must be able to replace all interface endpoints."
  }
}

run "rejects_missing_endpoints_without_nat" {
  command = plan
  variables {
    interface_endpoints = ["logs"]
  }
  expect_failures = [var.interface_endpoints]
}

run "without_internal_tls" {
  command = plan

  assert {
    condition     = module.compute.listener_protocol == "HTTP" && module.api_gateway.listener_server_name == null
    error_message = "Without a certificate the load balancer and the APIs must use plain HTTP."
  }
}

run "internal_tls" {
  command = plan
  variables {
    internal_tls = { certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/inside", server_name = "inside.example" }
  }

  assert {
    condition     = module.compute.listener_protocol == "HTTPS" && module.api_gateway.listener_server_name == "inside.example"
    error_message = "The load balancer must use the certificate, and the APIs must verify its server name."
  }
}

run "custom_settings" {
  variables {
    enable_permissions_boundary = false
    registry_account_id         = "210987654321"
    issuer_attributes           = ["gross_income", "months_employed"]
    trusted_issuers             = [{ iss = "https://tax.example", attributes = ["gross_income"] }]
    service_environment         = { verifier = { RECEIPT_RETENTION_DAYS = "30" } }
    certificate_chains          = { issuer = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n" }
    key_rotation                = null
  }

  assert {
    condition     = [for issuer in jsondecode(local.environments["verifier"].TRUSTED_ISSUERS) : [issuer.attributes, issuer.complete]] == [[["gross_income", "months_employed"], ["gross_income"]], [["gross_income"], []]]
    error_message = "Trusted issuers must be added as given, and months_employed must not be complete."
  }
  assert {
    condition     = local.environments["verifier"].RECEIPT_RETENTION_DAYS == "30" && !can(local.environments["issuer"].RECEIPT_RETENTION_DAYS)
    error_message = "A service must receive only its own environment variables."
  }
  assert {
    condition     = local.environments["issuer"].ISSUER_CERTIFICATE_CHAIN == "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----" && !can(local.environments["verifier"].VERIFIER_CERTIFICATE_CHAIN)
    error_message = "A service must receive its certificates."
  }
  assert {
    condition     = startswith(output.images["issuer"], "210987654321.dkr.ecr.") && local.boundary_arn == null
    error_message = "The registry account and the permissions boundary must be configurable."
  }
  assert {
    condition     = output.rotation_function_names == {}
    error_message = "Key rotation must be optional."
  }
}
