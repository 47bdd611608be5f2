# Mode `fargate`: task counts, deployments and container hardening.

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

run "ecs_services" {
  assert {
    condition     = { for key, service in aws_ecs_service.service : key => service.name } == { issuer = "issuer-service", verifier = "verifier-service" }
    error_message = "Each service must have an ECS service."
  }
  assert {
    condition     = [aws_ecs_service.service["issuer"].desired_count, aws_ecs_service.service["verifier"].desired_count] == [2, 3]
    error_message = "The desired count must be the given one, and 2 by default."
  }
  assert {
    condition     = alltrue([for service in values(aws_ecs_service.service) : service.network_configuration[0].assign_public_ip == false && service.network_configuration[0].subnets == toset(["subnet-a", "subnet-b"])])
    error_message = "Tasks must run in the private subnets without a public IP address."
  }
  assert {
    condition     = alltrue([for service in values(aws_ecs_service.service) : one(service.deployment_circuit_breaker).enable && one(service.deployment_circuit_breaker).rollback])
    error_message = "A failed deployment must roll back automatically."
  }
  assert {
    condition     = alltrue([for service in values(aws_ecs_service.service) : service.deployment_minimum_healthy_percent == 100 && service.deployment_maximum_percent == 200])
    error_message = "A deployment must not stop a task before its replacement is healthy."
  }
  assert {
    condition     = alltrue([for service in values(aws_ecs_service.service) : service.enable_execute_command == false])
    error_message = "ECS Exec must be disabled."
  }
  assert {
    condition     = alltrue([for key, service in aws_ecs_service.service : one(service.load_balancer).container_name == key && one(service.load_balancer).container_port == { issuer = 3001, verifier = 3002 }[key]])
    error_message = "The load balancer must reach the container on its port."
  }
  assert {
    condition     = one(aws_ecs_cluster.this[0].setting) == { name = "containerInsights", value = "enabled" } && aws_ecs_cluster.this[0].name == "zk-income-dev"
    error_message = "The cluster must have the name of the environment and Container Insights enabled."
  }
  assert {
    condition     = length(aws_lambda_function.service) == 0 && length(aws_lambda_alias.live) == 0
    error_message = "Mode fargate must not create Lambda functions."
  }
}

run "rollback_on_alarm" {
  variables {
    deployment_alarm_names = { verifier = "zk-income-dev-verifier-deployment" }
  }

  assert {
    condition     = one(aws_ecs_service.service["verifier"].alarms).alarm_names == toset(["zk-income-dev-verifier-deployment"]) && one(aws_ecs_service.service["verifier"].alarms).enable && one(aws_ecs_service.service["verifier"].alarms).rollback
    error_message = "ECS must roll a deployment back if its alarm fires."
  }
  assert {
    condition     = length(aws_ecs_service.service["issuer"].alarms) == 0
    error_message = "A service without an alarm must not have one."
  }
}

run "first_deployment_waits_for_keys" {
  assert {
    condition     = alltrue([for service in values(aws_ecs_service.service) : service.health_check_grace_period_seconds == 900])
    error_message = "ECS must let new tasks wait 15 minutes for the first signing key, in which the rotation function creates it."
  }
}

run "custom_start_grace" {
  variables {
    start_grace_seconds = 3600
  }

  assert {
    condition     = alltrue([for service in values(aws_ecs_service.service) : service.health_check_grace_period_seconds == 3600])
    error_message = "The time that new tasks may wait must be configurable."
  }
}

run "spot" {
  assert {
    condition     = [for strategy in aws_ecs_service.service["issuer"].capacity_provider_strategy : "${strategy.capacity_provider} ${strategy.weight}"] == ["FARGATE 100"]
    error_message = "Without spot_percent no task may run on Fargate Spot."
  }
  assert {
    condition     = { for strategy in aws_ecs_service.service["verifier"].capacity_provider_strategy : strategy.capacity_provider => strategy.weight } == { FARGATE = 30, FARGATE_SPOT = 70 }
    error_message = "The capacity provider weights must match spot_percent."
  }
  assert {
    condition     = one([for strategy in aws_ecs_service.service["verifier"].capacity_provider_strategy : strategy.base if strategy.capacity_provider == "FARGATE"]) == 1
    error_message = "One task must always run on on-demand Fargate."
  }
  assert {
    condition     = alltrue([for service in values(aws_ecs_service.service) : service.force_new_deployment])
    error_message = "A change of spot_percent must update the service in place."
  }
}

run "spot_only" {
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, container = { spot_percent = 100 } } }
  }

  assert {
    condition     = [for strategy in aws_ecs_service.service["issuer"].capacity_provider_strategy : strategy.capacity_provider] == ["FARGATE_SPOT"]
    error_message = "With spot_percent = 100 all tasks must run on Fargate Spot."
  }
}

