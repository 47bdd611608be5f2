# Fargate: under the task role the service calls AWS, under the execution role ECS pulls its image and writes its log.

locals {
  # ECS alone may take the roles, and only for tasks of this account in this region.
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
  description          = "What the ${each.key} of ${var.name} calls"
  assume_role_policy   = local.task_trust
  permissions_boundary = var.permissions_boundary_arn
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
  description          = "How ECS starts the ${each.key} of ${var.name}: pulls its image, writes its log"
  assume_role_policy   = local.task_trust
  permissions_boundary = var.permissions_boundary_arn
}

resource "aws_iam_role_policy" "execution" {
  for_each = local.fargate

  name   = "execution"
  role   = aws_iam_role.execution[each.key].name
  policy = local.policies["${each.key}-execution"].execution
}
