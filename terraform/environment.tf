# Environment variables of the services: docs/configuration.md.

locals {
  environment_issuer = {
    iss        = module.api_gateway.endpoints["issuer"]
    attributes = var.issuer_attributes
    complete   = [for attribute in var.issuer_attributes : attribute if !contains(["months_employed", "contract_months_left"], attribute)]
  }

  common_environment = { for service in local.services : service => merge(
    {
      KEY_PROVIDER          = "secrets-manager"
      KEY_SECRET_ID         = module.secrets.secret_ids[service]
      LOG_FORMAT            = "json"
      METRICS_EMF_NAMESPACE = local.name
      METRICS_EMF_SECONDS   = tostring(var.metrics_interval_seconds)
      PUBLIC_URL            = module.api_gateway.endpoints[service]
      TABLE_PREFIX          = module.database.table_prefix
    },
    # Lambda sets AWS_REGION itself and rejects it in the configuration.
    local.fargate ? { AWS_REGION = var.region } : {},
  ) }

  service_specific_environment = {
    issuer   = { ISSUER_ATTRIBUTES = join(",", var.issuer_attributes) }
    verifier = { TRUSTED_ISSUERS = jsonencode(concat([local.environment_issuer], var.trusted_issuers)) }
  }

  certificate_environment = { for service, pem in var.certificate_chains :
    service => { "${upper(service)}_CERTIFICATE_CHAIN" = trimspace(pem) }
  }

  environments = { for service in local.services :
    service => merge(local.common_environment[service], local.service_specific_environment[service], lookup(local.certificate_environment, service, {}), lookup(var.service_environment, service, {}))
  }
}
