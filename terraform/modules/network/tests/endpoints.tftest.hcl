# VPC endpoints and their policies.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name = "zk-income-dev"
}

run "defaults" {
  assert {
    condition     = toset(keys(aws_vpc_endpoint.interface)) == toset(["ecr.api", "ecr.dkr", "logs", "secretsmanager"])
    error_message = "ECR, CloudWatch Logs and Secrets Manager must have interface endpoints."
  }
  assert {
    condition     = alltrue([for service, endpoint in aws_vpc_endpoint.interface : endpoint.service_name == "com.amazonaws.eu-central-1.${service}" && endpoint.vpc_endpoint_type == "Interface" && endpoint.private_dns_enabled])
    error_message = "Private DNS must resolve the default service names to the endpoints."
  }
  assert {
    condition     = alltrue([for endpoint in values(aws_vpc_endpoint.interface) : endpoint.security_group_ids == toset([aws_security_group.endpoints.id]) && endpoint.subnet_ids == toset([for subnet in values(aws_subnet.private) : subnet.id])])
    error_message = "Interface endpoints must be in the private subnets and use the endpoint security group."
  }
  assert {
    condition     = length(aws_security_group.endpoints.ingress) == 0 && length(aws_security_group.endpoints.egress) == 0
    error_message = "The endpoint security group must have no rules of its own."
  }
  assert {
    condition     = toset(keys(aws_vpc_endpoint.gateway)) == toset(["dynamodb", "s3"])
    error_message = "DynamoDB and S3 must have gateway endpoints."
  }
  assert {
    condition     = alltrue([for endpoint in values(aws_vpc_endpoint.gateway) : endpoint.vpc_endpoint_type == "Gateway" && endpoint.route_table_ids == toset([for table in values(aws_route_table.private) : table.id])])
    error_message = "Each private route table must have the gateway endpoints."
  }
}

run "endpoints_in_one_zone" {
  variables {
    single_zone_endpoints = true
  }

  assert {
    condition     = length(aws_vpc_endpoint.interface) == 4 && alltrue([for endpoint in values(aws_vpc_endpoint.interface) : endpoint.subnet_ids == toset([aws_subnet.private["eu-central-1a"].id])])
    error_message = "Interface endpoints must be able to share one Availability Zone."
  }
}

run "endpoint_policies" {
  assert {
    condition = alltrue(flatten([for service, endpoint in merge(aws_vpc_endpoint.interface, aws_vpc_endpoint.gateway) : [
      for statement in jsondecode(endpoint.policy).Statement : try(statement.Condition.StringEquals["aws:PrincipalAccount"] == "123456789012", false)
    ] if service != "s3"]))
    error_message = "Endpoint policies must allow only principals of this account."
  }
  assert {
    condition     = [for statement in jsondecode(aws_vpc_endpoint.gateway["dynamodb"].policy).Statement : statement.Resource] == ["arn:aws:dynamodb:eu-central-1:123456789012:table/zk-income-dev-*"]
    error_message = "The DynamoDB endpoint must allow only the tables of this environment."
  }
  assert {
    condition     = [for statement in jsondecode(aws_vpc_endpoint.gateway["s3"].policy).Statement : [statement.Action, statement.Resource]] == [["s3:GetObject", "arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/*"]]
    error_message = "The S3 endpoint must allow only reads of image layers."
  }
  assert {
    condition     = [for statement in jsondecode(aws_vpc_endpoint.interface["secretsmanager"].policy).Statement : statement.Resource] == ["arn:aws:secretsmanager:eu-central-1:123456789012:secret:zk-income-dev/*"]
    error_message = "The Secrets Manager endpoint must allow only the secrets of this environment."
  }
}

run "images_from_own_account" {
  assert {
    condition     = alltrue([for service in ["ecr.api", "ecr.dkr"] : [for statement in jsondecode(aws_vpc_endpoint.interface[service].policy).Statement : statement.Resource if statement.Sid == "Pull"] == ["arn:aws:ecr:eu-central-1:123456789012:repository/*"]])
    error_message = "The ECR endpoints must allow the repositories of this account."
  }
}

run "images_from_registry_account" {
  variables {
    registry_account_id = "210987654321"
  }

  assert {
    condition     = strcontains(aws_vpc_endpoint.interface["ecr.dkr"].policy, "arn:aws:ecr:eu-central-1:210987654321:repository/*") && !strcontains(aws_vpc_endpoint.interface["ecr.dkr"].policy, "arn:aws:ecr:eu-central-1:123456789012")
    error_message = "The ECR endpoints must allow only the repositories of the registry account."
  }
}

run "no_interface_endpoints_without_containers" {
  variables {
    interface_endpoints = []
  }

  assert {
    condition     = length(aws_vpc_endpoint.interface) == 0
    error_message = "Interface endpoints must be optional if nothing runs in the VPC."
  }
}

run "no_interface_endpoints_with_nat_gateway" {
  variables {
    enable_nat_gateway  = true
    interface_endpoints = []
  }

  assert {
    condition     = length(aws_vpc_endpoint.interface) == 0 && length(aws_vpc_endpoint.gateway) == 2
    error_message = "With a NAT gateway the interface endpoints must be optional, and the gateway endpoints must stay."
  }
}
