# Containers on Fargate: counts, rollouts, and how tight they are.

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

run "services" {
  assert {
    condition     = { for key, service in aws_ecs_service.service : key => service.name } == { issuer = "issuer-service", verifier = "verifier-service" }
    error_message = "each service has its ECS service"
  }
  assert {
    condition     = [aws_ecs_service.service["issuer"].desired_count, aws_ecs_service.service["verifier"].desired_count] == [2, 3]
    error_message = "there are as many tasks as asked for, and two unless said otherwise"
  }
  assert {
    condition     = alltrue([for service in values(aws_ecs_service.service) : service.network_configuration[0].assign_public_ip == false && service.network_configuration[0].subnets == toset(["subnet-a", "subnet-b"])])
    error_message = "tasks are in the private subnets and have no public IP"
  }
  assert {
    condition     = alltrue([for service in values(aws_ecs_service.service) : one(service.deployment_circuit_breaker).enable && one(service.deployment_circuit_breaker).rollback])
    error_message = "a rollout that fails goes back by itself"
  }
  assert {
    condition     = alltrue([for service in values(aws_ecs_service.service) : service.deployment_minimum_healthy_percent == 100 && service.deployment_maximum_percent == 200])
    error_message = "a rollout ends no task before its successor is healthy"
  }
  assert {
    condition     = alltrue([for service in values(aws_ecs_service.service) : service.enable_execute_command == false])
    error_message = "nobody opens a shell in a task"
  }
  assert {
    condition     = alltrue([for key, service in aws_ecs_service.service : one(service.load_balancer).container_name == key && one(service.load_balancer).container_port == { issuer = 3001, verifier = 3002 }[key]])
    error_message = "the load balancer reaches the container on its port"
  }
  assert {
    condition     = one(aws_ecs_cluster.this[0].setting) == { name = "containerInsights", value = "enabled" } && aws_ecs_cluster.this[0].name == "zk-income-dev"
    error_message = "the cluster has container insights and the name of the environment"
  }
  assert {
    condition     = length(aws_lambda_function.service) == 0 && length(aws_lambda_alias.live) == 0
    error_message = "there are no functions on Fargate"
  }
}

run "spot" {
  assert {
    condition     = [for strategy in aws_ecs_service.service["issuer"].capacity_provider_strategy : "${strategy.capacity_provider} ${strategy.weight}"] == ["FARGATE 100"]
    error_message = "nothing is on Spot unless asked for"
  }
  assert {
    condition     = { for strategy in aws_ecs_service.service["verifier"].capacity_provider_strategy : strategy.capacity_provider => strategy.weight } == { FARGATE = 30, FARGATE_SPOT = 70 }
    error_message = "the share of Spot is the one asked for"
  }
  assert {
    condition     = one([for strategy in aws_ecs_service.service["verifier"].capacity_provider_strategy : strategy.base if strategy.capacity_provider == "FARGATE"]) == 1
    error_message = "one task is never on Spot"
  }
  assert {
    condition     = alltrue([for service in values(aws_ecs_service.service) : service.force_new_deployment])
    error_message = "the share can be changed without replacing the service"
  }
}

run "spot_alone" {
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, container = { spot_percent = 100 } } }
  }

  assert {
    condition     = [for strategy in aws_ecs_service.service["issuer"].capacity_provider_strategy : strategy.capacity_provider] == ["FARGATE_SPOT"]
    error_message = "all tasks can be on Spot"
  }
}

