# One environment per workspace. The workspace has the name of the environment, and environments/ENVIRONMENT.tfvars its
# settings.

data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}

locals {
  name      = "${var.project}-${var.environment}"
  services  = toset(["issuer", "verifier"])
  ports     = { issuer = 3001, verifier = 3002 }
  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition
  fargate   = var.compute_mode == "fargate"

  # Functions run outside the VPC, so mode lambda needs no interface endpoints, which have an hourly cost.
  required_endpoints  = toset(local.fargate ? ["ecr.api", "ecr.dkr", "logs", "secretsmanager"] : [])
  interface_endpoints = var.interface_endpoints == null ? local.required_endpoints : var.interface_endpoints
  # Without an endpoint, a service reaches AWS over the NAT gateways.
  all_endpoints = length(setsubtract(local.required_endpoints, local.interface_endpoints)) == 0

  # Resources that the bootstrap created.
  registry_account = coalesce(var.registry_account_id, local.account)
  registry         = "${local.registry_account}.dkr.ecr.${var.region}.${data.aws_partition.this.dns_suffix}"
  images           = { for service in local.services : service => "${local.registry}/${var.project}/${service}:${var.image_tag}" }
  repository_arns = { for service in local.services :
    service => "arn:${local.partition}:ecr:${var.region}:${local.registry_account}:repository/${var.project}/${service}"
  }
  boundary_arn = var.enable_permissions_boundary ? "arn:${local.partition}:iam::${local.account}:policy/${local.name}-boundary" : null
}

module "network" {
  source = "./modules/network"

  name                     = local.name
  cidr                     = var.vpc_cidr
  az_count                 = var.az_count
  enable_nat_gateway       = var.enable_nat_gateway
  single_nat_gateway       = var.single_nat_gateway
  flow_log_retention_days  = var.log_retention_days
  flow_log_kms_key_arn     = module.observability.kms_key_arn
  registry_account_id      = local.registry_account
  permissions_boundary_arn = local.boundary_arn
  interface_endpoints      = local.interface_endpoints
  single_zone_endpoints    = var.single_zone_endpoints
}

module "database" {
  source = "./modules/database"

  name                        = local.name
  enable_deletion_protection  = var.enable_deletion_protection
  point_in_time_recovery_days = var.point_in_time_recovery_days
  create_kms_key              = var.create_kms_keys
  warm_throughput             = var.table_warm_throughput
  on_demand_throughput        = var.table_maximum_throughput
  restore                     = var.restore_tables
}

module "secrets" {
  source = "./modules/secrets"

  name                     = local.name
  services                 = local.services
  recovery_window_days     = var.secret_recovery_window_days
  key_administrators       = var.key_administrators
  reader_role_arns         = { for service, arn in local.fargate ? module.roles.task_role_arns : module.roles.function_role_arns : service => [arn] }
  rotation_role_arn        = module.roles.rotation_role_arn
  permissions_boundary_arn = local.boundary_arn
  alarm_topic_arns         = concat([module.observability.topic_arn], tolist(var.alarm_topic_arns))

  rotation = var.key_rotation == null ? null : {
    images             = local.images
    architecture       = lower(var.cpu_architecture)
    rotate_after_days  = var.key_rotation.rotate_after_days
    keep_days          = var.key_rotation.keep_days
    schedule           = var.key_rotation.schedule
    log_retention_days = var.log_retention_days
    log_kms_key_arn    = module.observability.kms_key_arn
  }
}

module "roles" {
  source = "./modules/roles"

  name                     = local.name
  services                 = local.services
  compute_mode             = var.compute_mode
  table_arns               = module.database.table_arns
  secret_arns              = module.secrets.secret_arns
  kms_key_arn              = module.secrets.kms_key_arn
  repository_arns          = local.repository_arns
  log_group_arns           = module.observability.log_group_arns
  rotation                 = var.key_rotation == null ? null : { log_group_arn = module.secrets.rotation_log_group_arn }
  permissions_boundary_arn = local.boundary_arn
}

