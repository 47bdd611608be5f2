# What the policies allow is compared with what is called by `npm run check:permissions`; here is what that cannot see:
# who may take the roles, what AWS itself does under them, and that nothing else is attached.

mock_provider "aws" {}

variables {
  name = "zk-income-dev"
  table_arns = {
    for table in ["ApiClients", "ClientBudgets", "IdempotencyKeys", "IssuedCredentials", "Nonces", "StatusLists"] :
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

run "two_roles_for_each_service" {
  command = plan

  assert {
    condition     = toset([for role in aws_iam_role.task : role.name]) == toset(["zk-income-dev-issuer-task", "zk-income-dev-verifier-task"])
    error_message = "Each service has a task role of its own."
  }
  assert {
    condition     = toset([for role in aws_iam_role.execution : role.name]) == toset(["zk-income-dev-issuer-execution", "zk-income-dev-verifier-execution"])
    error_message = "Each service has an execution role of its own."
  }
  assert {
    condition     = length(aws_iam_role.function) == 0 && output.rotation_role_arn == null
    error_message = "Nothing of Lambda is made where nothing runs on it."
  }
}

run "only_tasks_of_this_account_take_them" {
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
    error_message = "ECS alone takes the roles, for this account and region."
  }
}

# What AWS documents for AmazonECSTaskExecutionRolePolicy, on one repository and one log group.
run "ecs_pulls_one_repository_and_writes_one_log" {
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
    error_message = "The execution role does what ECS needs for this service, and no more."
  }
}

run "services_are_kept_apart" {
  command = plan

  assert {
    condition     = !strcontains(aws_iam_role_policy.task["issuer"].policy, "verifier") && !strcontains(aws_iam_role_policy.task["issuer"].policy, "Nonces")
    error_message = "The issuer reaches neither the verifier's keys nor its requests."
  }
  assert {
    condition     = !strcontains(aws_iam_role_policy.task["verifier"].policy, "issuer") && !strcontains(aws_iam_role_policy.task["verifier"].policy, "IssuedCredentials") && !strcontains(aws_iam_role_policy.task["verifier"].policy, "StatusLists")
    error_message = "The verifier reaches neither the issuer's keys nor what it issued."
  }
}

run "keys_are_decrypted_for_secrets_manager_alone" {
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
    error_message = "The key decrypts the service's one secret, by way of Secrets Manager."
  }
}

run "nothing_else_is_attached" {
  assert {
    condition = { for key, role in aws_iam_role_policies_exclusive.only : key => role.policy_names } == {
      issuer-task        = toset(["service"])
      issuer-execution   = toset(["execution"])
      verifier-task      = toset(["service"])
      verifier-execution = toset(["execution"])
    }
    error_message = "Each role keeps its one policy."
  }
  assert {
    condition     = alltrue([for role in aws_iam_role_policy_attachments_exclusive.none : length(role.policy_arns) == 0])
    error_message = "No managed policy stays attached."
  }
  assert {
    condition     = toset([for role in aws_iam_role_policies_exclusive.only : role.role_name]) == toset([for role in concat(values(aws_iam_role.task), values(aws_iam_role.execution)) : role.name])
    error_message = "No role is forgotten."
  }
  assert {
    condition     = keys(output.task_role_arns) == ["issuer", "verifier"] && keys(output.execution_role_arns) == ["issuer", "verifier"] && output.function_role_arns == {}
    error_message = "The outputs are those of Fargate."
  }
}

run "the_boundary_is_on_every_role" {
  command = plan

  variables {
    permissions_boundary_arn = "arn:aws:iam::123456789012:policy/zk-income-dev-boundary"
    rotation                 = { log_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:/zk-income-dev/rotation" }
  }

  assert {
    condition     = alltrue([for role in concat(values(aws_iam_role.task), values(aws_iam_role.execution), values(aws_iam_role.function)) : role.permissions_boundary == "arn:aws:iam::123456789012:policy/zk-income-dev-boundary"])
    error_message = "The apply role may make no role without its boundary."
  }
}
