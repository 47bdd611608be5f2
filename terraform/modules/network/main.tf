data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

data "aws_availability_zones" "available" {
  # checkov:skip=CKV_AWS_394:The module takes the first Availability Zones by name, up to az_count. A new zone sorts last.
  state            = "available"
  exclude_zone_ids = var.excluded_zone_ids

  # Local Zones support neither load balancers nor Fargate.
  filter {
    name   = "zone-type"
    values = ["availability-zone"]
  }

  lifecycle {
    postcondition {
      condition     = length(self.names) >= var.az_count
      error_message = "The region has ${length(self.names)} usable Availability Zones, but az_count is ${var.az_count}."
    }
  }
}

locals {
  # min() avoids an index error here, so that the postcondition above reports a missing zone.
  zones          = slice(data.aws_availability_zones.available.names, 0, min(var.az_count, length(data.aws_availability_zones.available.names)))
  endpoint_zones = var.single_zone_endpoints ? slice(local.zones, 0, 1) : local.zones
  public_zones   = var.enable_nat_gateway ? local.zones : []
  nat_zones      = var.enable_nat_gateway ? (var.single_nat_gateway ? slice(local.zones, 0, 1) : local.zones) : []
}

resource "aws_vpc" "this" {
  cidr_block                       = var.cidr
  assign_generated_ipv6_cidr_block = var.enable_ipv6_egress
  # Private DNS names of interface endpoints require both.
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = merge(var.tags, { Name = var.name })
}

# Resources without their own security group or route table fall back to these defaults, which allow no traffic.
resource "aws_default_security_group" "closed" {
  vpc_id = aws_vpc.this.id

  tags = merge(var.tags, { Name = "${var.name}-default-closed" })
}

resource "aws_default_route_table" "closed" {
  default_route_table_id = aws_vpc.this.default_route_table_id
  route                  = []

  tags = merge(var.tags, { Name = "${var.name}-default-closed" })
}

resource "aws_subnet" "private" {
  for_each = toset(local.zones)

  vpc_id                          = aws_vpc.this.id
  availability_zone               = each.key
  cidr_block                      = cidrsubnet(var.cidr, 4, index(local.zones, each.key))
  ipv6_cidr_block                 = var.enable_ipv6_egress ? cidrsubnet(aws_vpc.this.ipv6_cidr_block, 8, index(local.zones, each.key)) : null
  assign_ipv6_address_on_creation = var.enable_ipv6_egress
  map_public_ip_on_launch         = false

  tags = merge(var.tags, { Name = "${var.name}-private-${each.key}" })
}

# One per Availability Zone, so that each zone can use its own NAT gateway.
resource "aws_route_table" "private" {
  for_each = toset(local.zones)

  vpc_id = aws_vpc.this.id

  tags = merge(var.tags, { Name = "${var.name}-private-${each.key}" })
}

resource "aws_route_table_association" "private" {
  for_each = toset(local.zones)

  subnet_id      = aws_subnet.private[each.key].id
  route_table_id = aws_route_table.private[each.key].id
}
