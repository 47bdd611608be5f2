# One secret per signing service. The application creates the secret versions (`npm run keys`). Terraform must not,
# because it would store the private keys in its state.

data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition
  region    = data.aws_region.this.region

  administrators = [for name in var.key_administrators : "arn:${local.partition}:iam::${local.account}:role/${name}"]

  # Principals that may read the secret value, by service.
  allowed_principals = { for service in var.services : service => concat(
    var.reader_role_arns[service],
    compact([var.rotation_role_arn]),
    local.administrators,
  ) }
}

resource "aws_secretsmanager_secret" "this" {
  # checkov:skip=CKV2_AWS_57:Secrets Manager rotation has one step, but key rotation needs two steps some minutes apart: see rotation.tf
  for_each = var.services

  name                    = "${var.name}/${each.key}"
  description             = "Signing keys of the ${each.key}, one key per secret version"
  kms_key_id              = aws_kms_key.this.arn
  recovery_window_in_days = var.recovery_window_days

  tags = var.tags
}

# Administrators of the account, Terraform included, manage the secret. Only the service and the rotation may read its
# value. The policy denies UpdateSecret too, because it can write a value: to change the description or the KMS key,
# apply with a role in key_administrators.
resource "aws_secretsmanager_secret_policy" "this" {
  for_each = var.services

  secret_arn          = aws_secretsmanager_secret.this[each.key].arn
  block_public_policy = true
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "NobodyElse"
        Effect    = "Deny"
        Principal = "*"
        Action = [
          "secretsmanager:BatchGetSecretValue",
          "secretsmanager:GetSecretValue",
          "secretsmanager:PutSecretValue",
          "secretsmanager:ReplicateSecretToRegions",
          "secretsmanager:UpdateSecret",
          "secretsmanager:UpdateSecretVersionStage",
        ]
        Resource  = "*"
        Condition = { ArnNotLike = { "aws:PrincipalArn" = local.allowed_principals[each.key] } }
      },
      {
        Sid       = "ServicesOnlyRead"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["secretsmanager:PutSecretValue", "secretsmanager:UpdateSecret", "secretsmanager:UpdateSecretVersionStage"]
        Resource  = "*"
        Condition = { ArnLike = { "aws:PrincipalArn" = var.reader_role_arns[each.key] } }
      },
    ]
  })
}
