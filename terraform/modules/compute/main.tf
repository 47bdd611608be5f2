data "aws_region" "current" {}

locals {
  on_fargate = var.mode == "fargate"
  containers = local.on_fargate ? var.services : {}
  functions  = local.on_fargate ? {} : var.services
  in_vpc     = local.on_fargate || var.enable_functions_in_vpc ? var.services : {}

  alias = "live"

  # Seconds between the end of draining and SIGKILL. The service needs ten of them to exit.
  shutdown_seconds = 15
}
