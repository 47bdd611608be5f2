# Policies of the roles. Each file in policies/ is one IAM policy.

locals {
  policies_folder = "${path.module}/policies"

  common = {
    partition    = var.partition
    region       = var.region
    account      = var.account_id
    name         = var.name
    repositories = [for service in sort(var.services) : var.repository_arns[service]]
    state        = var.state
    state_bucket = split(":::", var.state.bucket_arn)[1]
  }

  # Template variables of the policies that belong to one environment.
  in_environment = {
    for environment in keys(var.environments) : environment => merge(local.common, {
      environment        = environment
      environment_name   = "${var.name}-${environment}"
      boundary           = "arn:${var.partition}:iam::${var.account_id}:policy/${var.name}-${environment}-boundary"
      ecs_services       = [for service in sort(var.services) : "arn:${var.partition}:ecs:${var.region}:${var.account_id}:service/${var.name}-${environment}/${service}-service"]
      task_definitions   = [for service in sort(var.services) : "arn:${var.partition}:ecs:${var.region}:${var.account_id}:task-definition/${var.name}-${environment}-${service}:*"]
      task_roles         = flatten([for service in sort(var.services) : [for kind in ["task", "execution"] : "arn:${var.partition}:iam::${var.account_id}:role/${var.name}-${environment}-${service}-${kind}"]])
      functions          = [for service in sort(var.services) : "arn:${var.partition}:lambda:${var.region}:${var.account_id}:function:${var.name}-${environment}-${service}"]
      rotation_functions = [for service in sort(var.services) : "arn:${var.partition}:lambda:${var.region}:${var.account_id}:function:${var.name}-${environment}-${service}-rotation"]
      function_versions  = [for service in sort(var.services) : "arn:${var.partition}:lambda:${var.region}:${var.account_id}:function:${var.name}-${environment}-${service}:*"]
    })
  }

  boundaries = { for environment, values in local.in_environment : environment => templatefile("${local.policies_folder}/boundary.json.tftpl", values) }

  # Known before the key exists, because it decides which policies there are.
  encrypted = var.state.kms_key != null

  inline = merge(
    {
      push = { push = templatefile("${local.policies_folder}/push.json.tftpl", local.common) }
      plan = merge(
        { state = templatefile("${local.policies_folder}/state-read.json.tftpl", local.common) },
        local.encrypted ? { state-key = templatefile("${local.policies_folder}/state-decrypt.json.tftpl", local.common) } : {},
      )
    },
    {
      for environment, values in local.in_environment : "${environment}-deploy" => {
        deploy = templatefile("${local.policies_folder}/deploy-${var.environments[environment].compute_mode}.json.tftpl", values)
      }
    },
    {
      for environment, values in local.in_environment : "${environment}-rollback" => {
        rollback = templatefile("${local.policies_folder}/rollback-${var.environments[environment].compute_mode}.json.tftpl", values)
      }
    },
    {
      for environment, values in local.in_environment : "${environment}-apply" => merge(
        {
          state = templatefile("${local.policies_folder}/state-write.json.tftpl", values)
          roles = templatefile("${local.policies_folder}/apply-roles.json.tftpl", values)
        },
        local.encrypted ? { state-key = templatefile("${local.policies_folder}/state-encrypt.json.tftpl", values) } : {},
      )
    },
  )

  managed = merge(
    {
      read  = templatefile("${local.policies_folder}/read.json.tftpl", local.common)
      never = templatefile("${local.policies_folder}/never.json.tftpl", local.common)
    },
    merge([
      for environment, values in local.in_environment : {
        for part in ["data", "network", "services"] : "${environment}-apply-${part}" => templatefile("${local.policies_folder}/apply-${part}.json.tftpl", values)
      }
    ]...),
  )

  # Managed policies, keyed by role and by purpose.
  attached = {
    for role in keys(local.all_roles) : role => (
      role == "plan" ? { read = "read", never = "never" } :
      endswith(role, "-apply") ? { read = "read", never = "never", data = "${role}-data", network = "${role}-network", services = "${role}-services" } :
      {}
    )
  }

  policies = {
    for role in keys(local.all_roles) : role => merge(
      local.inline[role],
      { for name, policy in local.attached[role] : name => local.managed[policy] },
    )
  }
}
