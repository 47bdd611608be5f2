mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_region" {
    defaults = { region = "eu-central-1" }
  }
  mock_resource "aws_lambda_function" {
    defaults = { arn = "arn:aws:lambda:eu-central-1:123456789012:function:rotation" }
  }
}

variables {
  name = "zk-income-dev"
  reader_role_arns = {
    issuer   = ["arn:aws:iam::123456789012:role/zk-income-dev-issuer-task"]
    verifier = ["arn:aws:iam::123456789012:role/zk-income-dev-verifier-task"]
  }
  rotation_role_arn = "arn:aws:iam::123456789012:role/zk-income-dev-rotation"
  alarm_topic_arns  = ["arn:aws:sns:eu-central-1:123456789012:zk-income-dev-alarms"]
  rotation = {
    images    = { issuer = "registry/issuer:1", verifier = "registry/verifier:1" }
    commands  = { verifier = ["mine.handler"] }
    keep_days = { verifier = 3650 }
  }
}

run "first_image" {
}

run "a_later_image_is_deployed_by_the_scripts" {
  variables {
    rotation = {
      images = { issuer = "registry/issuer:2", verifier = "registry/verifier:2" }
    }
  }

  assert {
    condition     = { for service, function in aws_lambda_function.rotation : service => function.image_uri } == { issuer = "registry/issuer:1", verifier = "registry/verifier:1" }
    error_message = "An apply must not change the image of a rotation function: the scripts deploy it after a smoke test."
  }
}

run "functions" {
  assert {
    condition     = { for service, function in aws_lambda_function.rotation : service => function.image_uri } == { issuer = "registry/issuer:1", verifier = "registry/verifier:1" }
    error_message = "The rotation function must use the image of its service."
  }
  assert {
    condition     = alltrue([for function in aws_lambda_function.rotation : function.role == var.rotation_role_arn])
    error_message = "The rotation functions must have the given role."
  }
  assert {
    condition = { for service, function in aws_lambda_function.rotation : service => join(" ", one(function.image_config).command) } == {
      issuer   = "lambda/start.mjs dist/apps/issuer/src/rotate-keys.handler"
      verifier = "mine.handler"
    }
    error_message = "The rotation functions must run the rotation handler, or a given command."
  }
  assert {
    condition = { for service, function in aws_lambda_function.rotation : service => one(function.environment).variables } == {
      issuer = tomap({
        KEY_PROVIDER          = "secrets-manager"
        KEY_SECRET_ID         = aws_secretsmanager_secret.this["issuer"].id
        KEY_ROTATE_AFTER_DAYS = "90"
        LOG_FORMAT            = "json"
      })
      verifier = tomap({
        KEY_PROVIDER          = "secrets-manager"
        KEY_SECRET_ID         = aws_secretsmanager_secret.this["verifier"].id
        KEY_ROTATE_AFTER_DAYS = "90"
        KEY_KEEP_DAYS         = "3650"
        LOG_FORMAT            = "json"
      })
    }
    error_message = "Each function must receive its secret ID and the rotation periods."
  }
  assert {
    condition     = alltrue([for function in aws_lambda_function.rotation : one(function.logging_config).log_group == "/zk-income-dev/rotation"]) && aws_cloudwatch_log_group.rotation[0].retention_in_days == 365
    error_message = "The rotation functions must write to their own log group."
  }
  assert {
    condition     = contains(jsondecode(aws_secretsmanager_secret_policy.this["issuer"].policy).Statement[0].Condition.ArnNotLike["aws:PrincipalArn"], var.rotation_role_arn)
    error_message = "The rotation role must be allowed to access the secrets."
  }
}

run "schedule" {
  command = plan

  assert {
    condition     = alltrue([for service, schedule in aws_scheduler_schedule.rotation : schedule.schedule_expression == "rate(1 hour)" && one(schedule.target).arn == aws_lambda_function.rotation[service].arn])
    error_message = "The schedule must invoke the functions every hour by default."
  }
  assert {
    condition = (
      one(jsondecode(aws_iam_role_policy.scheduler[0].policy).Statement).Action == "lambda:InvokeFunction" &&
      one(jsondecode(aws_iam_role_policy.scheduler[0].policy).Statement).Resource == [for service in ["issuer", "verifier"] : aws_lambda_function.rotation[service].arn]
    )
    error_message = "The scheduler role must invoke only the rotation functions."
  }
  assert {
    condition     = one(jsondecode(aws_iam_role.scheduler[0].assume_role_policy).Statement).Condition.StringEquals["aws:SourceAccount"] == "123456789012"
    error_message = "Only schedules of this account may assume the scheduler role."
  }
}

run "alarms" {
  command = plan

  assert {
    condition     = alltrue([for alarm in concat(values(aws_cloudwatch_metric_alarm.rotation_failed), values(aws_cloudwatch_metric_alarm.rotation_silent)) : alarm.alarm_actions == toset(var.alarm_topic_arns)])
    error_message = "The alarms must notify the given topics."
  }
  assert {
    condition = alltrue([for service in ["issuer", "verifier"] :
      aws_cloudwatch_metric_alarm.rotation_failed[service].metric_name == "Errors" &&
      aws_cloudwatch_metric_alarm.rotation_failed[service].threshold == 0 &&
      aws_cloudwatch_metric_alarm.rotation_failed[service].dimensions == tomap({ FunctionName = "zk-income-dev-${service}-rotation" })
    ])
    error_message = "One failed invocation must raise the alarm."
  }
  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.rotation_silent : alarm.treat_missing_data == "breaching" && alarm.comparison_operator == "LessThanThreshold"])
    error_message = "A day without invocations must raise the alarm."
  }
}

run "rejects_service_without_image" {
  command = plan
  variables {
    rotation = { images = { issuer = "registry/issuer:1" } }
  }
  expect_failures = [var.rotation]
}

run "rejects_rotation_without_role" {
  command = plan
  variables {
    rotation_role_arn = null
  }
  expect_failures = [var.rotation_role_arn]
}

run "rejects_invalid_schedule" {
  command = plan
  variables {
    rotation = { images = { issuer = "a", verifier = "b" }, schedule = "daily" }
  }
  expect_failures = [var.rotation]
}

run "rejects_unknown_architecture" {
  command = plan
  variables {
    rotation = { images = { issuer = "a", verifier = "b" }, architecture = "ARM64" }
  }
  expect_failures = [var.rotation]
}

run "rejects_timeout_above_lambda_limit" {
  command = plan
  variables {
    rotation = { images = { issuer = "a", verifier = "b" }, timeout_seconds = 3600 }
  }
  expect_failures = [var.rotation]
}

run "rejects_fractional_days" {
  command = plan
  variables {
    rotation = { images = { issuer = "a", verifier = "b" }, keep_days = { issuer = 0.5 } }
  }
  expect_failures = [var.rotation]
}
