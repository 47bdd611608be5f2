# Roles that GitHub Actions jobs assume with OIDC tokens. GitHub stores no AWS access keys.

locals {
  # GitHub appends immutable IDs to the names in the subjects of new, renamed and transferred repositories.
  subject_prefix = (
    var.github_repository_ids == null ? "repo:${coalesce(var.github_repository, "none")}" :
    join("/", [
      "repo:${split("/", var.github_repository)[0]}@${var.github_repository_ids.owner}",
      "${split("/", var.github_repository)[1]}@${var.github_repository_ids.repository}",
    ])
  )

  # The description of each role, and the only token subject that may assume it.
  roles = {
    for role, properties in local.all_roles : role => properties
    if var.github_repository != null && (role != "push" || var.enable_push)
  }
  all_roles = merge(
    {
      push = {
        description = "Pushes images of ${coalesce(var.github_repository, "none")}"
        subject     = "ref:refs/heads/${var.main_branch}"
      }
      plan = {
        description = "Plans pull requests of ${coalesce(var.github_repository, "none")}: read-only"
        subject     = "pull_request"
      }
    },
    {
      for name, environment in var.environments : "${name}-deploy" => {
        description = "Deploys images in ${var.name}-${name}"
        subject     = "environment:${coalesce(environment.deploy_github_environment, name)}"
      }
    },
    # An environment of its own, without required reviewers, so that a rollback waits for no approval.
    {
      for name, environment in var.environments : "${name}-rollback" => {
        description = "Rolls images back in ${var.name}-${name}"
        subject     = "environment:${coalesce(environment.rollback_github_environment, "${name}-rollback")}"
      }
    },
    {
      for name, environment in var.environments : "${name}-apply" => {
        description = "Applies Terraform to ${var.name}-${name}"
        subject     = "environment:${coalesce(environment.apply_github_environment, name)}"
      }
    },
  )

  trust = {
    for role, properties in local.roles : role => jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Effect    = "Allow"
        Action    = "sts:AssumeRoleWithWebIdentity"
        Principal = { Federated = var.oidc_provider_arn }
        Condition = {
          StringEquals = {
            "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
            "token.actions.githubusercontent.com:sub" = "${local.subject_prefix}:${properties.subject}"
          }
        }
      }]
    })
  }
}

# These names do not match the prefix of an environment, so that an apply role cannot change the pipeline roles.
resource "aws_iam_role" "pipeline" {
  for_each = local.roles

  name               = "${var.name}-pipeline-${each.key}"
  description        = each.value.description
  assume_role_policy = local.trust[each.key]

  tags = var.tags
}

resource "aws_iam_role_policy" "inline" {
  for_each = merge([
    for role in keys(local.roles) : {
      for name, policy in local.inline[role] : "${role}/${name}" => { role = role, name = name, policy = policy }
    }
  ]...)

  name   = each.value.name
  role   = aws_iam_role.pipeline[each.value.role].name
  policy = each.value.policy
}

# Inline policies of a role are limited to 10,240 characters in total, so long policies are managed policies.
resource "aws_iam_policy" "managed" {
  for_each = { for name, policy in local.managed : name => policy if length(local.roles) > 0 }

  name        = "${var.name}-pipeline-${each.key}"
  description = "Part of what the pipeline's roles may do"
  policy      = each.value

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "managed" {
  for_each = merge([
    for role in keys(local.roles) : {
      for name, policy in local.attached[role] : "${role}/${name}" => { role = role, policy = policy }
    }
  ]...)

  role       = aws_iam_role.pipeline[each.value.role].name
  policy_arn = aws_iam_policy.managed[each.value.policy].arn
}

resource "aws_iam_role_policies_exclusive" "only" {
  for_each = local.roles

  role_name    = aws_iam_role.pipeline[each.key].name
  policy_names = keys(local.inline[each.key])

  depends_on = [aws_iam_role_policy.inline]
}

resource "aws_iam_role_policy_attachments_exclusive" "only" {
  for_each = local.roles

  role_name   = aws_iam_role.pipeline[each.key].name
  policy_arns = [for policy in values(local.attached[each.key]) : aws_iam_policy.managed[policy].arn]

  depends_on = [aws_iam_role_policy_attachment.managed]
}

# The permissions boundary limits every role of an environment, whatever its own policies allow.
resource "aws_iam_policy" "boundary" {
  for_each = var.environments

  name        = "${var.name}-${each.key}-boundary"
  description = "The most that a role of ${var.name}-${each.key} may do"
  policy      = local.boundaries[each.key]

  tags = var.tags
}
