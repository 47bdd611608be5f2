# Each rule allows one peer on one port. A security group without rules allows no traffic.

resource "aws_security_group" "vpc_link" {
  # checkov:skip=CKV2_AWS_5:The module api_gateway attaches this group to the VPC link.
  count = local.on_fargate ? 1 : 0

  name        = "${var.name}-vpc-link"
  description = "API Gateway inside the VPC: reaches the load balancer"
  vpc_id      = var.vpc_id

  tags = merge(var.tags, { Name = "${var.name}-vpc-link" })
}

resource "aws_security_group" "alb" {
  count = local.on_fargate ? 1 : 0

  name        = "${var.name}-alb"
  description = "Internal load balancer: reached by the VPC link, reaches the services"
  vpc_id      = var.vpc_id

  tags = merge(var.tags, { Name = "${var.name}-alb" })
}

resource "aws_security_group" "service" {
  for_each = local.in_vpc

  name        = "${var.name}-${each.key}"
  description = "The ${each.key}: reached by the load balancer, reaches AWS"
  vpc_id      = var.vpc_id

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

resource "aws_vpc_security_group_egress_rule" "vpc_link_to_alb" {
  for_each = local.containers

  description                  = "Requests to the ${each.key}"
  security_group_id            = aws_security_group.vpc_link[0].id
  referenced_security_group_id = aws_security_group.alb[0].id
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port

  tags = var.tags
}

resource "aws_vpc_security_group_ingress_rule" "alb_from_vpc_link" {
  for_each = local.containers

  description                  = "Requests to the ${each.key}"
  security_group_id            = aws_security_group.alb[0].id
  referenced_security_group_id = aws_security_group.vpc_link[0].id
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port

  tags = var.tags
}

resource "aws_vpc_security_group_egress_rule" "alb_to_service" {
  for_each = local.containers

  description                  = "Requests and health checks to the ${each.key}"
  security_group_id            = aws_security_group.alb[0].id
  referenced_security_group_id = aws_security_group.service[each.key].id
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port

  tags = var.tags
}

resource "aws_vpc_security_group_ingress_rule" "service_from_alb" {
  for_each = local.containers

  description                  = "Requests and health checks"
  security_group_id            = aws_security_group.service[each.key].id
  referenced_security_group_id = aws_security_group.alb[0].id
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port

  tags = var.tags
}

locals {
  https = { protocol = "tcp", port = 443 }

  # HTTPS destinations other than the interface endpoints.
  gateway_egress = merge([for key in keys(local.in_vpc) : {
    "${key}-s3"       = { key = key, prefix_list_id = var.s3_prefix_list_id, description = "Image layers in S3" }
    "${key}-dynamodb" = { key = key, prefix_list_id = var.dynamodb_prefix_list_id, description = "DynamoDB tables" }
  }]...)
  internet_egress = { for key, service in local.in_vpc : key => service if service.internet_egress }
}

resource "aws_vpc_security_group_egress_rule" "service_to_gateways" {
  for_each = local.gateway_egress

  description       = each.value.description
  security_group_id = aws_security_group.service[each.value.key].id
  prefix_list_id    = each.value.prefix_list_id
  ip_protocol       = local.https.protocol
  from_port         = local.https.port
  to_port           = local.https.port

  tags = var.tags
}

resource "aws_vpc_security_group_egress_rule" "service_to_endpoints" {
  for_each = var.create_endpoint_rules ? local.in_vpc : {}

  description                  = "ECR, CloudWatch Logs and Secrets Manager"
  security_group_id            = aws_security_group.service[each.key].id
  referenced_security_group_id = var.endpoint_security_group_id
  ip_protocol                  = local.https.protocol
  from_port                    = local.https.port
  to_port                      = local.https.port

  tags = var.tags
}

resource "aws_vpc_security_group_ingress_rule" "endpoints_from_service" {
  for_each = var.create_endpoint_rules ? local.in_vpc : {}

  description                  = "HTTPS from the ${each.key} of ${var.name}"
  security_group_id            = var.endpoint_security_group_id
  referenced_security_group_id = aws_security_group.service[each.key].id
  ip_protocol                  = local.https.protocol
  from_port                    = local.https.port
  to_port                      = local.https.port

  tags = var.tags
}

# Issuers can have any address. The service itself fetches documents only from issuers on its trust list.
resource "aws_vpc_security_group_egress_rule" "service_to_internet_ipv4" {
  for_each = local.internet_egress

  description       = "Documents of issuers over IPv4"
  security_group_id = aws_security_group.service[each.key].id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = local.https.protocol
  from_port         = local.https.port
  to_port           = local.https.port

  tags = var.tags
}

resource "aws_vpc_security_group_egress_rule" "service_to_internet_ipv6" {
  for_each = local.internet_egress

  description       = "Documents of issuers over IPv6"
  security_group_id = aws_security_group.service[each.key].id
  cidr_ipv6         = "::/0"
  ip_protocol       = local.https.protocol
  from_port         = local.https.port
  to_port           = local.https.port

  tags = var.tags
}
