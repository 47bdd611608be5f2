# Settings that do not depend on NAT gateways or endpoints: private subnets, no inbound route, flow logs.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name = "zk-income-dev"
}

run "defaults" {
  assert {
    condition     = [for zone in ["eu-central-1a", "eu-central-1b"] : aws_subnet.private[zone].cidr_block] == ["10.0.0.0/20", "10.0.16.0/20"] && length(aws_subnet.private) == 2
    error_message = "There must be a private subnet in each of two Availability Zones."
  }
  assert {
    condition     = alltrue([for subnet in values(aws_subnet.private) : subnet.map_public_ip_on_launch == false])
    error_message = "Private subnets must not assign public IPv4 addresses."
  }
  assert {
    condition     = length(aws_internet_gateway.this) == 0 && length(aws_subnet.public) == 0 && length(aws_route.public_ipv4) == 0
    error_message = "Without NAT gateways there must be no internet gateway and no public subnet."
  }
  assert {
    condition     = length(aws_nat_gateway.this) == 0 && length(aws_eip.nat) == 0 && length(aws_route.private_ipv4) == 0
    error_message = "There must be no NAT gateway by default."
  }
  assert {
    condition     = alltrue([for zone, association in aws_route_table_association.private : association.route_table_id == aws_route_table.private[zone].id && association.subnet_id == aws_subnet.private[zone].id])
    error_message = "Each private subnet must use the route table of its Availability Zone."
  }
  assert {
    condition     = aws_vpc.this.enable_dns_support && aws_vpc.this.enable_dns_hostnames
    error_message = "DNS support and DNS hostnames must be enabled."
  }
  assert {
    condition     = toset(data.aws_availability_zones.available.exclude_zone_ids) == toset(["ape1-az1", "apne1-az3", "cac1-az4", "euw3-az2", "use1-az3", "usw1-az2"])
    error_message = "The Availability Zone without VPC links must be excluded."
  }
  assert {
    condition     = output.private_subnet_ids == [aws_subnet.private["eu-central-1a"].id, aws_subnet.private["eu-central-1b"].id]
    error_message = "The private subnet IDs must be an output in the order of their Availability Zones."
  }
}

run "ipv6_egress" {
  assert {
    condition = alltrue([
      for zone, route in aws_route.private_ipv6 :
      route.destination_ipv6_cidr_block == "::/0" && route.egress_only_gateway_id == aws_egress_only_internet_gateway.this[0].id && route.gateway_id == null && route.route_table_id == aws_route_table.private[zone].id
    ]) && length(aws_route.private_ipv6) == 2
    error_message = "Each private subnet must route IPv6 through the egress-only internet gateway."
  }
  assert {
    condition     = [for zone in ["eu-central-1a", "eu-central-1b"] : aws_subnet.private[zone].ipv6_cidr_block] == ["2001:db8:1234:1a00::/64", "2001:db8:1234:1a01::/64"]
    error_message = "Each private subnet must have its own IPv6 CIDR block."
  }
  assert {
    condition     = alltrue([for subnet in values(aws_subnet.private) : subnet.assign_ipv6_address_on_creation]) && aws_vpc.this.assign_generated_ipv6_cidr_block
    error_message = "Tasks must receive IPv6 addresses."
  }
}

run "no_egress" {
  variables {
    enable_ipv6_egress = false
  }

  assert {
    condition     = length(aws_egress_only_internet_gateway.this) == 0 && length(aws_route.private_ipv6) == 0 && length(aws_route.private_ipv4) == 0
    error_message = "Without IPv6 egress and NAT gateways no private subnet may have a route to the internet."
  }
  assert {
    condition     = alltrue([for subnet in values(aws_subnet.private) : !subnet.assign_ipv6_address_on_creation]) && !aws_vpc.this.assign_generated_ipv6_cidr_block
    error_message = "Without IPv6 egress there must be no IPv6 addresses."
  }
}

run "vpc_defaults_allow_no_traffic" {
  assert {
    condition     = length(aws_default_security_group.closed.ingress) == 0 && length(aws_default_security_group.closed.egress) == 0
    error_message = "The default security group must have no rules."
  }
  assert {
    condition     = length(aws_default_route_table.closed.route) == 0
    error_message = "The default route table must have no routes."
  }
}

run "availability_zones" {
  variables {
    az_count = 3
    cidr     = "172.20.0.0/20"
  }

  assert {
    condition     = sort([for subnet in values(aws_subnet.private) : subnet.cidr_block]) == tolist(["172.20.0.0/24", "172.20.1.0/24", "172.20.2.0/24"])
    error_message = "There must be one private subnet per Availability Zone, each with a sixteenth of the CIDR block."
  }
}

run "flow_logs" {
  variables {
    permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
  }

  assert {
    condition     = aws_iam_role.flow.permissions_boundary == "arn:aws:iam::123456789012:policy/boundary"
    error_message = "The role of the flow logs must have the given permissions boundary."
  }
  assert {
    condition     = aws_flow_log.this.vpc_id == aws_vpc.this.id && aws_flow_log.this.traffic_type == "ALL"
    error_message = "Flow logs must record all traffic of the VPC."
  }
  assert {
    condition     = aws_flow_log.this.log_destination == aws_cloudwatch_log_group.flow.arn && aws_cloudwatch_log_group.flow.retention_in_days == 365
    error_message = "Flow logs must be retained for 365 days by default."
  }
  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.flow.policy).Statement : statement.Resource] == ["arn:aws:logs:eu-central-1:123456789012:log-group:flow:*"]
    error_message = "The role of the flow logs must write only to its own log group."
  }
  assert {
    condition     = jsondecode(aws_iam_role.flow.assume_role_policy).Statement[0].Condition.StringEquals["aws:SourceAccount"] == "123456789012"
    error_message = "Only flow logs of this account may assume the role."
  }
}

run "rejects_more_zones_than_available" {
  command = plan
  variables {
    az_count = 4
  }
  expect_failures = [data.aws_availability_zones.available]
}
