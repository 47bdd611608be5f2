# Fargate: the service calls AWS with the task role. ECS pulls the image and writes the log with the execution role.

locals {
  # Only ECS may assume the roles, and only for tasks of this account and region.
  task_trust = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Condition = {
        StringEquals = { "aws:SourceAccount" = local.account }
        ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:ecs:${local.region}:${local.account}:*" }
      }
    }]
  })
}

resource "aws_iam_role" "task" {
  for_each = local.fargate

  name                 = "${var.name}-${each.key}-task"
  description          = "Task role of the ${each.key} of ${var.name}"
  assume_role_policy   = local.task_trust
  permissions_boundary = var.permissions_boundary_arn

  tags = var.tags
}

resource "aws_iam_role_policy" "task" {
  for_each = local.fargate

  name   = "service"
  role   = aws_iam_role.task[each.key].name
  policy = local.policies["${each.key}-task"].service
}

resource "aws_iam_role" "execution" {
  for_each = local.fargate

  name                 = "${var.name}-${each.key}-execution"
  description          = "Execution role of the ${each.key} of ${var.name}: pulls the image and writes the log"
  assume_role_policy   = local.task_trust
  permissions_boundary = var.permissions_boundary_arn

  tags = var.tags
}

resource "aws_iam_role_policy" "execution" {
  for_each = local.fargate

  name   = "execution"
  role   = aws_iam_role.execution[each.key].name
  policy = local.policies["${each.key}-execution"].execution
}
