# `npm run check:permissions` compares the policies with recorded calls. These runs cover what it cannot see: trust
# policies, permissions that AWS itself uses, and other attached policies.

mock_provider "aws" {}

variables {
  name = "zk-income-dev"
  table_arns = {
    for table in ["ApiClients", "ClientBudgets", "IdempotencyKeys", "IssuedCredentials", "Listings", "Nonces", "Offers", "StatusLists", "WebhookDeliveries", "WebhookEndpoints"] :
    table => "arn:aws:dynamodb:eu-central-1:123456789012:table/zk-income-dev-${table}"
  }
  secret_arns = {
    issuer   = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:zk-income-dev/issuer-AbCdEf"
    verifier = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:zk-income-dev/verifier-GhIjKl"
  }
  kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  repository_arns = {
    issuer   = "arn:aws:ecr:eu-central-1:123456789012:repository/zk-income/issuer"
    verifier = "arn:aws:ecr:eu-central-1:123456789012:repository/zk-income/verifier"
  }
  log_group_arns = {
    issuer   = "arn:aws:logs:eu-central-1:123456789012:log-group:/zk-income-dev/issuer"
    verifier = "arn:aws:logs:eu-central-1:123456789012:log-group:/zk-income-dev/verifier"
  }
}

run "task_and_execution_role_per_service" {
  command = plan

  assert {
    condition     = toset([for role in aws_iam_role.task : role.name]) == toset(["zk-income-dev-issuer-task", "zk-income-dev-verifier-task"])
    error_message = "Each service must have its own task role."
  }
  assert {
    condition     = toset([for role in aws_iam_role.execution : role.name]) == toset(["zk-income-dev-issuer-execution", "zk-income-dev-verifier-execution"])
    error_message = "Each service must have its own execution role."
  }
  assert {
    condition     = length(aws_iam_role.function) == 0 && output.rotation_role_arn == null
    error_message = "Mode fargate must not create function roles."
  }
}

run "only_ecs_tasks_of_this_account_assume_roles" {
  command = plan

  assert {
    condition = alltrue([for role in concat(values(aws_iam_role.task), values(aws_iam_role.execution)) :
      jsondecode(role.assume_role_policy).Statement == [{
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { Service = "ecs-tasks.amazonaws.com" }
        Condition = {
          StringEquals = { "aws:SourceAccount" = "123456789012" }
          ArnLike      = { "aws:SourceArn" = "arn:aws:ecs:eu-central-1:123456789012:*" }
        }
    }]])
    error_message = "Only ECS may assume the roles, for this account and region."
  }
}

# The permissions of AmazonECSTaskExecutionRolePolicy, limited to one repository and one log group.
run "execution_role_pulls_one_repository_and_writes_one_log_group" {
  command = plan

  assert {
    condition = jsondecode(aws_iam_role_policy.execution["issuer"].policy).Statement == [
      { Sid = "LogInToRegistry", Effect = "Allow", Action = ["ecr:GetAuthorizationToken"], Resource = "*" },
      {
        Sid      = "PullImage"
        Effect   = "Allow"
        Action   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
        Resource = "arn:aws:ecr:eu-central-1:123456789012:repository/zk-income/issuer"
      },
      {
        Sid      = "WriteLog"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:aws:logs:eu-central-1:123456789012:log-group:/zk-income-dev/issuer:log-stream:*"
      },
    ]
    error_message = "The execution role must have exactly the permissions that ECS needs for this service."
  }
}

run "services_are_isolated" {
  command = plan

  assert {
    condition     = !strcontains(aws_iam_role_policy.task["issuer"].policy, "verifier") && !strcontains(aws_iam_role_policy.task["issuer"].policy, "Listings") && !strcontains(aws_iam_role_policy.task["issuer"].policy, "Nonces")
    error_message = "The issuer must have no access to the verifier's secret and tables."
  }
  assert {
    condition     = !strcontains(aws_iam_role_policy.task["verifier"].policy, "issuer") && !strcontains(aws_iam_role_policy.task["verifier"].policy, "IssuedCredentials") && !strcontains(aws_iam_role_policy.task["verifier"].policy, "Offers") && !strcontains(aws_iam_role_policy.task["verifier"].policy, "StatusLists")
    error_message = "The verifier must have no access to the issuer's secret and tables."
  }
}

run "keys_are_decrypted_only_through_secrets_manager" {
  command = plan

  assert {
    condition = alltrue([for service, policy in aws_iam_role_policy.task : [
      for statement in jsondecode(policy.policy).Statement : statement if statement.Sid == "DecryptSigningKeys"
      ] == [{
        Sid      = "DecryptSigningKeys"
        Effect   = "Allow"
        Action   = ["kms:Decrypt"]
        Resource = var.kms_key_arn
        Condition = { StringEquals = {
          "kms:ViaService"                  = "secretsmanager.eu-central-1.amazonaws.com"
          "kms:EncryptionContext:SecretARN" = var.secret_arns[service]
        } }
    }]])
    error_message = "The role must decrypt only the secret of its service and only through Secrets Manager."
  }
}

run "policies_are_exclusive" {
  assert {
    condition = { for key, role in aws_iam_role_policies_exclusive.only : key => role.policy_names } == {
      issuer-task        = toset(["service"])
      issuer-execution   = toset(["execution"])
      verifier-task      = toset(["service"])
      verifier-execution = toset(["execution"])
    }
    error_message = "Each role must keep exactly its own inline policy."
  }
  assert {
    condition     = alltrue([for role in aws_iam_role_policy_attachments_exclusive.none : length(role.policy_arns) == 0])
    error_message = "No role may keep a managed policy."
  }
  assert {
    condition     = toset([for role in aws_iam_role_policies_exclusive.only : role.role_name]) == toset([for role in concat(values(aws_iam_role.task), values(aws_iam_role.execution)) : role.name])
    error_message = "Every role must have exclusive policies."
  }
  assert {
    condition     = keys(output.task_role_arns) == ["issuer", "verifier"] && keys(output.execution_role_arns) == ["issuer", "verifier"] && output.function_role_arns == {}
    error_message = "The outputs must be those of mode fargate."
  }
}

run "boundary_is_set_on_every_role" {
  command = plan

  variables {
    permissions_boundary_arn = "arn:aws:iam::123456789012:policy/zk-income-dev-boundary"
    rotation                 = { log_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:/zk-income-dev/rotation" }
  }

  assert {
    condition     = alltrue([for role in concat(values(aws_iam_role.task), values(aws_iam_role.execution), values(aws_iam_role.function)) : role.permissions_boundary == "arn:aws:iam::123456789012:policy/zk-income-dev-boundary"])
    error_message = "Every role must have the permissions boundary, because the apply role may create no role without it."
  }
}
