mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_region" {
    defaults = { region = "eu-central-1" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555" }
  }
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-central-1:123456789012:zk-income-dev-alarms" }
  }
}

variables {
  name                = "zk-income-dev"
  notification_emails = ["ops@example.com"]
  api_ids             = { issuer = "api1", verifier = "api2" }
  table_names         = { Nonces = "zk-income-dev-Nonces", StatusLists = "zk-income-dev-StatusLists" }
  load_balancer = {
    arn_suffix                = "app/zk-income-dev/1"
    target_group_arn_suffixes = { issuer = "targetgroup/issuer/1", verifier = "targetgroup/verifier/1" }
  }
  cluster = {
    name          = "zk-income-dev"
    service_names = { issuer = "issuer-service", verifier = "verifier-service" }
  }
}

run "logs" {
  assert {
    condition     = output.log_group_names == { issuer = "/zk-income-dev/issuer", verifier = "/zk-income-dev/verifier" } && toset(keys(output.access_log_group_arns)) == toset(["issuer", "verifier"])
    error_message = "each service has a log, and its API one of its own"
  }
  assert {
    condition = alltrue([for group in concat(values(aws_cloudwatch_log_group.service), values(aws_cloudwatch_log_group.access)) :
      group.retention_in_days == 365 && group.kms_key_id == aws_kms_key.this[0].arn
    ])
    error_message = "logs are kept for a year, encrypted by a key of one's own"
  }
  assert {
    condition     = aws_kms_key.this[0].enable_key_rotation && output.kms_key_arn == aws_kms_key.this[0].arn
    error_message = "the key is rotated"
  }
}

run "metric_filters" {
  command = plan

  assert {
    condition     = aws_cloudwatch_log_metric_filter.this["verifier-server_errors"].pattern == "{ $.context = \"Request\" && $.message.status >= 500 }"
    error_message = "5xx are counted"
  }
  assert {
    condition     = aws_cloudwatch_log_metric_filter.this["issuer-slow_requests"].pattern == "{ $.context = \"Request\" && $.message.ms >= 1000 }"
    error_message = "slow requests are counted, from the threshold on"
  }
  assert {
    condition     = aws_cloudwatch_log_metric_filter.this["issuer-key_errors"].pattern == "{ $.context = \"Keys\" && $.level = \"error\" }"
    error_message = "errors of the keys are counted"
  }
  assert {
    condition = alltrue([for key, filter in aws_cloudwatch_log_metric_filter.this :
      startswith(key, trimprefix(filter.log_group_name, "/zk-income-dev/")) && one(filter.metric_transformation).name == key &&
      one(filter.metric_transformation).namespace == "zk-income-dev" && one(filter.metric_transformation).default_value == "0"
    ]) && length(aws_cloudwatch_log_metric_filter.this) == 14
    error_message = "each service's own log is counted, in this environment's namespace, zero where there is nothing"
  }
}

run "alarms_are_wired" {
  command = plan

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : alarm.alarm_actions == toset([aws_sns_topic.alarms.arn]) && alarm.ok_actions == toset([aws_sns_topic.alarms.arn])])
    error_message = "every alarm speaks to the topic, and says when it is over"
  }
  assert {
    condition     = [for subscription in aws_sns_topic_subscription.email : [subscription.protocol, subscription.endpoint, subscription.topic_arn]] == [["email", "ops@example.com", aws_sns_topic.alarms.arn]]
    error_message = "somebody is written to"
  }
  assert {
    condition     = aws_sns_topic.alarms.kms_master_key_id == aws_kms_key.this[0].arn && output.topic_arn == aws_sns_topic.alarms.arn
    error_message = "what alarms say is encrypted by a key that lets them"
  }
  assert {
    condition = (
      one(jsondecode(aws_sns_topic_policy.alarms.policy).Statement).Principal.Service == ["budgets.amazonaws.com", "cloudwatch.amazonaws.com"] &&
      one(jsondecode(aws_sns_topic_policy.alarms.policy).Statement).Condition.StringEquals["aws:SourceAccount"] == "123456789012"
    )
    error_message = "alarms and budgets of this account speak, and nobody else"
  }
  assert {
    condition = toset([for statement in jsondecode(aws_kms_key.this[0].policy).Statement : statement.Sid]) == toset(["Administration", "Alarms", "Logs"]) && alltrue([
      for statement in jsondecode(aws_kms_key.this[0].policy).Statement : can(statement.Condition) if statement.Sid != "Administration"
    ])
    error_message = "logs and alarms use the key, of this account alone"
  }
}

