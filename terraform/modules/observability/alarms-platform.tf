# What AWS says of the services: gateway, load balancer, tasks or functions, tables.

locals {
  # Which alarms there are has to be known before the first apply, when no name and ID is: `try` would hide it.

  # The operations that the services call: DynamoDB counts its own faults by operation alone.
  table_operations = ["DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"]

  api_alarms = merge([for service, id in var.api_ids : {
    "${service}-api-5xx" = {
      description = "More than ${var.thresholds.server_error_percent} % of the answers of the HTTP API of ${service} are 5xx: also where no request reaches the service."
      # The average of zeros and ones is the share.
      metrics = { share = { namespace = "AWS/ApiGateway", name = "5xx", dimensions = { ApiId = id }, stat = "Average" } }
      above   = var.thresholds.server_error_percent / 100
      period  = 300
      periods = 1
    }
    "${service}-api-4xx" = {
      description = "A surge of refused calls to the HTTP API of ${service}."
      metrics     = { refused = { namespace = "AWS/ApiGateway", name = "4xx", dimensions = { ApiId = id }, stat = "Sum" } }
      above       = var.thresholds.client_errors_per_minute
      period      = 60
      periods     = 5
    }
    "${service}-latency" = {
      description = "One in a hundred answers of ${service} takes more than ${var.thresholds.latency_p99_ms} ms."
      metrics     = { p99 = { namespace = "AWS/ApiGateway", name = "Latency", dimensions = { ApiId = id }, stat = "p99" } }
      above       = var.thresholds.latency_p99_ms
      period      = 60
      periods     = 10
    }
  }]...)

  load_balancer_alarms = merge(
    { for load_balancer in var.load_balancer[*] :
      "load-balancer-5xx" => {
        description = "The load balancer finds nobody to answer."
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
        description = "A task of ${service} is not ready."
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
        description = "ServiceDown: no task of ${service} is ready."
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

  cluster_alarms = merge(flatten([for cluster in var.cluster[*] : [for service, ecs_service in cluster.service_names : {
    # From Container Insights, which the cluster has switched on.
    "${service}-tasks-missing" = {
      description = "Fewer tasks of ${service} run than are wanted."
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
    "${service}-cpu" = {
      description = "${service} works at its limit: there are as many tasks as there may be."
      metrics = { cpu = {
        namespace  = "AWS/ECS", name = "CPUUtilization", stat = "Average"
        dimensions = { ClusterName = cluster.name, ServiceName = ecs_service }
      } }
      above   = var.thresholds.cpu_percent
      period  = 60
      periods = 15
    }
    "${service}-memory" = {
      description = "${service} is about to run out of memory."
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
      description = "The function of ${service} fails before it answers: see its log."
      metrics     = { errors = { namespace = "AWS/Lambda", name = "Errors", dimensions = { FunctionName = function }, stat = "Sum" } }
      above       = 0
      period      = 300
      periods     = 1
    }
    "${service}-function-throttles" = {
      description = "More calls of the function of ${service} come at once than the account lets run."
      metrics     = { throttles = { namespace = "AWS/Lambda", name = "Throttles", dimensions = { FunctionName = function }, stat = "Sum" } }
      above       = 0
      period      = 60
      periods     = 3
    }
    "${service}-function-duration" = {
      description = "The function of ${service} comes near the ${var.function_timeout_seconds} s after which it is ended."
      metrics     = { p99 = { namespace = "AWS/Lambda", name = "Duration", dimensions = { FunctionName = function }, stat = "p99" } }
      above       = var.function_timeout_seconds * 10 * var.thresholds.function_duration_percent
      period      = 60
      periods     = 5
    }
  }]...)

  table_alarms = merge([for logical, table in var.table_names : {
    "${logical}-throttled" = {
      description = "DynamoDB throttles calls to ${table}."
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
      description = "DynamoDB has faults of its own with ${table}."
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
