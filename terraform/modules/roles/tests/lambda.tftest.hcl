mock_provider "aws" {}

variables {
  name         = "zk-income-dev"
  compute_mode = "lambda"
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

run "role_per_function" {
  assert {
    condition     = toset([for role in aws_iam_role.function : role.name]) == toset(["zk-income-dev-issuer-function", "zk-income-dev-verifier-function"])
    error_message = "Each function must have its own role."
  }
  assert {
    condition     = length(aws_iam_role.task) == 0 && length(aws_iam_role.execution) == 0 && output.task_role_arns == {} && output.execution_role_arns == {}
    error_message = "Mode lambda must not create task or execution roles."
  }
  assert {
    condition     = keys(output.function_role_arns) == ["issuer", "verifier"]
    error_message = "The outputs must be those of mode lambda."
  }
  assert {
    condition     = alltrue([for role in aws_iam_role.function : jsondecode(role.assume_role_policy).Statement == [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]])
    error_message = "Only Lambda may assume the roles."
  }
  assert {
    condition     = { for key, role in aws_iam_role_policies_exclusive.only : key => role.policy_names } == { issuer-function = toset(["service", "function"]), verifier-function = toset(["service", "function"]) }
    error_message = "A function role must have exactly the service policy and the log policy."
  }
}

run "function_writes_only_its_log_group" {
  command = plan

  assert {
    condition = jsondecode(aws_iam_role_policy.function["verifier-function/function"].policy).Statement == [{
      Sid      = "WriteLog"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = "arn:aws:logs:eu-central-1:123456789012:log-group:/zk-income-dev/verifier:log-stream:*"
    }]
    error_message = "A function must write only to its own log group."
  }
}

run "network_interfaces_only_in_vpc_and_not_for_function_code" {
  command = plan

  variables {
    enable_functions_in_vpc = true
  }

  assert {
    condition     = aws_iam_role_policy.function["issuer-function/vpc"].name == "vpc" && length(aws_iam_role_policy.function) == 6
    error_message = "In a VPC, Lambda must be allowed to manage network interfaces with the function role."
  }
  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.function["issuer-function/vpc"].policy).Statement : [statement.Effect, statement.Action]] == [
      for effect in ["Allow", "Deny"] : [effect, jsondecode(aws_iam_role_policy.function["issuer-function/vpc"].policy).Statement[0].Action]
    ]
    error_message = "The function code must be denied the network interface actions."
  }
  assert {
    condition     = jsondecode(aws_iam_role_policy.function["issuer-function/vpc"].policy).Statement[1].Condition == { ArnLike = { "lambda:SourceFunctionArn" = "arn:aws:lambda:eu-central-1:123456789012:function:*" } }
    error_message = "The denial must apply to calls from the function itself."
  }
}

run "rotation_role" {
  variables {
    rotation = { log_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:/zk-income-dev/rotation" }
  }

  assert {
    condition     = output.rotation_role_arn != null && aws_iam_role.function["rotation"].name == "zk-income-dev-rotation"
    error_message = "The rotation functions must have a role."
  }
  assert {
    condition     = !contains(keys(output.function_role_arns), "rotation")
    error_message = "The rotation role must not be the role of a service."
  }
  assert {
    condition     = jsondecode(output.policies["rotation"].rotation).Statement[0].Resource == [var.secret_arns.issuer, var.secret_arns.verifier]
    error_message = "The rotation role must have access only to the secrets of the services."
  }
  assert {
    condition     = !strcontains(join("", values(output.policies["rotation"])), "dynamodb")
    error_message = "The rotation role must have no access to tables."
  }
}
