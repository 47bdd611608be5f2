# Metrics from log lines. libs/service-kit/src/logging/metric-filters.spec.ts matches the patterns against lines that a
# service writes.

locals {
  # The probes of the load balancer and of ECS are requests too: in a quiet environment most of them.
  outside_health = join(" && ", [for probe in ["live", "ready", "started"] : "$.message.route != \"/health/${probe}\""])

  log_patterns = { for metric, pattern in jsondecode(file("${path.module}/metric-filters.json")) :
    metric => replace(replace(pattern, "OUTSIDE_HEALTH", local.outside_health), "SLOW_REQUEST_MS", tostring(var.thresholds.slow_request_ms))
  }
  log_metrics = { for pair in setproduct(var.services, keys(local.log_patterns)) :
    "${pair[0]}-${pair[1]}" => { service = pair[0], metric = pair[1] }
  }
}

resource "aws_cloudwatch_log_metric_filter" "this" {
  for_each = local.log_metrics

  name           = each.key
  log_group_name = aws_cloudwatch_log_group.service[each.value.service].name
  pattern        = local.log_patterns[each.value.metric]

  metric_transformation {
    namespace     = var.name
    name          = each.key
    value         = "1"
    default_value = "0"
    unit          = "Count"
  }
}
