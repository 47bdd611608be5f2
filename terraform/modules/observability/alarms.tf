# Each alarm is one entry of a map. docs/operations.md describes how to respond to it.
#
#   metrics      { id = { namespace, name, dimensions, stat } }
#   expression   metric math over these ids; optional with a single metric
#   above/below  threshold
#   period       seconds per data point
#   periods      number of data points to evaluate
#   datapoints   number of them that must breach the threshold; defaults to all
#   missing      treatment of missing data; defaults to notBreaching
#   silent       whether it notifies nobody, because it is part of a composite alarm; defaults to false

locals {
  alarm_actions = concat([aws_sns_topic.alarms.arn], tolist(var.alarm_topic_arns))

  alarms = merge(
    local.service_alarms,
    local.verifier_alarms,
    local.api_alarms,
    local.burn_windows,
    local.load_balancer_alarms,
    local.task_alarms,
    local.cluster_alarms,
    local.function_alarms,
    local.table_alarms,
  )
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  comparison_operator = can(each.value.below) ? "LessThanThreshold" : "GreaterThanThreshold"
  threshold           = try(each.value.below, each.value.above)
  evaluation_periods  = each.value.periods
  datapoints_to_alarm = try(each.value.datapoints, each.value.periods)
  treat_missing_data  = try(each.value.missing, "notBreaching")
  alarm_actions       = try(each.value.silent, false) ? [] : local.alarm_actions
  ok_actions          = try(each.value.silent, false) ? [] : local.alarm_actions

  dynamic "metric_query" {
    for_each = each.value.metrics

    content {
      id          = metric_query.key
      return_data = !can(each.value.expression)

      metric {
        namespace   = metric_query.value.namespace
        metric_name = metric_query.value.name
        dimensions  = metric_query.value.dimensions
        stat        = metric_query.value.stat
        period      = each.value.period
      }
    }
  }

  dynamic "metric_query" {
    for_each = can(each.value.expression) ? [each.value.expression] : []

    content {
      id          = "result"
      expression  = metric_query.value
      label       = each.key
      return_data = true
    }
  }

  tags = var.tags
}
