# Lambda: one role per function. The service calls AWS with it, and Lambda writes the log with it.

locals {
  function_trust = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })

  # Inline policies of the function roles, keyed by role and policy.
  function_role_policies = merge([
    for role, policies in local.policies : {
      for name, policy in policies : "${role}/${name}" => { role = role, name = name, policy = policy }
    } if contains(keys(local.function_roles), role)
  ]...)

  function_roles = merge(
    { for service in local.lambda : "${service}-function" => "What the ${service} of ${var.name} calls, and its log" },
    var.rotation == null ? {} : { rotation = "Rotates the signing keys of ${var.name}" },
  )
}

resource "aws_iam_role" "function" {
  for_each = local.function_roles

  name                 = "${var.name}-${each.key}"
  description          = each.value
  assume_role_policy   = local.function_trust
  permissions_boundary = var.permissions_boundary_arn

  tags = var.tags
}

resource "aws_iam_role_policy" "function" {
  for_each = local.function_role_policies

  name   = each.value.name
  role   = aws_iam_role.function[each.value.role].name
  policy = each.value.policy
}
