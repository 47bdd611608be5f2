# Roles with exactly the permissions that each service uses. Each file in policies/ is one IAM policy. `npm run
# check:permissions` compares the policies with the recorded AWS calls of an end-to-end run.

locals {
  fargate = var.compute_mode == "fargate" ? var.services : toset([])
  lambda  = var.compute_mode == "lambda" ? var.services : toset([])

  # arn:PARTITION:kms:REGION:ACCOUNT:key/ID gives the partition, region and account of all resources.
  key_arn_parts = split(":", var.kms_key_arn)
  partition     = local.key_arn_parts[1]
  region        = local.key_arn_parts[3]
  account       = local.key_arn_parts[4]

  # A service makes the same AWS calls in both compute modes.
  service_policies = {
    for service in var.services : service => templatefile("${path.module}/policies/${service}.json.tftpl", {
      tables  = var.table_arns
      secret  = var.secret_arns[service]
      kms_key = var.kms_key_arn
      region  = local.region
    })
  }

  # Permissions that Lambda itself needs under the role of a function.
  function_policies = {
    for function, log_group in local.function_log_groups : function => merge(
      { function = templatefile("${path.module}/policies/function.json.tftpl", { log_group = log_group }) },
      !var.enable_functions_in_vpc ? {} : {
        vpc = templatefile("${path.module}/policies/function-vpc.json.tftpl", {
          partition = local.partition
          region    = local.region
          account   = local.account
        })
      },
    )
  }

  function_log_groups = merge(
    { for service in local.lambda : service => var.log_group_arns[service] },
    var.rotation == null ? {} : { rotation = var.rotation.log_group_arn },
  )

  execution_policies = {
    for service in local.fargate : service => templatefile("${path.module}/policies/execution.json.tftpl", {
      repository = var.repository_arns[service]
      log_group  = var.log_group_arns[service]
    })
  }

  rotation_policy = templatefile("${path.module}/policies/rotation.json.tftpl", {
    secrets = values(var.secret_arns)
    kms_key = var.kms_key_arn
    region  = local.region
  })

  policies = merge(
    { for service in local.fargate : "${service}-task" => { service = local.service_policies[service] } },
    { for service in local.fargate : "${service}-execution" => { execution = local.execution_policies[service] } },
    { for service in local.lambda : "${service}-function" => merge(
      { service = local.service_policies[service] },
      local.function_policies[service],
    ) },
    var.rotation == null ? {} : { rotation = merge({ rotation = local.rotation_policy }, local.function_policies["rotation"]) },
  )
}
