# The roles that the pipeline's jobs take by GitHub's OIDC tokens: no key of AWS is stored with GitHub.

locals {
  # By role: what it is for, and the subject of the one kind of token that may take it.
  roles = merge(
    {
      push = {
        description = "Pushes images of ${var.github_repository}"
        subject     = "ref:refs/heads/${var.main_branch}"
      }
      plan = {
        description = "Plans pull requests of ${var.github_repository}: reads and changes nothing"
        subject     = "pull_request"
      }
    },
    {
      for name, environment in var.environments : "${name}-deploy" => {
        description = "Rolls images out to ${var.name}-${name}, and back"
        subject     = "environment:${coalesce(environment.deploy_github_environment, name)}"
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
            "token.actions.githubusercontent.com:sub" = "repo:${var.github_repository}:${properties.subject}"
          }
        }
      }]
    })
  }

  policies = { for role in keys(local.roles) : role => {} }
}

resource "aws_iam_role" "pipeline" {
  for_each = local.roles

  name               = "${var.name}-${each.key}"
  description        = each.value.description
  assume_role_policy = local.trust[each.key]
}

# What no role of an environment may pass, whoever makes it.
resource "aws_iam_policy" "boundary" {
  for_each = var.environments

  name        = "${var.name}-${each.key}-boundary"
  description = "The most that a role of ${var.name}-${each.key} may do"
  policy      = jsonencode({ Version = "2012-10-17", Statement = [] })
}
