# A key is due by its age, and rotates in two steps some time apart (docs/adr/0031). So the functions are called often,
# have mostly nothing to do, and a call that failed is made up for by the next. They make the first keys as well.

locals {
  rotating = var.rotation == null ? toset([]) : var.services
}

resource "aws_cloudwatch_log_group" "rotation" {
  count = var.rotation == null ? 0 : 1

  name              = "/${var.name}/rotation"
  retention_in_days = var.rotation.log_retention_days
  kms_key_id        = var.rotation.log_kms_key_arn
}

resource "aws_lambda_function" "rotation" {
  # checkov:skip=CKV_AWS_115:New accounts may reserve nothing, and two rotations at once do no harm
  # checkov:skip=CKV_AWS_116:A call that failed sets off an alarm, and the next one makes up for it
  # checkov:skip=CKV_AWS_117:It calls Secrets Manager alone, by TLS and IAM, and needs nothing of the VPC
  # checkov:skip=CKV_AWS_173:Its environment names a secret and numbers of days, and has nothing to hide
  # checkov:skip=CKV_AWS_272:Code signing is not for images; the registry's tags are immutable
  # checkov:skip=CKV_AWS_50:One call to one service: the log says all of it
  for_each = local.rotating

  function_name = "${var.name}-${each.key}-rotation"
  description   = "Rotates the signing keys of ${each.key} that are due"
  role          = var.rotation_role_arn
  package_type  = "Image"
  image_uri     = var.rotation.images[each.key]
  architectures = [var.rotation.architecture]
  memory_size   = var.rotation.memory
  timeout       = var.rotation.timeout_seconds

  image_config {
    entry_point = var.rotation.entry_point
    # AWS's runtime client and the handler that it loads, as docker/Dockerfile has them in every service's image.
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
}

resource "aws_scheduler_schedule" "rotation" {
  # checkov:skip=CKV_AWS_297:The call has no payload that a key could protect
  for_each = local.rotating

  name                = "${var.name}-${each.key}-rotation"
  description         = "Asks whether a signing key of ${each.key} is due"
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
}

resource "aws_iam_role" "scheduler" {
  count = var.rotation == null ? 0 : 1

  name                 = "${var.name}-rotation-scheduler"
  description          = "Calls the functions that rotate the signing keys of ${var.name}"
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
  count = var.rotation == null ? 0 : 1

  name = "invoke"
  role = aws_iam_role.scheduler[0].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "InvokeRotation"
      Effect   = "Allow"
      Action   = "lambda:InvokeFunction"
      Resource = [for service in sort(tolist(local.rotating)) : aws_lambda_function.rotation[service].arn]
    }]
  })
}

resource "aws_cloudwatch_metric_alarm" "rotation_failed" {
  for_each = local.rotating

  alarm_name          = "${var.name}-${each.key}-rotation-failed"
  alarm_description   = "A signing key of ${each.key} that may be due was not rotated: see the log group /${var.name}/rotation."
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
}

# A schedule that was switched off, a role that lost its permission: nothing fails then, because nothing runs.
resource "aws_cloudwatch_metric_alarm" "rotation_silent" {
  for_each = local.rotating

  alarm_name          = "${var.name}-${each.key}-rotation-silent"
  alarm_description   = "Nobody has asked for a day whether a signing key of ${each.key} is due: see the schedule ${var.name}-${each.key}-rotation."
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
}
