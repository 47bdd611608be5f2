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

run "repositories" {
  command = plan

  assert {
    condition     = { for service, repository in aws_ecr_repository.this : service => repository.name } == { issuer = "zk-income/issuer", verifier = "zk-income/verifier" }
    error_message = "Each service must have a repository."
  }
  assert {
    condition     = alltrue([for repository in aws_ecr_repository.this : repository.image_tag_mutability == "IMMUTABLE"])
    error_message = "Image tags must be immutable."
  }
  assert {
    condition     = alltrue([for repository in aws_ecr_repository.this : repository.image_scanning_configuration[0].scan_on_push])
    error_message = "Images must be scanned on push."
  }
  assert {
    condition     = alltrue([for repository in aws_ecr_repository.this : repository.encryption_configuration[0].encryption_type == "KMS" && !repository.force_delete])
    error_message = "Images must be encrypted, and a repository with images must not be destroyed."
  }
  assert {
    condition = alltrue([for policy in aws_ecr_lifecycle_policy.this : [for rule in jsondecode(policy.policy).rules :
      [rule.selection.tagStatus, rule.selection.countNumber]
    ] == [["untagged", 7], ["any", 50]]])
    error_message = "Untagged images must expire after 7 days, and at most 50 images must be kept."
  }
  assert {
    condition = alltrue([for policy in aws_ecr_repository_policy.this :
      one(jsondecode(policy.policy).Statement).Principal == { Service = "lambda.amazonaws.com" } &&
      one(jsondecode(policy.policy).Statement).Condition.ArnLike["aws:SourceArn"] == ["arn:aws:lambda:eu-central-1:123456789012:function:*"]
    ])
    error_message = "Only Lambda functions of this account may pull through the repository policy."
  }
}

run "other_accounts_pull" {
  command = plan
  variables {
    pull_account_ids = ["210987654321"]
  }

  assert {
    condition = alltrue([for policy in aws_ecr_repository_policy.this :
      [for statement in jsondecode(policy.policy).Statement : statement.Condition.ArnLike["aws:SourceArn"] if statement.Sid == "Lambda"] ==
      [["arn:aws:lambda:eu-central-1:123456789012:function:*", "arn:aws:lambda:eu-central-1:210987654321:function:*"]]
    ])
    error_message = "Lambda functions of both accounts must be able to pull."
  }
  assert {
    condition = alltrue([for policy in aws_ecr_repository_policy.this :
      [for statement in jsondecode(policy.policy).Statement : [statement.Principal.AWS, statement.Action] if statement.Sid == "Accounts"] ==
      [[["arn:aws:iam::210987654321:root"], ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:DescribeImages", "ecr:GetDownloadUrlForLayer"]]]
    ])
    error_message = "Roles of the other account must be able to read images, but not to push."
  }
}

run "keeps_deployed_images" {
  command = plan
  variables {
    environments             = ["prod", "stage", "dev"]
    max_deployed_image_count = 20
  }

  assert {
    condition = alltrue([for policy in aws_ecr_lifecycle_policy.this : [for rule in jsondecode(policy.policy).rules :
      [rule.rulePriority, rule.selection.tagStatus, try(one(rule.selection.tagPrefixList), ""), rule.selection.countNumber]
    ] == [[1, "untagged", "", 7], [2, "tagged", "prod-", 20], [3, "tagged", "stage-", 20], [4, "tagged", "dev-", 20], [5, "any", "", 50]]])
    error_message = "Images that an environment has deployed must have a rule before that of all others, in the order of the environments."
  }
}

run "without_lambda" {
  command = plan
  variables {
    enable_lambda_pull = false
    kms_key_arn        = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  }

  assert {
    condition     = length(aws_ecr_repository_policy.this) == 0
    error_message = "There must be no repository policy without enable_lambda_pull."
  }
  assert {
    condition     = aws_ecr_repository.this["issuer"].encryption_configuration[0].kms_key == var.kms_key_arn
    error_message = "Images must be encrypted with the given KMS key."
  }
}

run "rejects_invalid_values" {
  command = plan
  variables {
    # name with an uppercase letter
    name = "Zk Income"
    # no services
    services = []
    # too few images for a rollback
    max_image_count = 9
    # an environment twice
    environments = ["dev", "dev"]
    # too few deployed images for a rollback
    max_deployed_image_count = 9
    # no days for untagged images
    untagged_image_days = 0
    # account ID with too few digits
    pull_account_ids = ["1234"]
    # alias instead of a key ARN
    kms_key_arn = "alias/mine"
  }
  expect_failures = [var.name, var.services, var.max_image_count, var.environments, var.max_deployed_image_count, var.untagged_image_days, var.kms_key_arn, var.pull_account_ids]
}