run "alarms_of_containers" {
  command = plan

  assert {
    condition = toset(keys(aws_cloudwatch_metric_alarm.this)) == toset(concat(
      flatten([for service in ["issuer", "verifier"] : [for about in [
        "server-errors", "slow-requests", "unauthorized", "keys-unreadable", "not-starting", "key-old", "store-errors", "event-loop-lag",
        "api-5xx", "api-4xx", "latency", "unhealthy-hosts", "no-healthy-host", "tasks-missing", "cpu", "memory",
      ] : "${service}-${about}"]]),
      ["verifier-proofs-waiting", "verifier-refusals-unusual", "load-balancer-5xx"],
      ["Nonces-throttled", "Nonces-system-errors", "StatusLists-throttled", "StatusLists-system-errors"],
    ))
    error_message = "everything that runs is watched, and nothing that does not"
  }
  assert {
    condition     = alltrue([for key, alarm in aws_cloudwatch_metric_alarm.this : length([for query in alarm.metric_query : query if query.return_data]) == 1])
    error_message = "an alarm looks at one result"
  }
  assert {
    condition     = one([for query in aws_cloudwatch_metric_alarm.this["verifier-server-errors"].metric_query : query.expression if query.return_data]) == "IF(requests > 0, 100 * errors / requests, 0)" && aws_cloudwatch_metric_alarm.this["verifier-server-errors"].threshold == 1
    error_message = "more than one percent of 5xx is too much"
  }
  assert {
    condition = (
      one([for query in aws_cloudwatch_metric_alarm.this["issuer-latency"].metric_query : one(query.metric)]).stat == "p99" &&
      one([for query in aws_cloudwatch_metric_alarm.this["issuer-latency"].metric_query : one(query.metric)]).dimensions == tomap({ ApiId = "api1" }) &&
      aws_cloudwatch_metric_alarm.this["issuer-latency"].threshold == 1000
    )
    error_message = "the slowest of a hundred answers is watched, of the service's own API"
  }
  assert {
    condition = (
      one([for query in aws_cloudwatch_metric_alarm.this["verifier-tasks-missing"].metric_query : query.expression if query.return_data]) == "desired - running" &&
      aws_cloudwatch_metric_alarm.this["verifier-tasks-missing"].treat_missing_data == "breaching" &&
      alltrue([for query in aws_cloudwatch_metric_alarm.this["verifier-tasks-missing"].metric_query : one(query.metric).dimensions == tomap({ ClusterName = "zk-income-dev", ServiceName = "verifier-service" }) if !query.return_data])
    )
    error_message = "fewer tasks than wanted, or no word of them, is noticed"
  }
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.this["issuer-no-healthy-host"].comparison_operator == "LessThanThreshold" &&
      aws_cloudwatch_metric_alarm.this["issuer-no-healthy-host"].treat_missing_data == "breaching" &&
      one([for query in aws_cloudwatch_metric_alarm.this["issuer-no-healthy-host"].metric_query : one(query.metric)]).dimensions == tomap({ LoadBalancer = "app/zk-income-dev/1", TargetGroup = "targetgroup/issuer/1" })
    )
    error_message = "a service without a healthy host is down"
  }
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.this["issuer-key-old"].threshold == 8640000 &&
      one([for query in aws_cloudwatch_metric_alarm.this["issuer-key-old"].metric_query : one(query.metric)]).metric_name == "signing_key_age_seconds" &&
      one([for query in aws_cloudwatch_metric_alarm.this["issuer-key-old"].metric_query : one(query.metric)]).dimensions == tomap({ service = "issuer" })
    )
    error_message = "a key of more than a hundred days is old"
  }
  assert {
    condition = (
      one([for query in aws_cloudwatch_metric_alarm.this["Nonces-system-errors"].metric_query : query.expression if query.return_data]) ==
      "FILL(deleteitem, 0) + FILL(getitem, 0) + FILL(putitem, 0) + FILL(query, 0) + FILL(updateitem, 0)" &&
      length(aws_cloudwatch_metric_alarm.this["Nonces-system-errors"].metric_query) == 6
    )
    error_message = "faults of DynamoDB are summed up over the operations that are called"
  }
}