run "containers" {
  assert {
    condition     = alltrue([for definition in values(aws_ecs_task_definition.service) : jsondecode(definition.container_definitions)[0].readonlyRootFilesystem])
    error_message = "the root file system is read-only"
  }
  assert {
    condition     = alltrue([for definition in values(aws_ecs_task_definition.service) : jsondecode(definition.container_definitions)[0].user == "1000:1000"])
    error_message = "containers do not run as root"
  }
  assert {
    condition     = alltrue([for definition in values(aws_ecs_task_definition.service) : jsondecode(definition.container_definitions)[0].linuxParameters.capabilities.drop == ["ALL"]])
    error_message = "containers have no Linux capability"
  }
  assert {
    condition     = alltrue([for definition in values(aws_ecs_task_definition.service) : jsondecode(definition.container_definitions)[0].ulimits == [{ name = "nofile", softLimit = 65536, hardLimit = 65536 }]])
    error_message = "a container may have as many connections as it needs"
  }
  assert {
    condition     = alltrue([for definition in values(aws_ecs_task_definition.service) : jsondecode(definition.container_definitions)[0].healthCheck.command == ["CMD", "node", "docker/healthcheck.mjs"]])
    error_message = "ECS checks health as the image does"
  }
  assert {
    condition     = [for key in ["issuer", "verifier"] : "${aws_ecs_task_definition.service[key].cpu} ${aws_ecs_task_definition.service[key].memory}"] == ["512 1024", "1024 2048"]
    error_message = "tasks have the size asked for"
  }
  assert {
    condition     = alltrue([for definition in values(aws_ecs_task_definition.service) : one(definition.runtime_platform).cpu_architecture == "X86_64" && definition.network_mode == "awsvpc" && definition.skip_destroy])
    error_message = "images are for X86_64 unless said otherwise, and revisions stay to go back to"
  }
  assert {
    condition     = { for key, definition in aws_ecs_task_definition.service : key => [definition.task_role_arn, definition.execution_role_arn] } == { issuer = [var.task_role_arns.issuer, var.execution_role_arns.issuer], verifier = [var.task_role_arns.verifier, var.execution_role_arns.verifier] }
    error_message = "each service has its own roles"
  }
  assert {
    condition     = { for key, definition in aws_ecs_task_definition.service : key => jsondecode(definition.container_definitions)[0].logConfiguration.options["awslogs-group"] } == { for key, name in var.log_group_names : key => name }
    error_message = "each service writes its own log"
  }
  assert {
    condition     = { for variable in jsondecode(aws_ecs_task_definition.service["issuer"].container_definitions)[0].environment : variable.name => variable.value } == { AWS_REGION = "eu-central-1", CLIENT_ADDRESS_HEADER = "x-client-address", LOG_FORMAT = "json", PORT = "3001", PUBLIC_URL = "https://issuer.example", SHUTDOWN_DRAIN_SECONDS = "15", TRUST_PROXY = "1" }
    error_message = "the environment is what was given, and what follows from the load balancer"
  }
}

run "another_header_of_the_address" {
  variables {
    client_address_header = "x-client-ip"
  }

  assert {
    condition     = alltrue([for definition in values(aws_ecs_task_definition.service) : contains(jsondecode(definition.container_definitions)[0].environment, { name = "CLIENT_ADDRESS_HEADER", value = "x-client-ip" })])
    error_message = "services read the address where the gateway writes it"
  }
}

run "draining" {
  assert {
    condition     = { for key, group in aws_lb_target_group.service : key => tonumber(group.deregistration_delay) } == { issuer = 15, verifier = 20 }
    error_message = "the load balancer drains a task for as long as the task works on"
  }
  assert {
    condition = alltrue([
      for key, definition in aws_ecs_task_definition.service :
      jsondecode(definition.container_definitions)[0].stopTimeout >= tonumber(aws_lb_target_group.service[key].deregistration_delay) + 10
    ])
    error_message = "a task is killed no earlier than ten seconds after it has drained"
  }
  assert {
    condition     = alltrue([for group in values(aws_lb_target_group.service) : one(group.health_check).interval * one(group.health_check).unhealthy_threshold <= tonumber(group.deregistration_delay)])
    error_message = "the load balancer notices before a task has drained"
  }
}

run "autoscaling" {
  assert {
    condition     = { for key, target in aws_appautoscaling_target.service : key => [target.min_capacity, target.max_capacity, target.resource_id] } == { issuer = [2, 10, "service/zk-income-dev/issuer-service"], verifier = [2, 20, "service/zk-income-dev/verifier-service"] }
    error_message = "each service scales between its bounds"
  }
  assert {
    condition     = alltrue([for policy in values(aws_appautoscaling_policy.cpu) : one(one(policy.target_tracking_scaling_policy_configuration).predefined_metric_specification).predefined_metric_type == "ECSServiceAverageCPUUtilization" && one(policy.target_tracking_scaling_policy_configuration).target_value == 60]) && length(aws_appautoscaling_policy.cpu) == 2
    error_message = "services scale on CPU"
  }
  assert {
    condition     = alltrue([for policy in values(aws_appautoscaling_policy.requests) : one(one(policy.target_tracking_scaling_policy_configuration).predefined_metric_specification).predefined_metric_type == "ALBRequestCountPerTarget"]) && length(aws_appautoscaling_policy.requests) == 2
    error_message = "services scale on requests for a task"
  }
  assert {
    condition     = alltrue([for key, policy in aws_appautoscaling_policy.requests : one(one(policy.target_tracking_scaling_policy_configuration).predefined_metric_specification).resource_label == "app/zk-income-dev-internal/0123456789abcdef/${aws_lb_target_group.service[key].arn_suffix}"])
    error_message = "requests are counted at the service's own target group"
  }
}
