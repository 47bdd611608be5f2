# Trust policies and upper limits of the roles. `npm run test:deployment` compares the policies of the deploy and
# rollback roles with recorded calls.

mock_provider "aws" {}

variables {
  name              = "zk-income"
  account_id        = "123456789012"
  region            = "eu-central-1"
  github_repository = "owner/zk-income"
  oidc_provider_arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
  environments = {
    dev   = {}
    stage = { compute_mode = "lambda", deploy_github_environment = "staging", rollback_github_environment = "staging-rollback", apply_github_environment = "staging-infrastructure" }
  }
  repository_arns = {
    issuer   = "arn:aws:ecr:eu-central-1:123456789012:repository/zk-income/issuer"
    verifier = "arn:aws:ecr:eu-central-1:123456789012:repository/zk-income/verifier"
  }
  state = {
    bucket_arn           = "arn:aws:s3:::zk-income-terraform-state"
    lock_table_arn       = "arn:aws:dynamodb:eu-central-1:123456789012:table/zk-income-terraform-locks"
    kms_key              = { arn = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555" }
    workspace_key_prefix = "environments"
  }
}

run "each_role_trusts_one_token_subject" {
  command = plan

  assert {
    condition = { for key, role in aws_iam_role.pipeline : key => jsondecode(role.assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"] } == {
      push           = "repo:owner/zk-income:ref:refs/heads/main"
      plan           = "repo:owner/zk-income:pull_request"
      dev-deploy     = "repo:owner/zk-income:environment:dev"
      dev-rollback   = "repo:owner/zk-income:environment:dev-rollback"
      dev-apply      = "repo:owner/zk-income:environment:dev"
      stage-deploy   = "repo:owner/zk-income:environment:staging"
      stage-rollback = "repo:owner/zk-income:environment:staging-rollback"
      stage-apply    = "repo:owner/zk-income:environment:staging-infrastructure"
    }
    error_message = "Each role must trust exactly one subject: a branch, pull requests, or a GitHub environment."
  }
  assert {
    condition     = alltrue([for role in aws_iam_role.pipeline : length(jsondecode(role.assume_role_policy).Statement) == 1 && keys(jsondecode(role.assume_role_policy).Statement[0].Condition) == ["StringEquals"]])
    error_message = "The trust policy must compare subjects with StringEquals, without patterns."
  }
  assert {
    condition     = alltrue([for role in aws_iam_role.pipeline : jsondecode(role.assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:aud"] == "sts.amazonaws.com"])
    error_message = "The token audience must be AWS STS."
  }
  assert {
    condition     = alltrue([for role in aws_iam_role.pipeline : jsondecode(role.assume_role_policy).Statement[0].Principal == { Federated = var.oidc_provider_arn } && jsondecode(role.assume_role_policy).Statement[0].Action == "sts:AssumeRoleWithWebIdentity"])
    error_message = "The roles must trust only the GitHub OIDC provider."
  }
}

run "immutable_subjects" {
  command = plan

  variables {
    github_repository_ids = { owner = "123456", repository = "456789" }
  }

  assert {
    condition = { for key, role in aws_iam_role.pipeline : key => jsondecode(role.assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"] } == {
      push           = "repo:owner@123456/zk-income@456789:ref:refs/heads/main"
      plan           = "repo:owner@123456/zk-income@456789:pull_request"
      dev-deploy     = "repo:owner@123456/zk-income@456789:environment:dev"
      dev-rollback   = "repo:owner@123456/zk-income@456789:environment:dev-rollback"
      dev-apply      = "repo:owner@123456/zk-income@456789:environment:dev"
      stage-deploy   = "repo:owner@123456/zk-income@456789:environment:staging"
      stage-rollback = "repo:owner@123456/zk-income@456789:environment:staging-rollback"
      stage-apply    = "repo:owner@123456/zk-income@456789:environment:staging-infrastructure"
    }
    error_message = "With IDs each role must trust only the subject with the IDs of owner and repository."
  }
}

run "without_github_only_boundaries" {
  command = plan

  variables {
    github_repository = null
    oidc_provider_arn = null
  }

  assert {
    condition     = length(aws_iam_role.pipeline) == 0 && length(aws_iam_policy.managed) == 0 && length(aws_iam_role_policy.inline) == 0
    error_message = "Without a repository there must be no role and no policy of one."
  }
  assert {
    condition     = { for environment, policy in aws_iam_policy.boundary : environment => policy.name } == { dev = "zk-income-dev-boundary", stage = "zk-income-stage-boundary" }
    error_message = "Each environment must have its permissions boundary, with or without the pipeline."
  }
  assert {
    condition     = output.push_role_arn == null && output.deploy_role_arns == {} && output.rollback_role_arns == {} && keys(output.permissions_boundary_arns) == ["dev", "stage"]
    error_message = "The outputs must have the boundaries and no role."
  }
}

run "repositories_of_another_account" {
  command = plan

  variables {
    enable_push = false
    repository_arns = {
      issuer   = "arn:aws:ecr:eu-central-1:210987654321:repository/zk-income/issuer"
      verifier = "arn:aws:ecr:eu-central-1:210987654321:repository/zk-income/verifier"
    }
  }

  assert {
    condition     = !contains(keys(aws_iam_role.pipeline), "push") && output.push_role_arn == null
    error_message = "An account without repositories must have no role that pushes."
  }
  assert {
    condition = alltrue([
      for policy in [aws_iam_policy.boundary["dev"].policy, output.policies.dev-deploy.deploy, output.policies.stage-deploy.deploy] :
      strcontains(policy, "arn:aws:ecr:eu-central-1:210987654321:repository/zk-income/issuer") && !strcontains(policy, "ecr:eu-central-1:123456789012")
    ])
    error_message = "The boundary and the deploy roles must allow the repositories of the registry account."
  }
}

run "role_names_are_outside_environments" {
  command = plan

  assert {
    condition     = alltrue([for key, role in aws_iam_role.pipeline : role.name == "zk-income-pipeline-${key}" && role.name == output.role_names[key]])
    error_message = "Names of pipeline roles must not match the prefix of an environment, which its apply role may change."
  }
}

run "deploy_role_passes_only_task_and_execution_roles" {
  command = plan

  assert {
    condition = [for statement in jsondecode(output.policies.dev-deploy.deploy).Statement : statement if statement.Action == ["iam:PassRole"]] == [{
      Sid    = "PassRolesToTasks"
      Effect = "Allow"
      Action = ["iam:PassRole"]
      Resource = [
        "arn:aws:iam::123456789012:role/zk-income-dev-issuer-task",
        "arn:aws:iam::123456789012:role/zk-income-dev-issuer-execution",
        "arn:aws:iam::123456789012:role/zk-income-dev-verifier-task",
        "arn:aws:iam::123456789012:role/zk-income-dev-verifier-execution",
      ]
      Condition = { StringEquals = { "iam:PassedToService" = "ecs-tasks.amazonaws.com" } }
    }]
    error_message = "The deploy role must pass only the roles of the two services, and only to ECS."
  }
  assert {
    condition     = !strcontains(output.policies.stage-deploy.deploy, "iam:") && !strcontains(output.policies.stage-deploy.deploy, "ecs:")
    error_message = "The deploy role must pass no role in mode lambda."
  }
  assert {
    condition     = !strcontains(output.policies.dev-deploy.deploy, "stage") && !strcontains(output.policies.stage-deploy.deploy, "zk-income-dev")
    error_message = "The deploy role must have no access to another environment."
  }
}

run "rollback_role_only_switches_releases" {
  command = plan

  assert {
    condition = { for role in ["dev-rollback", "stage-rollback"] : role => toset(flatten([for statement in jsondecode(output.policies[role].rollback).Statement : statement.Action])) } == {
      dev-rollback = toset([
        "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecs:DescribeServices", "ecs:DescribeTaskDefinition", "ecs:UpdateService",
        "lambda:GetFunction", "lambda:UpdateFunctionCode",
      ])
      stage-rollback = toset([
        "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "lambda:GetAlias", "lambda:GetFunction", "lambda:UpdateAlias", "lambda:UpdateFunctionCode",
      ])
    }
    error_message = "The rollback role needs no approval, so it must make no release, push no image and pass no role."
  }
  assert {
    condition = alltrue([
      for role in ["dev-rollback", "stage-rollback"] : alltrue([
        for statement in jsondecode(output.policies[role].rollback).Statement : alltrue([for resource in flatten([statement.Resource]) : endswith(resource, "-rotation")])
        if contains(statement.Action, "lambda:UpdateFunctionCode")
      ])
    ])
    error_message = "The rollback role must change the code of no function but those that rotate the keys."
  }
  assert {
    condition     = !strcontains(output.policies.dev-rollback.rollback, "stage") && !strcontains(output.policies.stage-rollback.rollback, "zk-income-dev")
    error_message = "The rollback role must have no access to another environment."
  }
}

run "plan_role_is_read_only" {
  command = plan

  assert {
    condition     = keys(output.policies.plan) == ["never", "read", "state", "state-key"]
    error_message = "The plan role must have read policies only."
  }
  assert {
    condition = alltrue([
      for action in flatten([for name in ["read", "state", "state-key"] : [for statement in jsondecode(output.policies.plan[name]).Statement : statement.Action]]) :
      can(regex("^([a-z0-9-]+:(Describe|Get|List)|apigateway:GET$|budgets:ViewBudget$|kms:Decrypt$)", action))
    ])
    error_message = "The plan role must have no write action, not even on the lock table."
  }
}

run "no_pipeline_role_reads_secrets_or_data" {
  command = plan

  assert {
    condition     = alltrue([for role in ["plan", "dev-apply", "stage-apply"] : contains(keys(output.policies[role]), "never")])
    error_message = "Roles with broad read access must have the deny policy."
  }
  assert {
    condition     = alltrue([for statement in jsondecode(output.policies.plan.never).Statement : statement.Effect == "Deny"])
    error_message = "The deny policy must contain only Deny statements."
  }
  assert {
    condition = length(setsubtract(
      ["secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue", "secretsmanager:PutSecretValue", "dynamodb:Query", "dynamodb:Scan", "dynamodb:UpdateItem"],
      jsondecode(output.policies.plan.never).Statement[0].Action,
    )) == 0 && jsondecode(output.policies.plan.never).Statement[0].Resource == "*"
    error_message = "The deny policy must cover secret values and table items."
  }
  assert {
    condition     = jsondecode(output.policies.plan.never).Statement[1] == { Sid = "NeverTables", Effect = "Deny", Action = ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem"], NotResource = var.state.lock_table_arn }
    error_message = "Only items of the lock table may be read."
  }
}

run "apply_role_creates_only_bounded_roles" {
  command = plan

  assert {
    condition = [for statement in jsondecode(output.policies.dev-apply.roles).Statement : statement if statement.Sid == "RolesWithinTheBoundary"] == [{
      Sid       = "RolesWithinTheBoundary"
      Effect    = "Allow"
      Action    = ["iam:CreateRole", "iam:DeleteRolePolicy", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"]
      Resource  = "arn:aws:iam::123456789012:role/zk-income-dev-*"
      Condition = { StringEquals = { "iam:PermissionsBoundary" = "arn:aws:iam::123456789012:policy/zk-income-dev-boundary" } }
    }]
    error_message = "The apply role must create roles and change their policies only with the permissions boundary."
  }
  assert {
    condition = [for statement in jsondecode(output.policies.dev-apply.network).Statement : statement.Condition["ForAllValues:StringEquals"]["route53:ChangeResourceRecordSetsRecordTypes"] if contains(flatten([statement.Action]), "route53:ChangeResourceRecordSets")] == [
      ["A", "AAAA"],
    ]
    error_message = "The apply role must write only A and AAAA records."
  }
  assert {
    condition     = !can(regex("iam:(\\*|AttachRolePolicy|CreatePolicy|CreatePolicyVersion|DeleteRolePermissionsBoundary|SetDefaultPolicyVersion|CreateUser|CreateAccessKey)", join("", values(output.policies.dev-apply))))
    error_message = "The apply role must not change the boundary itself or roles outside the environment."
  }
  assert {
    condition     = aws_iam_policy.boundary["dev"].name == "zk-income-dev-boundary" && !strcontains(aws_iam_policy.boundary["dev"].policy, "iam:")
    error_message = "The boundary must not allow IAM actions."
  }
  assert {
    condition = [for statement in jsondecode(aws_iam_policy.boundary["dev"].policy).Statement : one(values(statement.Condition.StringEquals)) if can(regex("kms:", join("", statement.Action)))] == [
      "secretsmanager.eu-central-1.amazonaws.com", "dynamodb.eu-central-1.amazonaws.com",
    ]
    error_message = "The boundary must allow KMS only through Secrets Manager and DynamoDB."
  }
}

run "apply_role_writes_only_its_own_state" {
  command = plan

  assert {
    condition = jsondecode(output.policies.dev-apply.state).Statement == [
      { Sid = "FindState", Effect = "Allow", Action = ["s3:ListBucket"], Resource = "arn:aws:s3:::zk-income-terraform-state" },
      { Sid = "WriteState", Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject"], Resource = "arn:aws:s3:::zk-income-terraform-state/environments/dev/*" },
      { Sid = "Unlock", Effect = "Allow", Action = ["s3:DeleteObject"], Resource = "arn:aws:s3:::zk-income-terraform-state/environments/dev/*.tflock" },
      {
        Sid       = "Lock"
        Effect    = "Allow"
        Action    = ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem"]
        Resource  = "arn:aws:dynamodb:eu-central-1:123456789012:table/zk-income-terraform-locks"
        Condition = { "ForAllValues:StringLike" = { "dynamodb:LeadingKeys" = ["zk-income-terraform-state/environments/dev/*"] } }
      },
      { Sid = "FindLocks", Effect = "Allow", Action = ["dynamodb:DescribeTable"], Resource = "arn:aws:dynamodb:eu-central-1:123456789012:table/zk-income-terraform-locks" },
    ]
    error_message = "The apply role must access only the state and locks of its environment, and must not delete a state."
  }
}

run "state_without_kms_key" {
  command = plan

  variables {
    state = {
      bucket_arn     = "arn:aws:s3:::zk-income-terraform-state"
      lock_table_arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/zk-income-terraform-locks"
    }
  }

  assert {
    condition     = alltrue([for role, policies in output.policies : !contains(keys(policies), "state-key")])
    error_message = "Without a customer managed key for the state the roles must have no KMS policy for it."
  }
}

run "policies_fit_size_limits" {
  command = plan

  assert {
    condition     = alltrue([for policy in aws_iam_policy.managed : length(replace(policy.policy, "/\\s/", "")) <= 6144]) && alltrue([for policy in aws_iam_policy.boundary : length(replace(policy.policy, "/\\s/", "")) <= 6144])
    error_message = "A managed policy must not exceed 6,144 characters."
  }
  assert {
    condition     = alltrue([for role in keys(aws_iam_role.pipeline) : sum([for key, policy in aws_iam_role_policy.inline : startswith(key, "${role}/") ? length(replace(policy.policy, "/\\s/", "")) : 0]) <= 10240])
    error_message = "The inline policies of a role must not exceed 10,240 characters."
  }
}

run "policies_with_the_longest_names_fit_size_limits" {
  command = plan

  variables {
    name   = "zk-income-zk-i"
    region = "ap-southeast-2"
    environments = {
      proddata = {}
      lambdas1 = { compute_mode = "lambda" }
    }
  }

  assert {
    condition     = alltrue([for policy in aws_iam_policy.managed : length(replace(policy.policy, "/\\s/", "")) <= 6144]) && alltrue([for policy in aws_iam_policy.boundary : length(replace(policy.policy, "/\\s/", "")) <= 6144])
    error_message = "A managed policy must not exceed 6,144 characters."
  }
}

run "policies_are_exclusive" {
  assert {
    condition = { for key, role in aws_iam_role_policies_exclusive.only : key => role.policy_names } == {
      push           = toset(["push"])
      plan           = toset(["state", "state-key"])
      dev-deploy     = toset(["deploy"])
      stage-deploy   = toset(["deploy"])
      dev-rollback   = toset(["rollback"])
      stage-rollback = toset(["rollback"])
      dev-apply      = toset(["roles", "state", "state-key"])
      stage-apply    = toset(["roles", "state", "state-key"])
    }
    error_message = "Each role must keep exactly its own inline policies."
  }
  assert {
    condition     = { for key, role in aws_iam_role_policy_attachments_exclusive.only : key => length(role.policy_arns) } == { push = 0, plan = 2, dev-deploy = 0, stage-deploy = 0, dev-rollback = 0, stage-rollback = 0, dev-apply = 5, stage-apply = 5 }
    error_message = "Each role must keep exactly its own managed policies."
  }
  assert {
    condition     = keys(output.deploy_role_arns) == ["dev", "stage"] && keys(output.rollback_role_arns) == ["dev", "stage"] && keys(output.apply_role_arns) == ["dev", "stage"] && keys(output.permissions_boundary_arns) == ["dev", "stage"]
    error_message = "The outputs must be keyed by environment."
  }
}
