# Alarms on metrics that AWS publishes: API Gateway, load balancer, ECS or Lambda, DynamoDB.

locals {
  # The keys of these maps must be known at plan time, before names and IDs exist. Do not use `try`: it would make the
  # keys unknown.

  # DynamoDB publishes SystemErrors per operation. These are the operations that the services call.
  table_operations = ["DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"]

  api_alarms = merge([for service, id in var.api_ids : {
    "${service}-api-4xx" = {
      description = "The ${service} HTTP API returns more than ${var.thresholds.client_errors_per_minute} 4xx responses per minute."
      metrics     = { refused = { namespace = "AWS/ApiGateway", name = "4xx", dimensions = { ApiId = id }, stat = "Sum" } }
      above       = var.thresholds.client_errors_per_minute
      period      = 60
      periods     = 5
    }
    "${service}-latency" = {
      description = "The p99 latency of the ${service} HTTP API is above ${var.thresholds.latency_p99_ms} ms."
      metrics     = { p99 = { namespace = "AWS/ApiGateway", name = "Latency", dimensions = { ApiId = id }, stat = "p99" } }
      above       = var.thresholds.latency_p99_ms
      period      = 60
      periods     = 10
    }
  }]...)

  load_balancer_alarms = merge(
    { for load_balancer in var.load_balancer[*] :
      "load-balancer-5xx" => {
        description = "The load balancer itself returns 5xx responses, for example because it has no healthy target."
        metrics = { errors = {
          namespace  = "AWS/ApplicationELB", name = "HTTPCode_ELB_5XX_Count", stat = "Sum"
          dimensions = { LoadBalancer = load_balancer.arn_suffix }
        } }
        above   = 10
        period  = 60
        periods = 3
      }
    },
    flatten([for load_balancer in var.load_balancer[*] : [for service, target_group in load_balancer.target_group_arn_suffixes : {
      "${service}-unhealthy-hosts" = {
        description = "A task of the ${service} fails its health check."
        metrics = { unhealthy = {
          namespace  = "AWS/ApplicationELB", name = "UnHealthyHostCount", stat = "Maximum"
          dimensions = { LoadBalancer = var.load_balancer.arn_suffix, TargetGroup = target_group }
        } }
        above      = 0
        period     = 60
        periods    = 5
        datapoints = 3
      }
      "${service}-no-healthy-host" = {
        description = "ServiceDown: no task of the ${service} is healthy."
        metrics = { healthy = {
          namespace  = "AWS/ApplicationELB", name = "HealthyHostCount", stat = "Minimum"
          dimensions = { LoadBalancer = var.load_balancer.arn_suffix, TargetGroup = target_group }
        } }
        below   = 1
        period  = 60
        periods = 2
        missing = "breaching"
      }
    }]])...
  )

  # Only Container Insights counts tasks.
  task_alarms = merge(flatten([for cluster in var.cluster[*] : [for service, ecs_service in cluster.service_names : {
    "${service}-tasks-missing" = {
      description = "Fewer tasks of the ${service} are running than desired."
      metrics = { for id, metric in { desired = "DesiredTaskCount", running = "RunningTaskCount" } : id => {
        namespace  = "ECS/ContainerInsights", name = metric, stat = "Average"
        dimensions = { ClusterName = cluster.name, ServiceName = ecs_service }
      } }
      expression = "desired - running"
      above      = 0
      period     = 60
      periods    = 10
      missing    = "breaching"
    }
  } if cluster.container_insights]])...)

  cluster_alarms = merge(flatten([for cluster in var.cluster[*] : [for service, ecs_service in cluster.service_names : {
    "${service}-cpu" = {
      description = "The CPU utilization of the ${service} is above ${var.thresholds.cpu_percent} %: autoscaling may have reached its maximum."
      metrics = { cpu = {
        namespace  = "AWS/ECS", name = "CPUUtilization", stat = "Average"
        dimensions = { ClusterName = cluster.name, ServiceName = ecs_service }
      } }
      above   = var.thresholds.cpu_percent
      period  = 60
      periods = 15
    }
    "${service}-memory" = {
      description = "The memory utilization of the ${service} is above ${var.thresholds.memory_percent} %."
      metrics = { memory = {
        namespace  = "AWS/ECS", name = "MemoryUtilization", stat = "Maximum"
        dimensions = { ClusterName = cluster.name, ServiceName = ecs_service }
      } }
      above   = var.thresholds.memory_percent
      period  = 60
      periods = 5
    }
  }]])...)

  function_alarms = merge([for service, function in var.function_names : {
    "${service}-function-errors" = {
      description = "Invocations of the ${service} function fail: see its log group."
      metrics     = { errors = { namespace = "AWS/Lambda", name = "Errors", dimensions = { FunctionName = function }, stat = "Sum" } }
      above       = 0
      period      = 300
      periods     = 1
    }
    "${service}-function-throttles" = {
      description = "Lambda throttles invocations of the ${service} function: the concurrency limit is reached."
      metrics     = { throttles = { namespace = "AWS/Lambda", name = "Throttles", dimensions = { FunctionName = function }, stat = "Sum" } }
      above       = 0
      period      = 60
      periods     = 3
    }
    "${service}-function-duration" = {
      description = "The p99 duration of the ${service} function is close to its timeout of ${var.function_timeout_seconds} s."
      metrics     = { p99 = { namespace = "AWS/Lambda", name = "Duration", dimensions = { FunctionName = function }, stat = "p99" } }
      above       = var.function_timeout_seconds * 10 * var.thresholds.function_duration_percent
      period      = 60
      periods     = 5
    }
  }]...)

  table_alarms = merge([for logical, table in var.table_names : {
    "${logical}-throttled" = {
      description = "DynamoDB throttles requests to the table ${table}."
      metrics = { for id, metric in { reads = "ReadThrottleEvents", writes = "WriteThrottleEvents" } : id => {
        namespace = "AWS/DynamoDB", name = metric, dimensions = { TableName = table }, stat = "Sum"
      } }
      expression = "FILL(reads, 0) + FILL(writes, 0)"
      above      = var.thresholds.throttled_calls_per_minute
      period     = 60
      periods    = 5
      datapoints = 3
    }
    "${logical}-system-errors" = {
      description = "DynamoDB returns system errors for the table ${table}."
      metrics = { for operation in local.table_operations : lower(operation) => {
        namespace = "AWS/DynamoDB", name = "SystemErrors", dimensions = { TableName = table, Operation = operation }, stat = "Sum"
      } }
      expression = join(" + ", [for operation in local.table_operations : "FILL(${lower(operation)}, 0)"])
      above      = var.thresholds.store_errors_per_minute
      period     = 60
      periods    = 5
      datapoints = 3
    }
  }]...)
}
