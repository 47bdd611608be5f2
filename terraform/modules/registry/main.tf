# One repository per service for all environments of the account. Images move between environments by digest.

data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  partition = data.aws_partition.this.partition

  # The Lambda service pulls the image itself when it creates or updates a function.
  lambda_statements = [{
    Sid       = "Lambda"
    Effect    = "Allow"
    Principal = { Service = "lambda.amazonaws.com" }
    Action    = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    Condition = {
      ArnLike = {
        "aws:SourceArn" = [
          for account in concat([data.aws_caller_identity.this.account_id], sort(var.pull_account_ids)) :
          "arn:${local.partition}:lambda:${data.aws_region.this.region}:${account}:function:*"
        ]
      }
    }
  }]

  # Roles of these accounts need the permission to pull as well, as the policies of the execution and deploy roles grant it.
  account_statements = [{
    Sid       = "Accounts"
    Effect    = "Allow"
    Principal = { AWS = [for account in sort(var.pull_account_ids) : "arn:${local.partition}:iam::${account}:root"] }
    Action    = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:DescribeImages", "ecr:GetDownloadUrlForLayer"]
  }]

  pull_statements = concat(
    [for statement in local.lambda_statements : statement if var.enable_lambda_pull],
    [for statement in local.account_statements : statement if length(var.pull_account_ids) > 0],
  )

  # No rule expires an image that matches the tags of a rule before it. Therefore an image that an environment runs never
  # counts as one of the others, and an image of several environments expires by the rule of the first of them.
  lifecycle_policy = jsonencode({
    rules = concat(
      [{
        rulePriority = 1
        description  = "Expire untagged images"
        selection = {
          tagStatus   = "untagged"
          countType   = "sinceImagePushed"
          countUnit   = "days"
          countNumber = var.untagged_image_days
        }
        action = { type = "expire" }
      }],
      [for index, environment in var.environments : {
        rulePriority = 2 + index
        description  = "Expire the oldest images that were deployed to ${environment}"
        selection = {
          tagStatus     = "tagged"
          tagPrefixList = ["${environment}-"]
          countType     = "imageCountMoreThan"
          countNumber   = var.max_deployed_image_count
        }
        action = { type = "expire" }
      }],
      [{
        rulePriority = 2 + length(var.environments)
        description  = "Expire the oldest of the other images"
        selection = {
          tagStatus   = "any"
          countType   = "imageCountMoreThan"
          countNumber = var.max_image_count
        }
        action = { type = "expire" }
      }],
    )
  })
}

resource "aws_ecr_repository" "this" {
  for_each = var.services

  name                 = "${var.name}/${each.key}"
  image_tag_mutability = "IMMUTABLE"
  force_delete         = var.force_delete

  image_scanning_configuration {
    scan_on_push = true
  }

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = var.kms_key_arn
  }

  tags = var.tags
}

resource "aws_ecr_lifecycle_policy" "this" {
  for_each = var.services

  repository = aws_ecr_repository.this[each.key].name
  policy     = local.lifecycle_policy
}

resource "aws_ecr_repository_policy" "this" {
  for_each = length(local.pull_statements) > 0 ? var.services : []

  repository = aws_ecr_repository.this[each.key].name
  policy     = jsonencode({ Version = "2012-10-17", Statement = local.pull_statements })
}
