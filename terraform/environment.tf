# What the services are told: docs/configuration.md.

locals {
  own_issuer = {
    iss        = module.api_gateway.endpoints["issuer"]
    attributes = var.issuer_attributes
    complete   = [for attribute in var.issuer_attributes : attribute if attribute != "months_employed"]
  }

  of_every_service = { for service in local.services : service => merge(
    {
      KEY_PROVIDER          = "secrets-manager"
      KEY_SECRET_ID         = module.secrets.secret_ids[service]
      LOG_FORMAT            = "json"
      METRICS_EMF_NAMESPACE = local.name
      METRICS_EMF_SECONDS   = tostring(var.metrics_interval_seconds)
      PUBLIC_URL            = module.api_gateway.endpoints[service]
      TABLE_PREFIX          = module.database.table_prefix
    },
    # Lambda sets it by itself, and lets nobody else.
    local.fargate ? { AWS_REGION = var.region } : {},
  ) }

  of_one_service = {
    issuer   = { ISSUER_ATTRIBUTES = join(",", var.issuer_attributes) }
    verifier = { TRUSTED_ISSUERS = jsonencode(concat([local.own_issuer], var.trusted_issuers)) }
  }

  environments = { for service in local.services :
    service => merge(local.of_every_service[service], local.of_one_service[service], lookup(var.service_environment, service, {}))
  }
}
