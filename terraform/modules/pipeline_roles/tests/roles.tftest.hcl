# Who may take which role, and what the roles may never do. What the deploy role calls is compared with its policy by
# `npm run check:permissions`.

mock_provider "aws" {}

variables {
  name              = "zk-income"
  account_id        = "123456789012"
  region            = "eu-central-1"
  github_repository = "owner/zk-income"
  oidc_provider_arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
  environments = {
    dev   = {}
    stage = { compute_mode = "lambda", deploy_github_environment = "staging", apply_github_environment = "staging-infrastructure" }
  }
  repository_arns = {
    issuer   = "arn:aws:ecr:eu-central-1:123456789012:repository/zk-income/issuer"
    verifier = "arn:aws:ecr:eu-central-1:123456789012:repository/zk-income/verifier"
  }
  state = {
    bucket_arn           = "arn:aws:s3:::zk-income-terraform-state"
    lock_table_arn       = "arn:aws:dynamodb:eu-central-1:123456789012:table/zk-income-terraform-locks"
    kms_key_arn          = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"
    workspace_key_prefix = "environments"
  }
}

run "tokens_of_one_repository_take_one_role_each" {
  command = plan

  assert {
    condition = { for key, role in aws_iam_role.pipeline : key => jsondecode(role.assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"] } == {
      push         = "repo:owner/zk-income:ref:refs/heads/main"
      plan         = "repo:owner/zk-income:pull_request"
      dev-deploy   = "repo:owner/zk-income:environment:dev"
      dev-apply    = "repo:owner/zk-income:environment:dev"
      stage-deploy = "repo:owner/zk-income:environment:staging"
      stage-apply  = "repo:owner/zk-income:environment:staging-infrastructure"
    }
    error_message = "Each role is for one subject: a branch, pull requests, or an environment whose rules approve."
  }
  assert {
    condition     = alltrue([for role in aws_iam_role.pipeline : length(jsondecode(role.assume_role_policy).Statement) == 1 && keys(jsondecode(role.assume_role_policy).Statement[0].Condition) == ["StringEquals"]])
    error_message = "Subjects are compared whole: nothing like a pattern is used."
  }
  assert {
    condition     = alltrue([for role in aws_iam_role.pipeline : jsondecode(role.assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:aud"] == "sts.amazonaws.com"])
    error_message = "Tokens are made for AWS."
  }
  assert {
    condition     = alltrue([for role in aws_iam_role.pipeline : jsondecode(role.assume_role_policy).Statement[0].Principal == { Federated = var.oidc_provider_arn } && jsondecode(role.assume_role_policy).Statement[0].Action == "sts:AssumeRoleWithWebIdentity"])
    error_message = "Tokens come from GitHub."
  }
}

run "roles_are_named_apart_from_environments" {
  command = plan

  assert {
    condition     = alltrue([for key, role in aws_iam_role.pipeline : role.name == "zk-income-pipeline-${key}"])
    error_message = "What an apply role may change has its environment's name; the pipeline's own roles must not."
  }
}

run "who_rolls_out_passes_the_roles_of_its_own_tasks" {
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
    error_message = "Exactly the roles of the two services, and to ECS alone."
  }
  assert {
    condition     = !strcontains(output.policies.stage-deploy.deploy, "iam:") && !strcontains(output.policies.stage-deploy.deploy, "ecs:")
    error_message = "Rolling out a function passes no role."
  }
  assert {
    condition     = !strcontains(output.policies.dev-deploy.deploy, "stage") && !strcontains(output.policies.stage-deploy.deploy, "zk-income-dev")
    error_message = "One environment's role reaches no other environment."
  }
}

run "pull_requests_change_nothing" {
  command = plan

  assert {
    condition     = keys(output.policies.plan) == ["never", "read", "state", "state-key"]
    error_message = "Planning is reading."
  }
  assert {
    condition = alltrue([
      for action in flatten([for name in ["read", "state", "state-key"] : [for statement in jsondecode(output.policies.plan[name]).Statement : statement.Action]]) :
      can(regex("^([a-z0-9-]+:(Describe|Get|List)|apigateway:GET$|budgets:ViewBudget$|kms:Decrypt$)", action))
    ])
    error_message = "Not one action of the plan role writes: it does not even lock."
  }
}

run "nobody_in_the_pipeline_reads_keys_or_data" {
  command = plan

  assert {
    condition     = alltrue([for role in ["plan", "dev-apply", "stage-apply"] : contains(keys(output.policies[role]), "never")])
    error_message = "Who reads everything is denied keys and data."
  }
  assert {
    condition     = alltrue([for statement in jsondecode(output.policies.plan.never).Statement : statement.Effect == "Deny"])
    error_message = "That policy only denies."
  }
  assert {
    condition = length(setsubtract(
      ["secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue", "secretsmanager:PutSecretValue", "dynamodb:Query", "dynamodb:Scan", "dynamodb:UpdateItem"],
      jsondecode(output.policies.plan.never).Statement[0].Action,
    )) == 0 && jsondecode(output.policies.plan.never).Statement[0].Resource == "*"
    error_message = "Signing keys and the content of tables are out of reach."
  }
  assert {
    condition     = jsondecode(output.policies.plan.never).Statement[1] == { Sid = "NeverTables", Effect = "Deny", Action = ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem"], NotResource = var.state.lock_table_arn }
    error_message = "Single items are those of the lock table."
  }
}

run "who_applies_makes_no_role_beyond_the_boundary" {
  command = plan

  assert {
    condition = [for statement in jsondecode(output.policies.dev-apply.roles).Statement : statement if statement.Sid == "RolesWithinTheBoundary"] == [{
      Sid       = "RolesWithinTheBoundary"
      Effect    = "Allow"
      Action    = ["iam:CreateRole", "iam:DeleteRolePolicy", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"]
      Resource  = "arn:aws:iam::123456789012:role/zk-income-dev-*"
      Condition = { StringEquals = { "iam:PermissionsBoundary" = "arn:aws:iam::123456789012:policy/zk-income-dev-boundary" } }
    }]
    error_message = "A role is made, and given policies, with the boundary on it."
  }
  assert {
    condition = [for statement in jsondecode(output.policies.dev-apply.network).Statement : statement.Condition["ForAllValues:StringEquals"]["route53:ChangeResourceRecordSetsRecordTypes"] if contains(flatten([statement.Action]), "route53:ChangeResourceRecordSets")] == [
      ["A", "AAAA"],
    ]
    error_message = "Who applies writes addresses of domains, and no other record of a zone."
  }
  assert {
    condition     = !can(regex("iam:(\\*|AttachRolePolicy|CreatePolicy|CreatePolicyVersion|DeleteRolePermissionsBoundary|SetDefaultPolicyVersion|CreateUser|CreateAccessKey)", join("", values(output.policies.dev-apply))))
    error_message = "Neither the boundary itself nor anything outside of it can be changed."
  }
  assert {
    condition     = aws_iam_policy.boundary["dev"].name == "zk-income-dev-boundary" && !strcontains(aws_iam_policy.boundary["dev"].policy, "iam:")
    error_message = "Within the boundary nobody touches IAM."
  }
  assert {
    condition = [for statement in jsondecode(aws_iam_policy.boundary["dev"].policy).Statement : one(values(statement.Condition.StringEquals)) if can(regex("kms:", join("", statement.Action)))] == [
      "secretsmanager.eu-central-1.amazonaws.com", "dynamodb.eu-central-1.amazonaws.com",
    ]
    error_message = "Within the boundary keys are used through Secrets Manager and, for tables with a key of one's own, DynamoDB."
  }
}

run "one_environment_writes_one_state" {
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
    error_message = "States and locks are those of the environment; a state is never deleted."
  }
}

run "a_state_without_a_key_of_its_own" {
  command = plan

  variables {
    state = {
      bucket_arn     = "arn:aws:s3:::zk-income-terraform-state"
      lock_table_arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/zk-income-terraform-locks"
    }
  }

  assert {
    condition     = alltrue([for role, policies in output.policies : !contains(keys(policies), "state-key")])
    error_message = "Where AWS's own key encrypts the state, none has to be named."
  }
}

run "policies_fit" {
  command = plan

  assert {
    condition     = alltrue([for policy in aws_iam_policy.managed : length(replace(policy.policy, "/\\s/", "")) <= 6144]) && alltrue([for policy in aws_iam_policy.boundary : length(replace(policy.policy, "/\\s/", "")) <= 6144])
    error_message = "A managed policy has room for 6,144 characters."
  }
  assert {
    condition     = alltrue([for role in keys(aws_iam_role.pipeline) : sum([for key, policy in aws_iam_role_policy.inline : startswith(key, "${role}/") ? length(replace(policy.policy, "/\\s/", "")) : 0]) <= 10240])
    error_message = "A role has room for 10,240 characters of its own policies."
  }
}

run "nothing_else_is_attached" {
  assert {
    condition = { for key, role in aws_iam_role_policies_exclusive.only : key => role.policy_names } == {
      push         = toset(["push"])
      plan         = toset(["state", "state-key"])
      dev-deploy   = toset(["deploy"])
      stage-deploy = toset(["deploy"])
      dev-apply    = toset(["roles", "state", "state-key"])
      stage-apply  = toset(["roles", "state", "state-key"])
    }
    error_message = "Each role keeps the policies that it has here."
  }
  assert {
    condition     = { for key, role in aws_iam_role_policy_attachments_exclusive.only : key => length(role.policy_arns) } == { push = 0, plan = 2, dev-deploy = 0, stage-deploy = 0, dev-apply = 4, stage-apply = 4 }
    error_message = "Only what is long is attached."
  }
  assert {
    condition     = keys(output.deploy_role_arns) == ["dev", "stage"] && keys(output.apply_role_arns) == ["dev", "stage"] && keys(output.permissions_boundary_arns) == ["dev", "stage"]
    error_message = "The outputs are by environment."
  }
}
