mock_provider "aws" {}

variables {
  name         = "zk-income-dev"
  compute_mode = "lambda"
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

run "one_role_for_each_function" {
  assert {
    condition     = toset([for role in aws_iam_role.function : role.name]) == toset(["zk-income-dev-issuer-function", "zk-income-dev-verifier-function"])
    error_message = "Each function has a role of its own."
  }
  assert {
    condition     = length(aws_iam_role.task) == 0 && length(aws_iam_role.execution) == 0 && output.task_role_arns == {} && output.execution_role_arns == {}
    error_message = "Nothing of ECS is made where nothing runs on it."
  }
  assert {
    condition     = keys(output.function_role_arns) == ["issuer", "verifier"]
    error_message = "The outputs are those of Lambda."
  }
  assert {
    condition     = alltrue([for role in aws_iam_role.function : jsondecode(role.assume_role_policy).Statement == [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]])
    error_message = "Lambda alone takes the roles."
  }
  assert {
    condition     = { for key, role in aws_iam_role_policies_exclusive.only : key => role.policy_names } == { issuer-function = toset(["service", "function"]), verifier-function = toset(["service", "function"]) }
    error_message = "A function calls what its service calls, and its log is written; nothing else."
  }
}

run "each_writes_its_own_log" {
  command = plan

  assert {
    condition = jsondecode(aws_iam_role_policy.function["verifier-function/function"].policy).Statement == [{
      Sid      = "WriteLog"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = "arn:aws:logs:eu-central-1:123456789012:log-group:/zk-income-dev/verifier:log-stream:*"
    }]
    error_message = "A function writes to its log group and to no other."
  }
}

run "network_interfaces_only_in_a_vpc_and_not_for_code" {
  command = plan

  variables {
    functions_in_vpc = true
  }

  assert {
    condition     = aws_iam_role_policy.function["issuer-function/vpc"].name == "vpc" && length(aws_iam_role_policy.function) == 6
    error_message = "In a VPC Lambda makes network interfaces through the function's role."
  }
  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.function["issuer-function/vpc"].policy).Statement : [statement.Effect, statement.Action]] == [
      for effect in ["Allow", "Deny"] : [effect, jsondecode(aws_iam_role_policy.function["issuer-function/vpc"].policy).Statement[0].Action]
    ]
    error_message = "What Lambda may do for the function, the function's own code may not."
  }
  assert {
    condition     = jsondecode(aws_iam_role_policy.function["issuer-function/vpc"].policy).Statement[1].Condition == { ArnLike = { "lambda:SourceFunctionArn" = "arn:aws:lambda:eu-central-1:123456789012:function:*" } }
    error_message = "Code is told by the function that it runs in."
  }
}

run "rotation_has_a_role_where_there_is_one" {
  variables {
    rotation = { log_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:/zk-income-dev/rotation" }
  }

  assert {
    condition     = output.rotation_role_arn != null && aws_iam_role.function["rotation"].name == "zk-income-dev-rotation"
    error_message = "The function that rotates has a role."
  }
  assert {
    condition     = !contains(keys(output.function_role_arns), "rotation")
    error_message = "It is not the role of a service."
  }
  assert {
    condition     = jsondecode(output.policies["rotation"].rotation).Statement[0].Resource == [var.secret_arns.issuer, var.secret_arns.verifier]
    error_message = "It rotates the services' keys and nothing else."
  }
  assert {
    condition     = !strcontains(join("", values(output.policies["rotation"])), "dynamodb")
    error_message = "It has no table."
  }
}
