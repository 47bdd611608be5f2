# Optional NAT gateways for IPv4 egress.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name               = "zk-income-stage"
  enable_nat_gateway = true
}

run "single_nat_gateway" {
  assert {
    condition     = keys(aws_nat_gateway.this) == ["eu-central-1a"] && keys(aws_eip.nat) == ["eu-central-1a"]
    error_message = "All Availability Zones must share one NAT gateway."
  }
  assert {
    condition     = alltrue([for route in values(aws_route.private_ipv4) : route.nat_gateway_id == aws_nat_gateway.this["eu-central-1a"].id]) && length(aws_route.private_ipv4) == 2
    error_message = "Each private route table must route IPv4 to the NAT gateway."
  }
}

run "nat_gateway_per_zone" {
  variables {
    single_nat_gateway = false
  }

  assert {
    condition     = alltrue([for zone, route in aws_route.private_ipv4 : route.nat_gateway_id == aws_nat_gateway.this[zone].id]) && length(aws_nat_gateway.this) == 2
    error_message = "Each Availability Zone must have its own NAT gateway."
  }
}

run "no_private_route_to_internet_gateway" {
  assert {
    condition     = alltrue([for route in concat(values(aws_route.private_ipv4), values(aws_route.private_ipv6)) : route.gateway_id == null])
    error_message = "No private route may lead to the internet gateway."
  }
  assert {
    condition     = !contains([for table in values(aws_route_table.private) : table.id], aws_route.public_ipv4[0].route_table_id)
    error_message = "The route to the internet gateway must be in the public route table."
  }
  assert {
    condition     = alltrue([for association in values(aws_route_table_association.public) : association.route_table_id == aws_route_table.public[0].id && contains([for subnet in values(aws_subnet.public) : subnet.id], association.subnet_id)]) && length(aws_route_table_association.public) == 2
    error_message = "Only public subnets may use the public route table."
  }
  assert {
    condition     = length(setintersection([for subnet in values(aws_subnet.public) : subnet.cidr_block], [for subnet in values(aws_subnet.private) : subnet.cidr_block])) == 0
    error_message = "Public and private CIDR blocks must not overlap."
  }
  assert {
    condition     = alltrue([for subnet in values(aws_subnet.public) : subnet.map_public_ip_on_launch == false])
    error_message = "Public subnets must not assign public IP addresses on launch."
  }
}
