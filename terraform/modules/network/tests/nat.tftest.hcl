# IPv4 to the internet, by choice.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name               = "zk-income-stage"
  enable_nat_gateway = true
}

run "one_gateway" {
  assert {
    condition     = keys(aws_nat_gateway.this) == ["eu-central-1a"] && keys(aws_eip.nat) == ["eu-central-1a"]
    error_message = "one NAT gateway serves all zones"
  }
  assert {
    condition     = alltrue([for route in values(aws_route.private_ipv4) : route.nat_gateway_id == aws_nat_gateway.this["eu-central-1a"].id]) && length(aws_route.private_ipv4) == 2
    error_message = "IPv4 leaves every private subnet through it"
  }
}

run "one_gateway_for_each_zone" {
  variables {
    single_nat_gateway = false
  }

  assert {
    condition     = alltrue([for zone, route in aws_route.private_ipv4 : route.nat_gateway_id == aws_nat_gateway.this[zone].id]) && length(aws_nat_gateway.this) == 2
    error_message = "each zone has a NAT gateway of its own"
  }
}

run "private_subnets_have_no_route_to_the_internet_gateway" {
  assert {
    condition     = alltrue([for route in concat(values(aws_route.private_ipv4), values(aws_route.private_ipv6)) : route.gateway_id == null])
    error_message = "no private route leads to the internet gateway"
  }
  assert {
    condition     = !contains([for table in values(aws_route_table.private) : table.id], aws_route.public_ipv4[0].route_table_id)
    error_message = "the route to the internet gateway is in the public route table"
  }
  assert {
    condition     = alltrue([for association in values(aws_route_table_association.public) : association.route_table_id == aws_route_table.public[0].id && contains([for subnet in values(aws_subnet.public) : subnet.id], association.subnet_id)]) && length(aws_route_table_association.public) == 2
    error_message = "only public subnets have the public route table"
  }
  assert {
    condition     = length(setintersection([for subnet in values(aws_subnet.public) : subnet.cidr_block], [for subnet in values(aws_subnet.private) : subnet.cidr_block])) == 0
    error_message = "public and private ranges are apart"
  }
  assert {
    condition     = alltrue([for subnet in values(aws_subnet.public) : subnet.map_public_ip_on_launch == false])
    error_message = "not even in a public subnet anything gets a public address by itself"
  }
}
