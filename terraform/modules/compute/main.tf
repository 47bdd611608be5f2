data "aws_region" "current" {}

locals {
  on_fargate = var.mode == "fargate"
  containers = local.on_fargate ? var.services : {}
  functions  = local.on_fargate ? {} : var.services
  in_vpc     = local.on_fargate || var.functions_in_vpc ? var.services : {}

  alias = "live"

  # The service itself needs ten seconds to end after it has drained.
  shutdown_seconds = 15

  health_path = "/health/ready"
}
