# AWS inside the VPC, and what goes through.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name = "zk-income-dev"
}

run "by_default" {
  assert {
    condition     = toset(keys(aws_vpc_endpoint.interface)) == toset(["ecr.api", "ecr.dkr", "logs", "secretsmanager"])
    error_message = "ECR, CloudWatch Logs and Secrets Manager are reached without leaving the VPC"
  }
  assert {
    condition     = alltrue([for service, endpoint in aws_vpc_endpoint.interface : endpoint.service_name == "com.amazonaws.eu-central-1.${service}" && endpoint.vpc_endpoint_type == "Interface" && endpoint.private_dns_enabled])
    error_message = "the services' usual names lead to the endpoints"
  }
  assert {
    condition     = alltrue([for endpoint in values(aws_vpc_endpoint.interface) : endpoint.security_group_ids == toset([aws_security_group.endpoints.id]) && endpoint.subnet_ids == toset([for subnet in values(aws_subnet.private) : subnet.id])])
    error_message = "interface endpoints are in the private subnets, behind their security group"
  }
  assert {
    condition     = length(aws_security_group.endpoints.ingress) == 0 && length(aws_security_group.endpoints.egress) == 0
    error_message = "nobody reaches the endpoints who is not named in a rule"
  }
  assert {
    condition     = toset(keys(aws_vpc_endpoint.gateway)) == toset(["dynamodb", "s3"])
    error_message = "DynamoDB and S3 are reached through gateway endpoints"
  }
  assert {
    condition     = alltrue([for endpoint in values(aws_vpc_endpoint.gateway) : endpoint.vpc_endpoint_type == "Gateway" && endpoint.route_table_ids == toset([for table in values(aws_route_table.private) : table.id])])
    error_message = "every private route table leads to the gateway endpoints"
  }
}

run "policies" {
  assert {
    condition = alltrue(flatten([for service, endpoint in merge(aws_vpc_endpoint.interface, aws_vpc_endpoint.gateway) : [
      for statement in jsondecode(endpoint.policy).Statement : try(statement.Condition.StringEquals["aws:PrincipalAccount"] == "123456789012", false)
    ] if service != "s3"]))
    error_message = "only principals of this account pass an endpoint"
  }
  assert {
    condition     = [for statement in jsondecode(aws_vpc_endpoint.gateway["dynamodb"].policy).Statement : statement.Resource] == ["arn:aws:dynamodb:eu-central-1:123456789012:table/zk-income-dev-*"]
    error_message = "only this environment's tables are reached"
  }
  assert {
    condition     = [for statement in jsondecode(aws_vpc_endpoint.gateway["s3"].policy).Statement : [statement.Action, statement.Resource]] == [["s3:GetObject", "arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/*"]]
    error_message = "of S3 only the layers of images are read"
  }
  assert {
    condition     = [for statement in jsondecode(aws_vpc_endpoint.interface["secretsmanager"].policy).Statement : statement.Resource] == ["arn:aws:secretsmanager:eu-central-1:123456789012:secret:zk-income-dev/*"]
    error_message = "only this environment's secrets are read"
  }
}

run "images_of_this_account" {
  assert {
    condition     = alltrue([for service in ["ecr.api", "ecr.dkr"] : [for statement in jsondecode(aws_vpc_endpoint.interface[service].policy).Statement : statement.Resource if statement.Sid == "Pull"] == ["arn:aws:ecr:eu-central-1:123456789012:repository/*"]])
    error_message = "images come from this account's repositories"
  }
}

run "images_of_another_account" {
  variables {
    registry_account_id = "210987654321"
  }

  assert {
    condition     = strcontains(aws_vpc_endpoint.interface["ecr.dkr"].policy, "arn:aws:ecr:eu-central-1:210987654321:repository/*") && !strcontains(aws_vpc_endpoint.interface["ecr.dkr"].policy, "arn:aws:ecr:eu-central-1:123456789012")
    error_message = "images come from the account given, and from no other"
  }
}

run "none_of_them_without_containers" {
  variables {
    interface_endpoints = []
  }

  assert {
    condition     = length(aws_vpc_endpoint.interface) == 0
    error_message = "where nothing runs in the VPC there need be no interface endpoint"
  }
}

run "none_of_them_with_nat" {
  variables {
    enable_nat_gateway  = true
    interface_endpoints = []
  }

  assert {
    condition     = length(aws_vpc_endpoint.interface) == 0 && length(aws_vpc_endpoint.gateway) == 2
    error_message = "interface endpoints can be left out, gateway endpoints cost nothing and stay"
  }
}
