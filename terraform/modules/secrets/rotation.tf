# A key rotates in two steps, once it reaches rotate_after_days (docs/adr). The schedule therefore invokes the functions
# often, and most invocations change nothing. The next invocation retries a failed one. The functions also create the
# first keys.

locals {
  rotated_services = var.rotation == null ? toset([]) : var.services
}

resource "aws_cloudwatch_log_group" "rotation" {
  count = var.rotation == null ? 0 : 1

  name              = "/${var.name}/rotation"
  retention_in_days = var.rotation.log_retention_days
  kms_key_id        = var.rotation.log_kms_key_arn

  tags = var.tags
}

resource "aws_lambda_function" "rotation" {
  # checkov:skip=CKV_AWS_115:New accounts cannot reserve concurrency, and concurrent rotations are safe
  # checkov:skip=CKV_AWS_116:A failed invocation raises an alarm, and the next one retries
  # checkov:skip=CKV_AWS_117:The function calls only Secrets Manager, over TLS with IAM, and needs no VPC
  # checkov:skip=CKV_AWS_173:The environment contains no secrets, only the secret ID and numbers of days
  # checkov:skip=CKV_AWS_272:Code signing does not support container images, and the registry has immutable tags
  # checkov:skip=CKV_AWS_50:The function calls one AWS service, and its log records each call
  for_each = local.rotated_services

  function_name = "${var.name}-${each.key}-rotation"
  description   = "Rotates the signing keys of the ${each.key} when they are due"
  role          = var.rotation_role_arn
  package_type  = "Image"
  image_uri     = var.rotation.images[each.key]
  architectures = [var.rotation.architecture]
  memory_size   = var.rotation.memory
  timeout       = var.rotation.timeout_seconds

  image_config {
    entry_point = var.rotation.entry_point
    # The Lambda runtime client and the rotation handler, which docker/Dockerfile puts into the image of each service.
    command = lookup(var.rotation.commands, each.key, ["lambda/start.mjs", "dist/apps/${each.key}/src/rotate-keys.handler"])
  }

  environment {
    variables = merge(
      {
        KEY_PROVIDER          = "secrets-manager"
        KEY_SECRET_ID         = aws_secretsmanager_secret.this[each.key].id
        KEY_ROTATE_AFTER_DAYS = tostring(var.rotation.rotate_after_days)
        LOG_FORMAT            = "json"
      },
      { for service, days in var.rotation.keep_days : "KEY_KEEP_DAYS" => tostring(days) if service == each.key },
    )
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.rotation[0].name
  }

  tags = var.tags

  # scripts/deploy.sh gives the function the image of its service, and takes it back if the rollout fails.
  lifecycle {
    ignore_changes = [image_uri]
  }
}

resource "aws_scheduler_schedule" "rotation" {
  # checkov:skip=CKV_AWS_297:The target payload is empty, so there is no data to encrypt
  for_each = local.rotated_services

  name                = "${var.name}-${each.key}-rotation"
  description         = "Invokes the rotation of the signing keys of the ${each.key}"
  schedule_expression = var.rotation.schedule

  flexible_time_window {
    mode                      = "FLEXIBLE"
    maximum_window_in_minutes = 5
  }

  target {
    arn      = aws_lambda_function.rotation[each.key].arn
    role_arn = aws_iam_role.scheduler[0].arn

    retry_policy {
      maximum_event_age_in_seconds = 900
      maximum_retry_attempts       = 3
    }
  }

  # A rate-based schedule invokes its target as soon as it exists: this invocation creates the first keys.
  depends_on = [aws_iam_role_policy.scheduler]
}

resource "aws_iam_role" "scheduler" {
  count = var.rotation == null ? 0 : 1

  name                 = "${var.name}-rotation-scheduler"
  description          = "Invokes the rotation functions of ${var.name}"
  permissions_boundary = var.permissions_boundary_arn
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "scheduler.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
    }]
  })

  tags = var.tags
}

resource "aws_iam_role_policy" "scheduler" {
  count = var.rotation == null ? 0 : 1

  name = "invoke"
  role = aws_iam_role.scheduler[0].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "InvokeRotation"
      Effect   = "Allow"
      Action   = "lambda:InvokeFunction"
      Resource = [for service in sort(tolist(local.rotated_services)) : aws_lambda_function.rotation[service].arn]
    }]
  })
}

resource "aws_cloudwatch_metric_alarm" "rotation_failed" {
  for_each = local.rotated_services

  alarm_name          = "${var.name}-${each.key}-rotation-failed"
  alarm_description   = "The rotation of the signing keys of the ${each.key} failed: see the log group /${var.name}/rotation."
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  dimensions          = { FunctionName = aws_lambda_function.rotation[each.key].function_name }
  statistic           = "Sum"
  period              = 3600
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns

  tags = var.tags
}

# Detects a disabled schedule or a missing permission: then nothing runs, so nothing fails.
resource "aws_cloudwatch_metric_alarm" "rotation_silent" {
  for_each = local.rotated_services

  alarm_name          = "${var.name}-${each.key}-rotation-silent"
  alarm_description   = "The rotation function of the ${each.key} has not run for a day: see the schedule ${var.name}-${each.key}-rotation."
  namespace           = "AWS/Lambda"
  metric_name         = "Invocations"
  dimensions          = { FunctionName = aws_lambda_function.rotation[each.key].function_name }
  statistic           = "Sum"
  period              = 86400
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "LessThanThreshold"
  treat_missing_data  = "breaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns

  tags = var.tags
}