run "dashboard" {
  command = plan

  assert {
    condition     = output.dashboard_name == "zk-income-dev" && one([for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : length(widget.properties.alarms) if widget.type == "alarm"]) == length(aws_cloudwatch_metric_alarm.this)
    error_message = "the dashboard shows every alarm"
  }
  assert {
    condition = toset([for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : widget.properties.title if widget.type == "metric"]) == toset([
      "issuer: requests and errors a minute", "issuer: latency of the API in ms", "issuer: age of the signing key in seconds, store errors",
      "verifier: requests and errors a minute", "verifier: latency of the API in ms", "verifier: age of the signing key in seconds, store errors",
      "verifier: verdicts and proofs that wait", "issuer: tasks, CPU and memory", "verifier: tasks, CPU and memory", "tables: capacity and throttling",
    ])
    error_message = "the dashboard shows what runs"
  }
  assert {
    condition = alltrue(flatten([for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : [
      for metric in widget.properties.metrics : contains([2, 4, 6], length(metric))
    ] if widget.type == "metric"]))
    error_message = "a metric is its namespace, its name, and pairs of dimensions"
  }
}

run "functions" {
  variables {
    load_balancer  = null
    cluster        = null
    function_names = { issuer = "zk-income-dev-issuer", verifier = "zk-income-dev-verifier" }
  }

  assert {
    condition = alltrue([for service in ["issuer", "verifier"] : alltrue([for about in ["function-errors", "function-throttles", "function-duration"] :
      contains(keys(aws_cloudwatch_metric_alarm.this), "${service}-${about}")
    ])])
    error_message = "errors, throttles and duration of functions are watched"
  }
  assert {
    condition     = length([for key in keys(aws_cloudwatch_metric_alarm.this) : key if can(regex("(hosts?|tasks-missing|cpu|memory|load-balancer-5xx)$", key))]) == 0
    error_message = "there is nothing to watch of containers"
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.this["issuer-function-duration"].threshold == 24000
    error_message = "four fifths of the time that a function has is near its end"
  }
}

run "cheap" {
  command = plan
  variables {
    create_kms_key     = false
    retention_days     = 14
    monthly_budget_usd = 150
  }

  assert {
    condition     = length(aws_kms_key.this) == 0 && aws_sns_topic.alarms.kms_master_key_id == null && alltrue([for group in aws_cloudwatch_log_group.service : group.kms_key_id == null && group.retention_in_days == 14])
    error_message = "there is no key to pay for"
  }
  assert {
    condition     = one(aws_budgets_budget.monthly).limit_amount == "150" && toset([for notification in one(aws_budgets_budget.monthly).notification : "${notification.notification_type} ${notification.threshold}"]) == toset(["ACTUAL 80", "FORECASTED 100"])
    error_message = "costs are watched"
  }
}

run "no_budget" {
  command = plan

  assert {
    condition     = length(aws_budgets_budget.monthly) == 0
    error_message = "costs are not watched unless asked for"
  }
}

run "refuses_what_cannot_be" {
  command = plan
  variables {
    # a name
    name = "Zk"
    # no services
    services = []
    # to keep logs for 42 days
    retention_days = 42
    # what is no address
    notification_emails = ["ops"]
    # a threshold of nothing
    thresholds = { proofs_waiting = 0 }
    # a budget of nothing
    monthly_budget_usd = 0
  }
  expect_failures = [var.name, var.services, var.retention_days, var.notification_emails, var.thresholds, var.monthly_budget_usd]
}

run "refuses_more_than_all" {
  command = plan
  variables {
    thresholds = { refused_percent = 101 }
  }
  expect_failures = [var.thresholds]
}
