# Removes policies that were added outside this module. The next apply detaches or deletes them.

locals {
  role_names = merge(
    { for service, role in aws_iam_role.task : "${service}-task" => role.name },
    { for service, role in aws_iam_role.execution : "${service}-execution" => role.name },
    { for key, role in aws_iam_role.function : key => role.name },
  )
}

resource "aws_iam_role_policies_exclusive" "only" {
  for_each = local.policies

  role_name    = local.role_names[each.key]
  policy_names = keys(each.value)

  depends_on = [aws_iam_role_policy.task, aws_iam_role_policy.execution, aws_iam_role_policy.function]
}

resource "aws_iam_role_policy_attachments_exclusive" "none" {
  for_each = local.policies

  role_name   = local.role_names[each.key]
  policy_arns = []
}
