# One internal load balancer with one listener, and so one port, per service.

resource "aws_lb" "this" {
  count = local.on_fargate ? 1 : 0

  name               = "${var.name}-internal"
  internal           = true
  load_balancer_type = "application"
  subnets            = var.subnet_ids
  security_groups    = [aws_security_group.alb[0].id]

  enable_deletion_protection = var.enable_deletion_protection
  drop_invalid_header_fields = true
  # Longer than the 30-second timeout of API Gateway and shorter than the 72-second keep-alive timeout of the services.
  idle_timeout = 60

  dynamic "access_logs" {
    for_each = var.access_log_bucket == null ? [] : [var.access_log_bucket]

    content {
      bucket  = access_logs.value
      prefix  = var.name
      enabled = true
    }
  }

  tags = var.tags
}

resource "aws_lb_target_group" "service" {
  for_each = local.containers

  name        = "${var.name}-${each.key}"
  target_type = "ip"
  vpc_id      = var.vpc_id
  protocol    = "HTTP"
  port        = each.value.port

  # Proofs differ in cost, so route each request to the target with the fewest outstanding requests.
  load_balancing_algorithm_type = "least_outstanding_requests"
  # As long as the service keeps serving after SIGTERM.
  deregistration_delay = each.value.container.drain_seconds

  # ECS replaces a task that fails this check, so it must not depend on what all tasks share: without DynamoDB or Secrets
  # Manager, a new task would be no better. /health/started fails until the service was ready once, and while it drains:
  # then the task receives no new requests after ten seconds.
  health_check {
    path                = "/health/started"
    matcher             = "200"
    interval            = 5
    timeout             = 4
    healthy_threshold   = 2
    unhealthy_threshold = 2
  }

  tags = var.tags
}

resource "aws_lb_listener" "service" {
  for_each = local.containers

  load_balancer_arn = aws_lb.this[0].arn
  port              = each.value.port
  protocol          = var.certificate_arn == null ? "HTTP" : "HTTPS"
  certificate_arn   = var.certificate_arn
  ssl_policy        = var.certificate_arn == null ? null : "ELBSecurityPolicy-TLS13-1-2-2021-06"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.service[each.key].arn
  }

  tags = var.tags
}
