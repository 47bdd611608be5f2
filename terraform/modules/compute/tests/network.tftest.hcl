# The internal load balancer and the security group rules.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name                       = "zk-income-dev"
  vpc_id                     = "vpc-1"
  subnet_ids                 = ["subnet-a", "subnet-b"]
  endpoint_security_group_id = "sg-endpoints"
  s3_prefix_list_id          = "pl-s3"
  dynamodb_prefix_list_id    = "pl-dynamodb"
  task_role_arns             = { issuer = "arn:aws:iam::123456789012:role/issuer-task", verifier = "arn:aws:iam::123456789012:role/verifier-task" }
  execution_role_arns        = { issuer = "arn:aws:iam::123456789012:role/issuer-execution", verifier = "arn:aws:iam::123456789012:role/verifier-execution" }
  function_role_arns         = { issuer = "arn:aws:iam::123456789012:role/issuer-function", verifier = "arn:aws:iam::123456789012:role/verifier-function" }
  log_group_names            = { issuer = "/zk-income-dev/issuer", verifier = "/zk-income-dev/verifier" }

  services = {
    issuer = {
      image       = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/zk-income/issuer:v1"
      port        = 3001
      environment = { PUBLIC_URL = "https://issuer.example", AWS_REGION = "eu-central-1", PORT = "80" }
    }
    verifier = {
      image           = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/zk-income/verifier:v1"
      port            = 3002
      internet_egress = true
      container       = { cpu = 1024, memory = 2048, desired_count = 3, min_count = 2, max_count = 20, spot_percent = 70, drain_seconds = 20 }
      function        = { memory = 3538, reserved_concurrency = 100, provisioned_concurrency = 5, command = ["start.mjs"] }
    }
  }
}

run "load_balancer" {
  assert {
    condition     = aws_lb.this[0].internal && aws_lb.this[0].load_balancer_type == "application" && aws_lb.this[0].subnets == toset(["subnet-a", "subnet-b"])
    error_message = "The load balancer must be internal and in the private subnets."
  }
  assert {
    condition     = aws_lb.this[0].drop_invalid_header_fields && aws_lb.this[0].enable_deletion_protection
    error_message = "The load balancer must drop invalid headers and have deletion protection."
  }
  assert {
    condition     = { for key, listener in aws_lb_listener.service : key => "${listener.protocol} ${listener.port}" } == { issuer = "HTTP 3001", verifier = "HTTP 3002" }
    error_message = "Each service must have its own listener port."
  }
  assert {
    condition     = alltrue([for key, listener in aws_lb_listener.service : one(listener.default_action).target_group_arn == aws_lb_target_group.service[key].arn])
    error_message = "Each listener must forward to the target group of its service."
  }
  assert {
    condition     = alltrue([for group in values(aws_lb_target_group.service) : one(group.health_check).path == "/health/started" && one(group.health_check).matcher == "200" && group.target_type == "ip"])
    error_message = "The health check must request /health/started, which does not depend on DynamoDB and Secrets Manager after the start."
  }
  assert {
    condition     = output.listener_arns == { for key, listener in aws_lb_listener.service : key => listener.arn }
    error_message = "The listener ARNs must be an output."
  }
}

run "tls" {
  variables {
    certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/1"
  }

  assert {
    condition     = alltrue([for listener in values(aws_lb_listener.service) : listener.protocol == "HTTPS" && listener.certificate_arn == "arn:aws:acm:eu-central-1:123456789012:certificate/1" && startswith(listener.ssl_policy, "ELBSecurityPolicy-TLS13-1-2")])
    error_message = "With a certificate the listeners must require TLS 1.2 or later."
  }
}

run "security_group_rules" {
  assert {
    condition = alltrue([
      for key, rule in aws_vpc_security_group_ingress_rule.service_from_alb :
      rule.security_group_id == aws_security_group.service[key].id && rule.referenced_security_group_id == aws_security_group.alb[0].id && rule.from_port == rule.to_port && rule.to_port == { issuer = 3001, verifier = 3002 }[key] && rule.cidr_ipv4 == null && rule.cidr_ipv6 == null
    ])
    error_message = "Only the load balancer may reach a service, and only on its port."
  }
  assert {
    condition = alltrue([
      for rule in values(aws_vpc_security_group_ingress_rule.alb_from_vpc_link) :
      rule.security_group_id == aws_security_group.alb[0].id && rule.referenced_security_group_id == aws_security_group.vpc_link[0].id && rule.cidr_ipv4 == null && rule.cidr_ipv6 == null
    ])
    error_message = "Only the VPC link may reach the load balancer."
  }
  assert {
    condition = alltrue(flatten([
      [for rule in values(aws_vpc_security_group_egress_rule.vpc_link_to_alb) : rule.security_group_id == aws_security_group.vpc_link[0].id && rule.referenced_security_group_id == aws_security_group.alb[0].id],
      [for key, rule in aws_vpc_security_group_egress_rule.alb_to_service : rule.security_group_id == aws_security_group.alb[0].id && rule.referenced_security_group_id == aws_security_group.service[key].id],
    ])) && length(aws_vpc_security_group_egress_rule.vpc_link_to_alb) == 2 && length(aws_vpc_security_group_egress_rule.alb_to_service) == 2
    error_message = "The VPC link must reach the load balancer, and the load balancer must reach the services."
  }
  assert {
    condition     = keys(aws_vpc_security_group_egress_rule.service_to_internet_ipv4) == ["verifier"] && keys(aws_vpc_security_group_egress_rule.service_to_internet_ipv6) == ["verifier"]
    error_message = "Only services with internet_egress may reach the internet."
  }
  assert {
    condition     = aws_vpc_security_group_egress_rule.service_to_internet_ipv4["verifier"].to_port == 443 && aws_vpc_security_group_egress_rule.service_to_internet_ipv4["verifier"].from_port == 443 && aws_vpc_security_group_egress_rule.service_to_internet_ipv6["verifier"].cidr_ipv6 == "::/0"
    error_message = "Internet egress must be limited to HTTPS and include IPv6."
  }
  assert {
    condition = alltrue([
      for key, rule in aws_vpc_security_group_ingress_rule.endpoints_from_service :
      rule.security_group_id == "sg-endpoints" && rule.referenced_security_group_id == aws_security_group.service[key].id && rule.to_port == 443
    ]) && length(aws_vpc_security_group_ingress_rule.endpoints_from_service) == 2 && length(aws_vpc_security_group_egress_rule.service_to_endpoints) == 2
    error_message = "Each service must reach the interface endpoints."
  }
  assert {
    condition     = { for key, rule in aws_vpc_security_group_egress_rule.service_to_gateways : key => rule.prefix_list_id } == { issuer-s3 = "pl-s3", issuer-dynamodb = "pl-dynamodb", verifier-s3 = "pl-s3", verifier-dynamodb = "pl-dynamodb" }
    error_message = "Each service must reach DynamoDB and the image layers in S3."
  }
}

run "without_endpoint_rules" {
  variables {
    create_endpoint_rules      = false
    endpoint_security_group_id = null
    services                   = { issuer = { image = "issuer:v1", port = 3001, internet_egress = true } }
  }

  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.endpoints_from_service) == 0 && length(aws_vpc_security_group_egress_rule.service_to_endpoints) == 0
    error_message = "Without interface endpoints there must be no rules for them."
  }
}
