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
}

variables {
  name = "zk-income-dev"
  reader_role_arns = {
    issuer   = ["arn:aws:iam::123456789012:role/zk-income-dev-issuer-task"]
    verifier = ["arn:aws:iam::123456789012:role/zk-income-dev-verifier-task"]
  }
}

run "secrets" {
  assert {
    condition     = { for service, secret in aws_secretsmanager_secret.this : service => secret.name } == { issuer = "zk-income-dev/issuer", verifier = "zk-income-dev/verifier" }
    error_message = "Each service must have its own secret."
  }
  assert {
    condition     = alltrue([for secret in aws_secretsmanager_secret.this : secret.kms_key_id == aws_kms_key.this.arn && secret.recovery_window_in_days == 30])
    error_message = "Secrets must use their own KMS key and have a recovery window of 30 days."
  }
  assert {
    condition     = output.secret_ids["issuer"] == aws_secretsmanager_secret.this["issuer"].id && output.secret_arns["verifier"] == aws_secretsmanager_secret.this["verifier"].arn
    error_message = "The secret IDs must be an output."
  }
}

run "kms_key" {
  command = plan

  assert {
    condition     = aws_kms_key.this.enable_key_rotation && output.kms_key_arn == aws_kms_key.this.arn
    error_message = "The KMS key must rotate."
  }
  assert {
    condition = [for statement in jsondecode(aws_kms_key.this.policy).Statement : [statement.Effect, statement.Condition.StringNotEquals["kms:ViaService"]] if can(statement.Condition)] == [
      ["Deny", "secretsmanager.eu-central-1.amazonaws.com"]
    ]
    error_message = "The KMS key must be usable only through Secrets Manager."
  }
}

run "other_principals_are_denied" {
  variables {
    key_administrators = ["ops/key-*"]
  }

  assert {
    condition     = alltrue([for policy in aws_secretsmanager_secret_policy.this : policy.block_public_policy])
    error_message = "Public secret policies must be blocked."
  }
  assert {
    condition = { for service, policy in aws_secretsmanager_secret_policy.this :
      service => [for statement in jsondecode(policy.policy).Statement : statement.Condition.ArnNotLike["aws:PrincipalArn"] if statement.Sid == "NobodyElse"]
      } == {
      issuer   = [["arn:aws:iam::123456789012:role/zk-income-dev-issuer-task", "arn:aws:iam::123456789012:role/ops/key-*"]]
      verifier = [["arn:aws:iam::123456789012:role/zk-income-dev-verifier-task", "arn:aws:iam::123456789012:role/ops/key-*"]]
    }
    error_message = "Only the service, the rotation and the key administrators may access a secret value."
  }
  assert {
    condition = alltrue([for policy in aws_secretsmanager_secret_policy.this : alltrue([for action in ["GetSecretValue", "BatchGetSecretValue", "PutSecretValue", "UpdateSecret", "UpdateSecretVersionStage", "ReplicateSecretToRegions"] :
      contains(flatten([for statement in jsondecode(policy.policy).Statement : statement.Action if statement.Sid == "NobodyElse" && statement.Effect == "Deny" && statement.Principal == "*"]), "secretsmanager:${action}")
    ])])
    error_message = "The policy must deny other principals to read, write and stage secret values."
  }
  assert {
    condition = jsondecode(aws_secretsmanager_secret_policy.this["issuer"].policy).Statement[1] == {
      Sid       = "ServicesOnlyRead"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["secretsmanager:PutSecretValue", "secretsmanager:UpdateSecret", "secretsmanager:UpdateSecretVersionStage"]
      Resource  = "*"
      Condition = { ArnLike = { "aws:PrincipalArn" = ["arn:aws:iam::123456789012:role/zk-income-dev-issuer-task"] } }
    }
    error_message = "The policy must deny the service to change secret values."
  }
}

run "without_rotation" {
  assert {
    condition     = length(aws_lambda_function.rotation) == 0 && length(aws_scheduler_schedule.rotation) == 0 && length(aws_iam_role.scheduler) == 0
    error_message = "Rotation must be disabled by default."
  }
  assert {
    condition     = output.rotation_log_group_arn == null && output.rotation_function_names == {}
    error_message = "Without rotation the outputs must be empty."
  }
}

run "immediate_deletion" {
  command = plan
  variables {
    recovery_window_days = 0
  }

  assert {
    condition     = alltrue([for secret in aws_secretsmanager_secret.this : secret.recovery_window_in_days == 0])
    error_message = "A recovery window of 0 must delete secrets immediately, so that their names can be used again."
  }
}

run "rejects_invalid_values" {
  command = plan
  variables {
    # name with an invalid character
    name = "zk/income"
    # invalid service name
    services         = ["Issuer"]
    reader_role_arns = { Issuer = ["arn:aws:iam::123456789012:role/a"] }
    # unsupported recovery window
    recovery_window_days = 3
    # wildcard that matches every role
    key_administrators = ["*?*"]
  }
  expect_failures = [var.name, var.services, var.recovery_window_days, var.key_administrators]
}

run "rejects_service_without_reader" {
  command = plan
  variables {
    reader_role_arns = { issuer = ["arn:aws:iam::123456789012:role/a"], verifier = [] }
  }
  expect_failures = [var.reader_role_arns]
}
