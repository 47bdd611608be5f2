# Services as ECS tasks on Fargate.

resource "aws_ecs_cluster" "this" {
  # checkov:skip=CKV_AWS_65:Only an environment for trials disables Container Insights, which is enabled by default
  count = local.on_fargate ? 1 : 0

  name = var.name

  setting {
    name  = "containerInsights"
    value = var.container_insights
  }

  tags = var.tags
}

resource "aws_ecs_cluster_capacity_providers" "this" {
  count = local.on_fargate ? 1 : 0

  cluster_name       = aws_ecs_cluster.this[0].name
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]
}

locals {
  container_environments = {
    for key, service in local.containers : key => merge(
      {
        # The load balancer is the only trusted proxy. API Gateway in front of it writes the client address into its own
        # header.
        TRUST_PROXY           = "1"
        CLIENT_ADDRESS_HEADER = var.client_address_header
        LOG_FORMAT            = "json"
      },
      service.environment,
      {
        PORT                   = tostring(service.port)
        SHUTDOWN_DRAIN_SECONDS = tostring(service.container.drain_seconds)
      },
    )
  }
}

resource "aws_ecs_task_definition" "service" {
  for_each = local.containers

  family                   = "${var.name}-${each.key}"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = each.value.container.cpu
  memory                   = each.value.container.memory
  task_role_arn            = var.task_role_arns[each.key]
  execution_role_arn       = var.execution_role_arns[each.key]
  # Keep old revisions: running tasks use them, and a rollback needs them.
  skip_destroy = true

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = var.cpu_architecture
  }

  container_definitions = jsonencode([{
    name      = each.key
    image     = each.value.image
    essential = true
    user      = "1000:1000"

    readonlyRootFilesystem = true
    linuxParameters        = { capabilities = { drop = ["ALL"] } }
    ulimits                = [{ name = "nofile", softLimit = 65536, hardLimit = 65536 }]

    portMappings = [{ containerPort = each.value.port, hostPort = each.value.port, protocol = "tcp" }]
    environment  = [for name in sort(keys(local.container_environments[each.key])) : { name = name, value = local.container_environments[each.key][name] }]

    # ECS ignores the HEALTHCHECK of an image, and replaces a task that fails this check. So this one is the liveness probe.
    healthCheck = { command = ["CMD", "node", "docker/healthcheck.mjs", "live"], interval = 10, timeout = 5, retries = 3, startPeriod = 30 }
    stopTimeout = each.value.container.drain_seconds + local.shutdown_seconds

    # Logging must not block the service.
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = var.log_group_names[each.key]
        awslogs-region        = data.aws_region.current.region
        awslogs-stream-prefix = each.key
        mode                  = "non-blocking"
        max-buffer-size       = "4m"
      }
    }
  }])

  tags = var.tags
}

resource "aws_ecs_service" "service" {
  for_each = local.containers

  name            = "${each.key}-service"
  cluster         = aws_ecs_cluster.this[0].id
  task_definition = aws_ecs_task_definition.service[each.key].arn
  desired_count   = each.value.container.desired_count

  # At least one task runs on on-demand Fargate, unless spot_percent is 100.
  dynamic "capacity_provider_strategy" {
    for_each = each.value.container.spot_percent == 100 ? [] : [1]

    content {
      capacity_provider = "FARGATE"
      base              = 1
      weight            = 100 - each.value.container.spot_percent
    }
  }
  dynamic "capacity_provider_strategy" {
    for_each = each.value.container.spot_percent == 0 ? [] : [1]

    content {
      capacity_provider = "FARGATE_SPOT"
      weight            = each.value.container.spot_percent
    }
  }

  network_configuration {
    subnets          = var.subnet_ids
    security_groups  = [aws_security_group.service[each.key].id]
    assign_public_ip = false
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.service[each.key].arn
    container_name   = each.key
    container_port   = each.value.port
  }

  # Lets a change of spot_percent update the service in place. Without it Terraform would replace the service.
  force_new_deployment = true

  # A deployment starts new tasks before it stops old ones. ECS rolls back if the new tasks do not become healthy.
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  # A task that waits for the first signing key, or for the store, continues to wait for this long. Without a completed
  # deployment to return to, ECS would start no more tasks after three failures, even when the key exists.
  health_check_grace_period_seconds = var.start_grace_seconds
  availability_zone_rebalancing     = "ENABLED"
  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  # Tasks that become healthy can still fail requests.
  dynamic "alarms" {
    for_each = contains(keys(var.deployment_alarm_names), each.key) ? [var.deployment_alarm_names[each.key]] : []

    content {
      alarm_names = [alarms.value]
      enable      = true
      rollback    = true
    }
  }

  # Disables ECS Exec: no shell in running tasks.
  enable_execute_command  = false
  enable_ecs_managed_tags = true
  propagate_tags          = "SERVICE"

  tags = var.tags

  # The pipeline deploys images with new task definition revisions. Autoscaling sets the desired count.
  lifecycle {
    ignore_changes = [task_definition, desired_count]
  }

  # ECS can register targets only after a listener uses the target group.
  depends_on = [aws_lb_listener.service, aws_ecs_cluster_capacity_providers.this]
}
