# One secret per signing service. Its versions are made by the application (`npm run keys`) and never by Terraform:
# what Terraform makes stands in its state, and a private key must not.

data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition
  region    = data.aws_region.this.region

  administrators = [for name in var.key_administrators : "arn:${local.partition}:iam::${local.account}:role/${name}"]

  # By service, whose hands may touch the keys themselves.
  trusted = { for service in var.services : service => concat(
    var.reader_role_arns[service],
    compact([var.rotation_role_arn]),
    local.administrators,
  ) }
}

resource "aws_secretsmanager_secret" "this" {
  # checkov:skip=CKV2_AWS_57:Rotation of Secrets Manager has one step where keys need two, minutes apart: rotation.tf
  for_each = var.services

  name                    = "${var.name}/${each.key}"
  description             = "Signing keys of ${each.key}, one a version: docs/adr/0031"
  kms_key_id              = aws_kms_key.this.arn
  recovery_window_in_days = var.recovery_window_days
}

# Managing the secret stays with whoever manages the account, Terraform among them; its value is for those alone who
# sign or rotate. UpdateSecret is refused too, because it writes values: to change a description or the KMS key apply as
# an administrator of the keys.
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
        Condition = { ArnNotLike = { "aws:PrincipalArn" = local.trusted[each.key] } }
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
