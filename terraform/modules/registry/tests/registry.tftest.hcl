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
    error_message = "each service has a repository"
  }
  assert {
    condition     = alltrue([for repository in aws_ecr_repository.this : repository.image_tag_mutability == "IMMUTABLE"])
    error_message = "a tag is never given to another image"
  }
  assert {
    condition     = alltrue([for repository in aws_ecr_repository.this : repository.image_scanning_configuration[0].scan_on_push])
    error_message = "images are scanned when they are pushed"
  }
  assert {
    condition     = alltrue([for repository in aws_ecr_repository.this : repository.encryption_configuration[0].encryption_type == "KMS" && !repository.force_delete])
    error_message = "images are encrypted, and not destroyed with their repository"
  }
  assert {
    condition = alltrue([for policy in aws_ecr_lifecycle_policy.this : [for rule in jsondecode(policy.policy).rules :
      [rule.selection.tagStatus, rule.selection.countNumber]
    ] == [["untagged", 7], ["any", 50]]])
    error_message = "images that lost their tag go after a week, and no more than fifty are kept"
  }
  assert {
    condition = alltrue([for policy in aws_ecr_repository_policy.this :
      one(jsondecode(policy.policy).Statement).Principal == { Service = "lambda.amazonaws.com" } &&
      one(jsondecode(policy.policy).Statement).Condition.ArnLike["aws:SourceArn"] == "arn:aws:lambda:eu-central-1:123456789012:function:*"
    ])
    error_message = "only functions of this account pull by the repository's policy"
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
    error_message = "nobody pulls by the repository's policy"
  }
  assert {
    condition     = aws_ecr_repository.this["issuer"].encryption_configuration[0].kms_key == var.kms_key_arn
    error_message = "images are encrypted by the given key"
  }
}

run "refuses_what_cannot_be" {
  command = plan
  variables {
    # a name
    name = "Zk Income"
    # no services
    services = []
    # to keep few images
    max_image_count = 9
    # to keep untagged images for no day
    untagged_image_days = 0
    # an alias for a key
    kms_key_arn = "alias/mine"
  }
  expect_failures = [var.name, var.services, var.max_image_count, var.untagged_image_days, var.kms_key_arn]
}