module "compute" {
  source = "./modules/compute"

  name             = local.name
  mode             = var.compute_mode
  cpu_architecture = var.cpu_architecture

  vpc_id                     = module.network.vpc_id
  subnet_ids                 = module.network.private_subnet_ids
  endpoint_security_group_id = module.network.endpoint_security_group_id
  create_endpoint_rules      = length(local.interface_endpoints) > 0
  s3_prefix_list_id          = module.network.s3_prefix_list_id
  dynamodb_prefix_list_id    = module.network.dynamodb_prefix_list_id
  enable_deletion_protection = var.enable_deletion_protection
  certificate_arn            = try(var.internal_tls.certificate_arn, null)
  client_address_header      = module.api_gateway.client_address_header
  deployment_alarm_names     = module.observability.deployment_alarm_names
  container_insights         = var.enable_container_insights ? "enabled" : "disabled"
  waf = var.waf_requests_per_minute == null ? null : {
    requests_per_minute = var.waf_requests_per_minute
    log_retention_days  = var.log_retention_days
    log_kms_key_arn     = module.observability.kms_key_arn
  }
  # Without key rotation, a person creates the first keys.
  start_grace_seconds = var.key_rotation == null ? 3600 : 900

  task_role_arns      = module.roles.task_role_arns
  execution_role_arns = module.roles.execution_role_arns
  function_role_arns  = module.roles.function_role_arns
  log_group_names     = module.observability.log_group_names

  services = { for service in local.services : service => {
    image           = local.images[service]
    port            = local.ports[service]
    environment     = local.environments[service]
    internet_egress = service == "verifier" || !local.all_endpoints
    container       = try(var.containers[service], {})
    function        = try(var.functions[service], {})
  } }
}

module "api_gateway" {
  source = "./modules/api_gateway"

  name = local.name
  mode = var.compute_mode

  services = { for service in local.services : service => {
    cors_origins      = try(var.cors_origins[service], [])
    throttle          = { rate = var.throttles[service].rate, burst = var.throttles[service].burst }
    route_throttles   = var.throttles[service].routes
    authorized_routes = try(var.authorized_routes[service], [])
    domain            = lookup(var.domains, service, null)
  } }

  listener_arns               = module.compute.listener_arns
  listener_server_name        = try(var.internal_tls.server_name, null)
  vpc_link_subnet_ids         = module.network.private_subnet_ids
  vpc_link_security_group_ids = module.compute.vpc_link_security_group_ids
  function_names              = module.compute.function_names
  function_alias              = module.compute.function_alias
  function_alias_invoke_arns  = module.compute.function_alias_invoke_arns
  access_log_group_arns       = module.observability.access_log_group_arns
  jwt_authorizer              = var.jwt_authorizer
}

module "observability" {
  source = "./modules/observability"

  name                = local.name
  services            = local.services
  retention_days      = var.log_retention_days
  create_kms_key      = var.create_kms_keys
  notification_emails = var.notification_emails
  alarm_topic_arns    = var.alarm_topic_arns
  monthly_budget_usd  = var.monthly_budget_usd
  budget_tag          = var.enable_budget_by_environment ? { key = "Environment", value = var.environment } : null
  thresholds          = var.alarm_thresholds
  metrics_namespace   = local.name

  api_ids        = module.api_gateway.api_ids
  table_names    = module.database.table_names
  function_names = module.compute.function_names

  load_balancer = !local.fargate ? null : {
    arn_suffix                = module.compute.alb_arn_suffix
    target_group_arn_suffixes = module.compute.target_group_arn_suffixes
  }
  cluster = !local.fargate ? null : {
    name               = module.compute.cluster_name
    service_names      = module.compute.service_names
    container_insights = var.enable_container_insights
  }
}