run "containers" {
  assert {
    condition     = alltrue([for definition in values(aws_ecs_task_definition.service) : jsondecode(definition.container_definitions)[0].readonlyRootFilesystem])
    error_message = "The root file system must be read-only."
  }
  assert {
    condition     = alltrue([for definition in values(aws_ecs_task_definition.service) : jsondecode(definition.container_definitions)[0].user == "1000:1000"])
    error_message = "Containers must not run as root."
  }
  assert {
    condition     = alltrue([for definition in values(aws_ecs_task_definition.service) : jsondecode(definition.container_definitions)[0].linuxParameters.capabilities.drop == ["ALL"]])
    error_message = "Containers must drop all Linux capabilities."
  }
  assert {
    condition     = alltrue([for definition in values(aws_ecs_task_definition.service) : jsondecode(definition.container_definitions)[0].ulimits == [{ name = "nofile", softLimit = 65536, hardLimit = 65536 }]])
    error_message = "Containers must have a file descriptor limit of 65536."
  }
  assert {
    condition     = alltrue([for definition in values(aws_ecs_task_definition.service) : jsondecode(definition.container_definitions)[0].healthCheck.command == ["CMD", "node", "docker/healthcheck.mjs", "live"]])
    error_message = "ECS must replace a container only if its process does not respond."
  }
  assert {
    condition     = [for key in ["issuer", "verifier"] : "${aws_ecs_task_definition.service[key].cpu} ${aws_ecs_task_definition.service[key].memory}"] == ["512 1024", "1024 2048"]
    error_message = "Tasks must have the given CPU and memory."
  }
  assert {
    condition     = alltrue([for definition in values(aws_ecs_task_definition.service) : one(definition.runtime_platform).cpu_architecture == "X86_64" && definition.network_mode == "awsvpc" && definition.skip_destroy])
    error_message = "Images must be for X86_64 by default, and old revisions must be kept for rollbacks."
  }
  assert {
    condition     = { for key, definition in aws_ecs_task_definition.service : key => [definition.task_role_arn, definition.execution_role_arn] } == { issuer = [var.task_role_arns.issuer, var.execution_role_arns.issuer], verifier = [var.task_role_arns.verifier, var.execution_role_arns.verifier] }
    error_message = "Each service must have its own task and execution roles."
  }
  assert {
    condition     = { for key, definition in aws_ecs_task_definition.service : key => jsondecode(definition.container_definitions)[0].logConfiguration.options["awslogs-group"] } == { for key, name in var.log_group_names : key => name }
    error_message = "Each service must write to its own log group."
  }
  assert {
    condition     = { for variable in jsondecode(aws_ecs_task_definition.service["issuer"].container_definitions)[0].environment : variable.name => variable.value } == { AWS_REGION = "eu-central-1", CLIENT_ADDRESS_HEADER = "x-client-address", LOG_FORMAT = "json", PORT = "3001", PUBLIC_URL = "https://issuer.example", SHUTDOWN_DRAIN_SECONDS = "15", TRUST_PROXY = "1" }
    error_message = "The environment must contain the given variables and those that follow from the load balancer."
  }
}

run "custom_client_address_header" {
  variables {
    client_address_header = "x-client-ip"
  }

  assert {
    condition     = alltrue([for definition in values(aws_ecs_task_definition.service) : contains(jsondecode(definition.container_definitions)[0].environment, { name = "CLIENT_ADDRESS_HEADER", value = "x-client-ip" })])
    error_message = "The services must read the client address from the header that API Gateway writes."
  }
}

run "draining" {
  assert {
    condition     = { for key, group in aws_lb_target_group.service : key => tonumber(group.deregistration_delay) } == { issuer = 15, verifier = 20 }
    error_message = "The deregistration delay must equal the drain time of the task."
  }
  assert {
    condition = alltrue([
      for key, definition in aws_ecs_task_definition.service :
      jsondecode(definition.container_definitions)[0].stopTimeout >= tonumber(aws_lb_target_group.service[key].deregistration_delay) + 10
    ])
    error_message = "ECS must not kill a task within ten seconds after draining."
  }
  assert {
    condition     = alltrue([for group in values(aws_lb_target_group.service) : one(group.health_check).interval * one(group.health_check).unhealthy_threshold <= tonumber(group.deregistration_delay)])
    error_message = "The health check must detect a draining task before draining ends."
  }
}

run "autoscaling" {
  assert {
    condition     = { for key, target in aws_appautoscaling_target.service : key => [target.min_capacity, target.max_capacity, target.resource_id] } == { issuer = [2, 10, "service/zk-income-dev/issuer-service"], verifier = [2, 20, "service/zk-income-dev/verifier-service"] }
    error_message = "Each service must scale between its minimum and maximum."
  }
  assert {
    condition     = alltrue([for policy in values(aws_appautoscaling_policy.cpu) : one(one(policy.target_tracking_scaling_policy_configuration).predefined_metric_specification).predefined_metric_type == "ECSServiceAverageCPUUtilization" && one(policy.target_tracking_scaling_policy_configuration).target_value == 60]) && length(aws_appautoscaling_policy.cpu) == 2
    error_message = "Each service must scale on CPU utilization."
  }
  assert {
    condition     = alltrue([for policy in values(aws_appautoscaling_policy.requests) : one(one(policy.target_tracking_scaling_policy_configuration).predefined_metric_specification).predefined_metric_type == "ALBRequestCountPerTarget"]) && length(aws_appautoscaling_policy.requests) == 2
    error_message = "Each service must scale on requests per target."
  }
  assert {
    condition     = alltrue([for key, policy in aws_appautoscaling_policy.requests : one(one(policy.target_tracking_scaling_policy_configuration).predefined_metric_specification).resource_label == "app/zk-income-dev-internal/0123456789abcdef/${aws_lb_target_group.service[key].arn_suffix}"])
    error_message = "The request count must be that of the target group of the service."
  }
}
