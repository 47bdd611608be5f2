# VPC endpoints with policies. An endpoint policy limits access in addition to IAM: to principals of this account and to
# the resources of this environment.

locals {
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.region
  account   = data.aws_caller_identity.current.account_id
  registry  = coalesce(var.registry_account_id, local.account)

  own_principals = { StringEquals = { "aws:PrincipalAccount" = local.account } }

  ecr_statements = [
    {
      Sid       = "SignIn"
      Effect    = "Allow"
      Principal = "*"
      Action    = "ecr:GetAuthorizationToken"
      Resource  = "*"
      Condition = local.own_principals
    },
    {
      Sid       = "Pull"
      Effect    = "Allow"
      Principal = "*"
      Action    = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      Resource  = "arn:${local.partition}:ecr:${local.region}:${local.registry}:repository/*"
      Condition = local.own_principals
    },
  ]

  endpoint_statements = {
    # Image layers. ECR presigns the URLs, so the principal does not belong to this account.
    s3 = [{
      Sid       = "Layers"
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "arn:${local.partition}:s3:::prod-${local.region}-starport-layer-bucket/*"
    }]
    dynamodb = [{
      Sid       = "Tables"
      Effect    = "Allow"
      Principal = "*"
      Action    = ["dynamodb:*Item", "dynamodb:Query", "dynamodb:DescribeTable"]
      Resource  = "arn:${local.partition}:dynamodb:${local.region}:${local.account}:table/${var.name}-*"
      Condition = local.own_principals
    }]
    "ecr.api" = local.ecr_statements
    "ecr.dkr" = local.ecr_statements
    logs = [{
      Sid       = "Write"
      Effect    = "Allow"
      Principal = "*"
      Action    = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource  = "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:*"
      Condition = local.own_principals
    }]
    secretsmanager = [{
      Sid       = "Read"
      Effect    = "Allow"
      Principal = "*"
      Action    = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue", "secretsmanager:ListSecretVersionIds"]
      Resource  = "arn:${local.partition}:secretsmanager:${local.region}:${local.account}:secret:${var.name}/*"
      Condition = local.own_principals
    }]
  }

  endpoint_policies = {
    for service, statements in local.endpoint_statements : service => jsonencode({ Version = "2012-10-17", Statement = statements })
  }
}

resource "aws_vpc_endpoint" "gateway" {
  for_each = toset(["dynamodb", "s3"])

  vpc_id            = aws_vpc.this.id
  vpc_endpoint_type = "Gateway"
  service_name      = "com.amazonaws.${local.region}.${each.key}"
  route_table_ids   = [for zone in local.zones : aws_route_table.private[zone].id]
  policy            = local.endpoint_policies[each.key]

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

resource "aws_vpc_endpoint" "interface" {
  for_each = var.interface_endpoints

  vpc_id              = aws_vpc.this.id
  vpc_endpoint_type   = "Interface"
  service_name        = "com.amazonaws.${local.region}.${each.key}"
  subnet_ids          = [for zone in local.endpoint_zones : aws_subnet.private[zone].id]
  security_group_ids  = [aws_security_group.endpoints.id]
  private_dns_enabled = true
  policy              = local.endpoint_policies[each.key]

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

# This module adds no rules to the group. The owner of a client security group adds a rule that allows it.
resource "aws_security_group" "endpoints" {
  name        = "${var.name}-endpoints"
  description = "Interface endpoints: HTTPS from the services that are named in rules"
  vpc_id      = aws_vpc.this.id

  tags = merge(var.tags, { Name = "${var.name}-endpoints" })
}
