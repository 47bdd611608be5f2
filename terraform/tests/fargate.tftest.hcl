mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment = "dev"
  image_tag   = "abc123"
}

run "what_services_are_told" {
  assert {
    condition     = output.name == "zk-income-dev" && output.table_prefix == "zk-income-dev-" && output.compute_mode == "fargate"
    error_message = "everything is named after the environment"
  }
  assert {
    condition     = toset(keys(local.environments)) == toset(["issuer", "verifier"]) && alltrue([for service, environment in local.environments : environment.PUBLIC_URL == output.endpoints[service] && environment.KEY_SECRET_ID == output.secret_ids[service]])
    error_message = "each service is told where it is reached and where its keys are"
  }
  assert {
    condition = alltrue([for environment in local.environments :
      environment.KEY_PROVIDER == "secrets-manager" && environment.LOG_FORMAT == "json" && environment.TABLE_PREFIX == "zk-income-dev-" &&
      environment.AWS_REGION == "eu-central-1" && environment.METRICS_EMF_SECONDS == "60" && environment.METRICS_EMF_NAMESPACE == "zk-income-dev"
    ])
    error_message = "keys are in Secrets Manager, logs are for machines, tables and metrics are of this environment"
  }
  assert {
    condition = jsondecode(local.environments["verifier"].TRUSTED_ISSUERS) == [{
      iss        = output.endpoints["issuer"]
      attributes = ["annual_income", "annual_debt"]
      complete   = ["annual_income", "annual_debt"]
    }]
    error_message = "the verifier believes this environment's issuer"
  }
  assert {
    condition     = local.environments["issuer"].ISSUER_ATTRIBUTES == "annual_income,annual_debt" && !can(local.environments["issuer"].TRUSTED_ISSUERS)
    error_message = "the issuer commits to what the verifier believes"
  }
}

run "wiring" {
  command = plan

  assert {
    condition     = output.images == { issuer = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/zk-income/issuer:abc123", verifier = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/zk-income/verifier:abc123" }
    error_message = "images come from the registry of the bootstrap"
  }
  assert {
    condition     = output.service_names == { issuer = "issuer-service", verifier = "verifier-service" } && output.cluster_name == "zk-income-dev" && output.function_names == {}
    error_message = "services run in the environment's cluster"
  }
  assert {
    condition     = output.log_group_names == { issuer = "/zk-income-dev/issuer", verifier = "/zk-income-dev/verifier" } && output.dashboard_name == "zk-income-dev"
    error_message = "services are watched"
  }
  assert {
    condition = length(setsubtract(
      flatten([for service in ["issuer", "verifier"] : [for about in ["server-errors", "latency", "api-5xx", "unhealthy-hosts", "tasks-missing", "key-old"] : "${service}-${about}"]]),
      keys(module.observability.alarm_names),
    )) == 0 && contains(keys(module.observability.alarm_names), "Nonces-throttled")
    error_message = "there are alarms on services, load balancer, APIs and tables"
  }
  assert {
    condition     = toset(keys(module.database.table_names)) == toset(keys(jsondecode(file("modules/database/tables.json"))))
    error_message = "there are the application's tables"
  }
  assert {
    condition     = output.rotation_function_names == { issuer = "zk-income-dev-issuer-rotation", verifier = "zk-income-dev-verifier-rotation" }
    error_message = "keys are rotated"
  }
  assert {
    condition     = local.boundary_arn == "arn:aws:iam::123456789012:policy/zk-income-dev-boundary"
    error_message = "roles are bounded by the policy that the bootstrap made"
  }
}

run "plain_inside" {
  command = plan

  assert {
    condition     = module.compute.listener_protocol == "HTTP" && module.api_gateway.listener_server_name == null
    error_message = "without a certificate both sides speak plain HTTP"
  }
}

run "tls_inside" {
  command = plan
  variables {
    internal_tls = { certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/inside", server_name = "inside.example" }
  }

  assert {
    condition     = module.compute.listener_protocol == "HTTPS" && module.api_gateway.listener_server_name == "inside.example"
    error_message = "the load balancer has the certificate, and the APIs look for its name"
  }
}

run "told_more" {
  variables {
    enable_permissions_boundary = false
    registry_account_id         = "210987654321"
    issuer_attributes           = ["annual_income", "months_employed"]
    trusted_issuers             = [{ iss = "https://tax.example", attributes = ["annual_income"] }]
    service_environment         = { verifier = { RECEIPT_RETENTION_DAYS = "30" } }
    key_rotation                = null
  }

  assert {
    condition     = [for issuer in jsondecode(local.environments["verifier"].TRUSTED_ISSUERS) : [issuer.attributes, issuer.complete]] == [[["annual_income", "months_employed"], ["annual_income"]], [["annual_income"], []]]
    error_message = "others are believed as they are named, and nobody is complete in months"
  }
  assert {
    condition     = local.environments["verifier"].RECEIPT_RETENTION_DAYS == "30" && !can(local.environments["issuer"].RECEIPT_RETENTION_DAYS)
    error_message = "a service is told what is for it"
  }
  assert {
    condition     = startswith(output.images["issuer"], "210987654321.dkr.ecr.") && local.boundary_arn == null
    error_message = "images may be another account's, and roles without bounds"
  }
  assert {
    condition     = output.rotation_function_names == {}
    error_message = "keys are rotated by hand where that is wanted"
  }
}
