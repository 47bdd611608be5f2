locals {
  line = { view = "timeSeries", region = local.region, stacked = false }

  # Average milliseconds of a request to POST /verify in each part of the verification. The largest part is the bottleneck.
  verify_parts = {
    proof     = "range proofs, with the queue"
    signature = "signatures of JWTs and status lists"
    document  = "documents of issuers"
    store     = "store, all routes"
    verify    = "POST /verify in total"
  }

  panels = concat(
    flatten([for service in setintersection(var.services, ["verifier"]) : [
      {
        title = "${service}: where the time of POST /verify goes (ms per request)"
        stat  = "Sum"
        metrics = concat(
          [for part, label in local.verify_parts : [{ id = "${part}_ms", expression = "IF(requests > 0, 1000 * ${part} / requests)", label = label }]],
          [for part in keys(local.verify_parts) : [var.metrics_namespace, "${part}_seconds", "service", service, { id = part, visible = false }]],
          [[var.metrics_namespace, "verify_requests", "service", service, { id = "requests", visible = false }]],
        )
      },
      {
        title   = "${service}: busy proof threads and waiting proofs"
        stat    = "Maximum"
        metrics = [for metric in ["proof_pool_busy_threads", "proof_pool_waiting"] : [var.metrics_namespace, metric, "service", service]]
      },
    ]]),
    [for service, id in var.api_ids : {
      title = "${service}: burn rate of the error budget (1 uses it up in 30 days)"
      stat  = "Sum"
      metrics = [
        [{ id = "burn", expression = "IF(requests > 0, 100 * errors / requests, 0) / ${floor((100 - var.thresholds.slo_availability_percent) * 10000 + 0.5) / 10000}", label = "burn rate" }],
        ["AWS/ApiGateway", "5xx", "ApiId", id, { id = "errors", visible = false }],
        ["AWS/ApiGateway", "Count", "ApiId", id, { id = "requests", visible = false }],
      ]
    }],
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
        title   = "${service}: store operations, slow ones and errors"
        stat    = "Sum"
        metrics = [for metric in ["store_calls", "store_slow_calls", "store_errors"] : [var.metrics_namespace, metric, "service", service]]
      },
      {
        title   = "${service}: signing key age (s)"
        stat    = "Maximum"
        metrics = [[var.metrics_namespace, "signing_key_age_seconds", "service", service]]
      },
    ]]),
    [for service in setintersection(var.services, ["verifier"]) : {
      title = "${service}: verdicts"
      stat  = "Sum"
      metrics = [for metric in ["verdicts_verified", "verdicts_refused"] :
        [var.metrics_namespace, metric, "service", service]
      ]
    }],
    flatten([for cluster in var.cluster[*] : [for service, ecs_service in cluster.service_names : {
      title = "${service}: tasks, CPU and memory"
      stat  = "Average"
      metrics = concat(
        [for metric in ["DesiredTaskCount", "RunningTaskCount"] : ["ECS/ContainerInsights", metric, "ClusterName", cluster.name, "ServiceName", ecs_service] if cluster.container_insights],
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
        properties = { title = "Alarms", alarms = concat(values(aws_cloudwatch_composite_alarm.burn)[*].arn, values(aws_cloudwatch_metric_alarm.deployment)[*].arn, [for key, alarm in aws_cloudwatch_metric_alarm.this : alarm.arn if !try(local.alarms[key].silent, false)]) }
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
