# A key is due by its age, and rotates in two steps some time apart (docs/adr/0060). So the function is called often, has
# mostly nothing to do, and a call that failed is made up for by the next.

locals {
  rotates = var.rotation != null
}

resource "aws_cloudwatch_log_group" "rotation" {
  count = local.rotates ? 1 : 0

  name              = "/${var.name}/rotation"
  retention_in_days = var.rotation.log_retention_days
  kms_key_id        = var.rotation.log_kms_key_arn
}

resource "aws_lambda_function" "rotation" {
  count = local.rotates ? 1 : 0

  function_name = "${var.name}-rotation"
  description   = "Rotates the signing keys of ${var.name} that are due"
  role          = var.rotation_role_arn
  package_type  = "Image"
  image_uri     = var.rotation.image_uri
  architectures = [var.rotation.architecture]
  memory_size   = var.rotation.memory
  timeout       = var.rotation.timeout_seconds

  image_config {
    entry_point = var.rotation.entry_point
    command     = var.rotation.command
  }

  environment {
    variables = merge(
      { for service, secret in aws_secretsmanager_secret.this : "KEY_SECRET_ID_${upper(service)}" => secret.id },
      var.rotation.environment,
    )
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.rotation[0].name
  }

  lifecycle {
    # Rolled out with the services, by scripts/deploy.sh.
    ignore_changes = [image_uri]
  }
}

resource "aws_scheduler_schedule" "rotation" {
  count = local.rotates ? 1 : 0

  name                = "${var.name}-rotation"
  description         = "Asks whether a signing key is due"
  schedule_expression = var.rotation.schedule

  flexible_time_window {
    mode                      = "FLEXIBLE"
    maximum_window_in_minutes = 5
  }

  target {
    arn      = aws_lambda_function.rotation[0].arn
    role_arn = aws_iam_role.scheduler[0].arn

    retry_policy {
      maximum_event_age_in_seconds = 900
      maximum_retry_attempts       = 3
    }
  }
}

resource "aws_iam_role" "scheduler" {
  count = local.rotates ? 1 : 0

  name                 = "${var.name}-rotation-scheduler"
  description          = "Calls the function that rotates the signing keys of ${var.name}"
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
}

resource "aws_iam_role_policy" "scheduler" {
  count = local.rotates ? 1 : 0

  name = "invoke"
  role = aws_iam_role.scheduler[0].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "InvokeRotation"
      Effect   = "Allow"
      Action   = "lambda:InvokeFunction"
      Resource = aws_lambda_function.rotation[0].arn
    }]
  })
}

resource "aws_cloudwatch_metric_alarm" "rotation_failed" {
  count = local.rotates ? 1 : 0

  alarm_name          = "${var.name}-rotation-failed"
  alarm_description   = "Signing keys that are due were not rotated: see the log group /${var.name}/rotation."
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  dimensions          = { FunctionName = aws_lambda_function.rotation[0].function_name }
  statistic           = "Sum"
  period              = 3600
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
}

# A schedule that was switched off, a role that lost its permission: nothing fails then, because nothing runs.
resource "aws_cloudwatch_metric_alarm" "rotation_silent" {
  count = local.rotates ? 1 : 0

  alarm_name          = "${var.name}-rotation-silent"
  alarm_description   = "Nobody has asked for a day whether a signing key is due: see the schedule ${var.name}-rotation."
  namespace           = "AWS/Lambda"
  metric_name         = "Invocations"
  dimensions          = { FunctionName = aws_lambda_function.rotation[0].function_name }
  statistic           = "Sum"
  period              = 86400
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "LessThanThreshold"
  treat_missing_data  = "breaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
}
