# The service level objective (SLO): thresholds.slo_availability_percent of the requests to an API get a response that is
# not 5xx, in any 30 days. The burn rate is how many times faster than that errors occur. An alarm fires if both a long
# and a short window exceed a burn rate: the long one shows that it matters, the short one that it still happens. Windows
# and rates: https://sre.google/workbook/alerting-on-slos/, table 5-8.

locals {
  burn_rates = {
    # 2 % of the error budget of 30 days within an hour.
    fast = { rate = 14.4, windows = { long = 3600, short = 300 } }
    # 5 % of it within six hours.
    slow = { rate = 6, windows = { long = 21600, short = 1800 } }
  }

  # Requests that fail in API Gateway, before they reach the service, count too. Average of 5xx is documented as the error
  # rate for REST APIs only, so divide sums.
  burn_windows = merge(flatten([for service, id in var.api_ids : [for speed, burn in local.burn_rates : [for window, seconds in burn.windows : {
    "${service}-${speed}-burn-${window}" = {
      description = "The ${window} window of ${service}-${speed}-burn: ${seconds / 60} minutes."
      metrics = {
        errors   = { namespace = "AWS/ApiGateway", name = "5xx", dimensions = { ApiId = id }, stat = "Sum" }
        requests = { namespace = "AWS/ApiGateway", name = "Count", dimensions = { ApiId = id }, stat = "Sum" }
      }
      # With few errors the percentage is not significant.
      expression = "IF(errors >= ${window == "long" ? var.thresholds.slo_min_errors : 1}, 100 * errors / requests, 0)"
      # Rounded, because 100 - 99.9 is not exactly 0.1.
      above   = floor(burn.rate * (100 - var.thresholds.slo_availability_percent) * 10000 + 0.5) / 10000
      period  = seconds
      periods = 1
      silent  = true
    }
  }]]])...)

  burn_alarms = merge([for service in keys(var.api_ids) : { for speed in keys(local.burn_rates) : "${service}-${speed}-burn" => {
    service = service
    rate    = local.burn_rates[speed].rate
    hours   = local.burn_rates[speed].windows.long / 3600
  } }]...)
}

resource "aws_cloudwatch_composite_alarm" "burn" {
  for_each = local.burn_alarms

  alarm_name        = "${var.name}-${each.key}"
  alarm_description = "ServerErrors: for ${each.value.hours} h, 5xx responses of the ${each.value.service} HTTP API use up the error budget of ${var.thresholds.slo_availability_percent} % ${each.value.rate} times too fast."
  alarm_rule        = join(" AND ", [for window in ["long", "short"] : "ALARM(\"${aws_cloudwatch_metric_alarm.this["${each.key}-${window}"].alarm_name}\")"])
  alarm_actions     = local.alarm_actions
  ok_actions        = local.alarm_actions

  tags = var.tags
}

# ECS rolls a deployment back if this alarm fires. It uses only the logs of the services, so that it can exist before the
# ECS services.
resource "aws_cloudwatch_metric_alarm" "deployment" {
  for_each = var.services

  alarm_name          = "${var.name}-${each.key}-deployment"
  alarm_description   = "More than ${var.thresholds.deployment_error_percent} % of the responses of the ${each.key} are 5xx for two minutes. ECS rolls a deployment in progress back."
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.thresholds.deployment_error_percent
  evaluation_periods  = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = local.alarm_actions

  dynamic "metric_query" {
    for_each = { errors = "server_errors", requests = "requests" }

    content {
      id = metric_query.key

      metric {
        namespace   = var.name
        metric_name = "${each.key}-${metric_query.value}"
        stat        = "Sum"
        period      = 60
      }
    }
  }

  metric_query {
    id          = "result"
    expression  = "IF(errors >= ${var.thresholds.slo_min_errors}, 100 * errors / requests, 0)"
    label       = "5xx responses (%)"
    return_data = true
  }

  tags = var.tags
}
