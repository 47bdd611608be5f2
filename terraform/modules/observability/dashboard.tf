locals {
  line = { view = "timeSeries", region = local.region, stacked = false }

  panels = concat(
    flatten([for service in sort(tolist(var.services)) : [
      {
        title = "${service}: requests and errors per minute"
        stat  = "Sum"
        metrics = [for metric in ["requests", "server_errors", "unauthorized", "throttled"] :
          [var.name, "${service}-${metric}"]
        ]
      },
      {
        title   = "${service}: API latency, p99 (ms)"
        stat    = "p99"
        metrics = [for metric in ["Latency", "IntegrationLatency"] : ["AWS/ApiGateway", metric, "ApiId", var.api_ids[service]] if can(var.api_ids[service])]
      },
      {
        title   = "${service}: signing key age (s) and store errors"
        stat    = "Maximum"
        metrics = [for metric in ["signing_key_age_seconds", "store_errors"] : [var.metrics_namespace, metric, "service", service]]
      },
    ]]),
    [for service in setintersection(var.services, ["verifier"]) : {
      title = "${service}: verdicts and queued proofs"
      stat  = "Sum"
      metrics = [for metric in ["verdicts_verified", "verdicts_refused", "proof_pool_waiting"] :
        [var.metrics_namespace, metric, "service", service]
      ]
    }],
    flatten([for cluster in var.cluster[*] : [for service, ecs_service in cluster.service_names : {
      title = "${service}: tasks, CPU and memory"
      stat  = "Average"
      metrics = concat(
        [for metric in ["DesiredTaskCount", "RunningTaskCount"] : ["ECS/ContainerInsights", metric, "ClusterName", cluster.name, "ServiceName", ecs_service]],
        [for metric in ["CPUUtilization", "MemoryUtilization"] : ["AWS/ECS", metric, "ClusterName", cluster.name, "ServiceName", ecs_service]],
      )
    }]]),
    [for service, function in var.function_names : {
      title   = "${service}: function invocations and errors"
      stat    = "Sum"
      metrics = [for metric in ["Invocations", "Errors", "Throttles"] : ["AWS/Lambda", metric, "FunctionName", function]]
    }],
    length(var.table_names) == 0 ? [] : [{
      title = "Tables: capacity and throttling"
      stat  = "Sum"
      metrics = [for pair in setproduct(
        values(var.table_names),
        ["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits", "ReadThrottleEvents", "WriteThrottleEvents"],
      ) : ["AWS/DynamoDB", pair[1], "TableName", pair[0]]]
    }],
  )
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name
  dashboard_body = jsonencode({
    widgets = concat(
      [{
        type       = "alarm"
        x          = 0, y = 0, width = 24, height = 6
        properties = { title = "Alarms", alarms = [for alarm in values(aws_cloudwatch_metric_alarm.this) : alarm.arn] }
      }],
      [for index, panel in local.panels : {
        type       = "metric"
        x          = (index % 2) * 12
        y          = 6 + floor(index / 2) * 6
        width      = 12
        height     = 6
        properties = merge(local.line, { title = panel.title, stat = panel.stat, period = 60, metrics = panel.metrics })
      }],
    )
  })
}
