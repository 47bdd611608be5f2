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
    error_message = "each service has a secret of its own"
  }
  assert {
    condition     = alltrue([for secret in aws_secretsmanager_secret.this : secret.kms_key_id == aws_kms_key.this.arn && secret.recovery_window_in_days == 30])
    error_message = "secrets are encrypted by their own key, and can be had back for 30 days"
  }
  assert {
    condition     = output.secret_ids["issuer"] == aws_secretsmanager_secret.this["issuer"].id && output.secret_arns["verifier"] == aws_secretsmanager_secret.this["verifier"].arn
    error_message = "services are told where their keys are"
  }
}

run "kms_key" {
  command = plan

  assert {
    condition     = aws_kms_key.this.enable_key_rotation && output.kms_key_arn == aws_kms_key.this.arn
    error_message = "the KMS key is rotated"
  }
  assert {
    condition = [for statement in jsondecode(aws_kms_key.this.policy).Statement : [statement.Effect, statement.Condition.StringNotEquals["kms:ViaService"]] if can(statement.Condition)] == [
      ["Deny", "secretsmanager.eu-central-1.amazonaws.com"]
    ]
    error_message = "the KMS key decrypts through Secrets Manager alone"
  }
}

run "others_are_refused" {
  variables {
    key_administrators = ["ops/key-*"]
  }

  assert {
    condition     = alltrue([for policy in aws_secretsmanager_secret_policy.this : policy.block_public_policy])
    error_message = "no policy may open a secret to the public"
  }
  assert {
    condition = { for service, policy in aws_secretsmanager_secret_policy.this :
      service => [for statement in jsondecode(policy.policy).Statement : statement.Condition.ArnNotLike["aws:PrincipalArn"] if statement.Sid == "NobodyElse"]
      } == {
      issuer   = [["arn:aws:iam::123456789012:role/zk-income-dev-issuer-task", "arn:aws:iam::123456789012:role/ops/key-*"]]
      verifier = [["arn:aws:iam::123456789012:role/zk-income-dev-verifier-task", "arn:aws:iam::123456789012:role/ops/key-*"]]
    }
    error_message = "a secret's value is for its service and the administrators of keys, and not for the other service"
  }
  assert {
    condition = alltrue([for policy in aws_secretsmanager_secret_policy.this : alltrue([for action in ["GetSecretValue", "BatchGetSecretValue", "PutSecretValue", "UpdateSecret", "UpdateSecretVersionStage", "ReplicateSecretToRegions"] :
      contains(flatten([for statement in jsondecode(policy.policy).Statement : statement.Action if statement.Sid == "NobodyElse" && statement.Effect == "Deny" && statement.Principal == "*"]), "secretsmanager:${action}")
    ])])
    error_message = "nobody else reads a key, writes one, or says which one signs"
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
    error_message = "a service reads its keys and does not change them"
  }
}

run "by_hand" {
  assert {
    condition     = length(aws_lambda_function.rotation) == 0 && length(aws_scheduler_schedule.rotation) == 0 && length(aws_iam_role.scheduler) == 0
    error_message = "nothing rotates unless asked for"
  }
  assert {
    condition     = output.rotation_log_group_arn == null && output.rotation_function_names == {}
    error_message = "there is nothing to name"
  }
}

run "gone_at_once" {
  command = plan
  variables {
    recovery_window_days = 0
  }

  assert {
    condition     = alltrue([for secret in aws_secretsmanager_secret.this : secret.recovery_window_in_days == 0])
    error_message = "an environment that comes and goes can have the same secrets again"
  }
}

run "refuses_what_cannot_be" {
  command = plan
  variables {
    # a name
    name = "zk/income"
    # a service
    services         = ["Issuer"]
    reader_role_arns = { Issuer = ["arn:aws:iam::123456789012:role/a"] }
    # a recovery window of three days
    recovery_window_days = 3
    # everybody as administrator
    key_administrators = ["*?*"]
  }
  expect_failures = [var.name, var.services, var.recovery_window_days, var.key_administrators]
}

run "refuses_a_service_without_a_reader" {
  command = plan
  variables {
    reader_role_arns = { issuer = ["arn:aws:iam::123456789012:role/a"], verifier = [] }
  }
  expect_failures = [var.reader_role_arns]
}
