resource "aws_cloudwatch_log_group" "service" {
  for_each = var.services

  name              = "/${var.name}/${each.key}"
  retention_in_days = var.retention_days
  kms_key_id        = one(aws_kms_key.this[*].arn)

  tags = var.tags
}

resource "aws_cloudwatch_log_group" "access" {
  for_each = var.services

  name              = "/${var.name}/${each.key}/access"
  retention_in_days = var.retention_days
  kms_key_id        = one(aws_kms_key.this[*].arn)

  tags = var.tags
}
