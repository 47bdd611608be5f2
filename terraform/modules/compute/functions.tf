# Services as Lambda functions from the same images.

locals {
  function_environments = {
    for key, service in local.functions : key => {
      # Lambda sets these variables itself and rejects them in the configuration.
      for name, value in merge({ LOG_FORMAT = "json" }, service.environment) : name => value if !contains(["AWS_REGION", "AWS_DEFAULT_REGION"], name)
    }
  }
}

resource "aws_lambda_function" "service" {
  # checkov:skip=CKV_AWS_116:API Gateway invokes the functions synchronously, so there are no failed events for a dead-letter queue.
  # checkov:skip=CKV_AWS_272:Lambda code signing supports only zip archives. The registry has immutable tags and deployments use digests.
  for_each = local.functions

  function_name = "${var.name}-${each.key}"
  description   = "The ${each.key} of ${var.name}"
  role          = var.function_role_arns[each.key]
  package_type  = "Image"
  image_uri     = each.value.image
  architectures = [var.cpu_architecture == "ARM64" ? "arm64" : "x86_64"]
  memory_size   = each.value.function.memory
  timeout       = each.value.function.timeout_seconds
  kms_key_arn   = var.kms_key_arn
  # Each change publishes a version. The pipeline moves the alias to it.
  publish = true

  reserved_concurrent_executions = each.value.function.reserved_concurrency

  image_config {
    entry_point = each.value.function.entry_point
    command     = each.value.function.command == null ? ["lambda/start.mjs", "dist/apps/${each.key}/src/lambda.handler"] : each.value.function.command
  }

  environment {
    variables = local.function_environments[each.key]
  }

  # The services write JSON lines themselves, so Lambda must not wrap them.
  logging_config {
    log_group  = var.log_group_names[each.key]
    log_format = "Text"
  }

  tracing_config {
    mode = var.enable_tracing ? "Active" : "PassThrough"
  }

  dynamic "vpc_config" {
    for_each = var.enable_functions_in_vpc ? [1] : []

    content {
      subnet_ids                  = var.subnet_ids
      security_group_ids          = [aws_security_group.service[each.key].id]
      ipv6_allowed_for_dual_stack = each.value.internet_egress
    }
  }

  tags = var.tags

  # The pipeline deploys images.
  lifecycle {
    ignore_changes = [image_uri]

    precondition {
      condition     = length(jsonencode(local.function_environments[each.key])) <= 4096
      error_message = "Lambda accepts 4 KB of environment variables as JSON. Configure shorter certificate chains (one chain, without the root), or use mode fargate."
    }
  }
}

resource "aws_lambda_alias" "live" {
  for_each = local.functions

  name             = local.alias
  description      = "Receives the requests of API Gateway"
  function_name    = aws_lambda_function.service[each.key].function_name
  function_version = aws_lambda_function.service[each.key].version

  lifecycle {
    ignore_changes = [function_version, routing_config]
  }
}

resource "aws_lambda_provisioned_concurrency_config" "live" {
  for_each = { for key, service in local.functions : key => service if service.function.provisioned_concurrency > 0 }

  function_name                     = aws_lambda_function.service[each.key].function_name
  qualifier                         = aws_lambda_alias.live[each.key].name
  provisioned_concurrent_executions = each.value.function.provisioned_concurrency
}
