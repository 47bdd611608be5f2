# What holds whatever is chosen: private subnets, no way in, the services of AWS inside the VPC.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name = "zk-income-dev"
}

run "by_default" {
  assert {
    condition     = [for zone in ["eu-central-1a", "eu-central-1b"] : aws_subnet.private[zone].cidr_block] == ["10.0.0.0/20", "10.0.16.0/20"] && length(aws_subnet.private) == 2
    error_message = "there is a private subnet in each of two zones"
  }
  assert {
    condition     = alltrue([for subnet in values(aws_subnet.private) : subnet.map_public_ip_on_launch == false])
    error_message = "nothing in a private subnet gets a public IPv4 address"
  }
  assert {
    condition     = length(aws_internet_gateway.this) == 0 && length(aws_subnet.public) == 0 && length(aws_route.public_ipv4) == 0
    error_message = "without NAT there is no internet gateway and no public subnet"
  }
  assert {
    condition     = length(aws_nat_gateway.this) == 0 && length(aws_eip.nat) == 0 && length(aws_route.private_ipv4) == 0
    error_message = "there is no NAT gateway unless asked for"
  }
  assert {
    condition     = alltrue([for zone, association in aws_route_table_association.private : association.route_table_id == aws_route_table.private[zone].id && association.subnet_id == aws_subnet.private[zone].id])
    error_message = "each private subnet has its private route table"
  }
  assert {
    condition     = aws_vpc.this.enable_dns_support && aws_vpc.this.enable_dns_hostnames
    error_message = "private names of endpoints resolve inside the VPC"
  }
  assert {
    condition     = alltrue([for zone in data.aws_availability_zones.available.exclude_zone_ids : zone == "use1-az3"])
    error_message = "the zone without VPC links is left out"
  }
  assert {
    condition     = output.private_subnet_ids == [aws_subnet.private["eu-central-1a"].id, aws_subnet.private["eu-central-1b"].id]
    error_message = "the private subnets are an output, in the order of their zones"
  }
}

run "ipv6_goes_out_and_nothing_comes_in" {
  assert {
    condition = alltrue([
      for zone, route in aws_route.private_ipv6 :
      route.destination_ipv6_cidr_block == "::/0" && route.egress_only_gateway_id == aws_egress_only_internet_gateway.this[0].id && route.gateway_id == null && route.route_table_id == aws_route_table.private[zone].id
    ]) && length(aws_route.private_ipv6) == 2
    error_message = "IPv6 leaves each private subnet through an egress-only gateway"
  }
  assert {
    condition     = [for zone in ["eu-central-1a", "eu-central-1b"] : aws_subnet.private[zone].ipv6_cidr_block] == ["2001:db8:1234:1a00::/64", "2001:db8:1234:1a01::/64"]
    error_message = "each private subnet has IPv6 addresses of its own"
  }
  assert {
    condition     = alltrue([for subnet in values(aws_subnet.private) : subnet.assign_ipv6_address_on_creation]) && aws_vpc.this.assign_generated_ipv6_cidr_block
    error_message = "tasks are given IPv6 addresses"
  }
}

run "everything_closed" {
  variables {
    enable_ipv6_egress = false
  }

  assert {
    condition     = length(aws_egress_only_internet_gateway.this) == 0 && length(aws_route.private_ipv6) == 0 && length(aws_route.private_ipv4) == 0
    error_message = "without IPv6 and NAT no private subnet has a way out"
  }
  assert {
    condition     = alltrue([for subnet in values(aws_subnet.private) : !subnet.assign_ipv6_address_on_creation]) && !aws_vpc.this.assign_generated_ipv6_cidr_block
    error_message = "there are no IPv6 addresses then"
  }
}

run "defaults_of_the_vpc_are_closed" {
  assert {
    condition     = length(aws_default_security_group.closed.ingress) == 0 && length(aws_default_security_group.closed.egress) == 0
    error_message = "the default security group lets nothing in or out"
  }
  assert {
    condition     = length(aws_default_route_table.closed.route) == 0
    error_message = "the default route table leads nowhere"
  }
}

run "zones" {
  variables {
    availability_zones = 3
    cidr               = "172.20.0.0/20"
  }

  assert {
    condition     = sort([for subnet in values(aws_subnet.private) : subnet.cidr_block]) == tolist(["172.20.0.0/24", "172.20.1.0/24", "172.20.2.0/24"])
    error_message = "there are as many private subnets as zones, each a sixteenth of the VPC"
  }
}

run "flow_logs" {
  variables {
    permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
  }

  assert {
    condition     = aws_iam_role.flow.permissions_boundary == "arn:aws:iam::123456789012:policy/boundary"
    error_message = "the role of the flow logs is bounded by the policy given"
  }
  assert {
    condition     = aws_flow_log.this.vpc_id == aws_vpc.this.id && aws_flow_log.this.traffic_type == "ALL"
    error_message = "all traffic of the VPC is logged"
  }
  assert {
    condition     = aws_flow_log.this.log_destination == aws_cloudwatch_log_group.flow.arn && aws_cloudwatch_log_group.flow.retention_in_days == 365
    error_message = "flow logs are kept for a year"
  }
  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.flow.policy).Statement : statement.Resource] == ["arn:aws:logs:eu-central-1:123456789012:log-group:flow:*"]
    error_message = "flow logs may write their own log group and no other"
  }
  assert {
    condition     = jsondecode(aws_iam_role.flow.assume_role_policy).Statement[0].Condition.StringEquals["aws:SourceAccount"] == "123456789012"
    error_message = "only flow logs of this account take the role"
  }
}
