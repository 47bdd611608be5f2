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

run "log_groups" {
  assert {
    condition     = output.log_group_names == { issuer = "/zk-income-dev/issuer", verifier = "/zk-income-dev/verifier" } && toset(keys(output.access_log_group_arns)) == toset(["issuer", "verifier"])
    error_message = "Each service must have a log group and an access log group."
  }
  assert {
    condition = alltrue([for group in concat(values(aws_cloudwatch_log_group.service), values(aws_cloudwatch_log_group.access)) :
      group.retention_in_days == 365 && group.kms_key_id == aws_kms_key.this[0].arn
    ])
    error_message = "Log groups must be retained for 365 days and encrypted with the customer managed key by default."
  }
  assert {
    condition     = aws_kms_key.this[0].enable_key_rotation && output.kms_key_arn == aws_kms_key.this[0].arn
    error_message = "The KMS key must rotate."
  }
}

run "metric_filters" {
  command = plan

  assert {
    condition     = aws_cloudwatch_log_metric_filter.this["verifier-server_errors"].pattern == "{ $.context = \"Request\" && $.message.route != \"/health/live\" && $.message.route != \"/health/ready\" && $.message.route != \"/health/started\" && $.message.status >= 500 }"
    error_message = "A metric filter must count 5xx responses, without those to health checks."
  }
  assert {
    condition     = aws_cloudwatch_log_metric_filter.this["issuer-slow_requests"].pattern == "{ $.context = \"Request\" && $.message.route != \"/health/live\" && $.message.route != \"/health/ready\" && $.message.route != \"/health/started\" && $.message.ms >= 1000 }"
    error_message = "A metric filter must count requests slower than the threshold."
  }
  assert {
    condition     = aws_cloudwatch_log_metric_filter.this["issuer-requests"].pattern == "{ $.context = \"Request\" && $.message.route != \"/health/live\" && $.message.route != \"/health/ready\" && $.message.route != \"/health/started\" }"
    error_message = "Health checks must not count as requests."
  }
  assert {
    condition     = aws_cloudwatch_log_metric_filter.this["issuer-key_errors"].pattern == "{ $.context = \"Keys\" && $.level = \"error\" }"
    error_message = "A metric filter must count signing key errors."
  }
  assert {
    condition = alltrue([for key, filter in aws_cloudwatch_log_metric_filter.this :
      startswith(key, trimprefix(filter.log_group_name, "/zk-income-dev/")) && one(filter.metric_transformation).name == key &&
      one(filter.metric_transformation).namespace == "zk-income-dev" && one(filter.metric_transformation).default_value == "0"
    ]) && length(aws_cloudwatch_log_metric_filter.this) == 14
    error_message = "Each service must have its own metric filters in the namespace of the environment, with a default value of 0."
  }
}

run "alarm_notifications" {
  command = plan

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : alarm.alarm_actions == toset([aws_sns_topic.alarms.arn]) && alarm.ok_actions == toset([aws_sns_topic.alarms.arn])])
    error_message = "Each alarm must notify the topic when it fires and when it recovers."
  }
  assert {
    condition     = [for subscription in aws_sns_topic_subscription.email : [subscription.protocol, subscription.endpoint, subscription.topic_arn]] == [["email", "ops@example.com", aws_sns_topic.alarms.arn]]
    error_message = "The topic must have the given e-mail subscriptions."
  }
  assert {
    condition     = aws_sns_topic.alarms.kms_master_key_id == aws_kms_key.this[0].arn && output.topic_arn == aws_sns_topic.alarms.arn
    error_message = "The topic must be encrypted with the customer managed key."
  }
  assert {
    condition = (
      one(jsondecode(aws_sns_topic_policy.alarms.policy).Statement).Principal.Service == ["budgets.amazonaws.com", "cloudwatch.amazonaws.com"] &&
      one(jsondecode(aws_sns_topic_policy.alarms.policy).Statement).Condition.StringEquals["aws:SourceAccount"] == "123456789012"
    )
    error_message = "Only CloudWatch alarms and AWS Budgets of this account may publish to the topic."
  }
  assert {
    condition = toset([for statement in jsondecode(aws_kms_key.this[0].policy).Statement : statement.Sid]) == toset(["Administration", "Alarms", "Logs"]) && alltrue([
      for statement in jsondecode(aws_kms_key.this[0].policy).Statement : can(statement.Condition) if statement.Sid != "Administration"
    ])
    error_message = "The key policy must allow CloudWatch Logs, alarms and budgets of this account only."
  }
}

run "additional_topics" {
  command = plan
  variables {
    alarm_topic_arns = ["arn:aws:sns:eu-central-1:123456789012:pager"]
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : contains(alarm.alarm_actions, "arn:aws:sns:eu-central-1:123456789012:pager") && length(alarm.alarm_actions) == 2 && alarm.ok_actions == alarm.alarm_actions])
    error_message = "Each alarm must notify the additional topics too."
  }
}

run "fargate_alarms" {
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
    error_message = "The alarms must cover exactly the resources of mode fargate."
  }
  assert {
    condition     = alltrue([for key, alarm in aws_cloudwatch_metric_alarm.this : length([for query in alarm.metric_query : query if query.return_data]) == 1])
    error_message = "Each alarm must return data of one metric query."
  }
  assert {
    condition     = one([for query in aws_cloudwatch_metric_alarm.this["verifier-server-errors"].metric_query : query.expression if query.return_data]) == "IF(requests > 0, 100 * errors / requests, 0)" && aws_cloudwatch_metric_alarm.this["verifier-server-errors"].threshold == 1
    error_message = "The 5xx alarm must use a threshold of 1 %."
  }
  assert {
    condition = (
      one([for query in aws_cloudwatch_metric_alarm.this["issuer-latency"].metric_query : one(query.metric)]).stat == "p99" &&
      one([for query in aws_cloudwatch_metric_alarm.this["issuer-latency"].metric_query : one(query.metric)]).dimensions == tomap({ ApiId = "api1" }) &&
      aws_cloudwatch_metric_alarm.this["issuer-latency"].threshold == 1000
    )
    error_message = "The latency alarm must use the p99 latency of the API of its service."
  }
  assert {
    condition = (
      one([for query in aws_cloudwatch_metric_alarm.this["verifier-tasks-missing"].metric_query : query.expression if query.return_data]) == "desired - running" &&
      aws_cloudwatch_metric_alarm.this["verifier-tasks-missing"].treat_missing_data == "breaching" &&
      alltrue([for query in aws_cloudwatch_metric_alarm.this["verifier-tasks-missing"].metric_query : one(query.metric).dimensions == tomap({ ClusterName = "zk-income-dev", ServiceName = "verifier-service" }) if !query.return_data])
    )
    error_message = "The tasks-missing alarm must fire for missing tasks and for missing data."
  }
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.this["issuer-no-healthy-host"].comparison_operator == "LessThanThreshold" &&
      aws_cloudwatch_metric_alarm.this["issuer-no-healthy-host"].treat_missing_data == "breaching" &&
      one([for query in aws_cloudwatch_metric_alarm.this["issuer-no-healthy-host"].metric_query : one(query.metric)]).dimensions == tomap({ LoadBalancer = "app/zk-income-dev/1", TargetGroup = "targetgroup/issuer/1" })
    )
    error_message = "The no-healthy-host alarm must fire without a healthy target."
  }
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.this["issuer-key-old"].threshold == 8640000 &&
      one([for query in aws_cloudwatch_metric_alarm.this["issuer-key-old"].metric_query : one(query.metric)]).metric_name == "signing_key_age_seconds" &&
      one([for query in aws_cloudwatch_metric_alarm.this["issuer-key-old"].metric_query : one(query.metric)]).dimensions == tomap({ service = "issuer" })
    )
    error_message = "The key-old alarm must use a threshold of 100 days."
  }
  assert {
    condition = (
      one([for query in aws_cloudwatch_metric_alarm.this["Nonces-system-errors"].metric_query : query.expression if query.return_data]) ==
      "FILL(deleteitem, 0) + FILL(getitem, 0) + FILL(putitem, 0) + FILL(query, 0) + FILL(updateitem, 0)" &&
      length(aws_cloudwatch_metric_alarm.this["Nonces-system-errors"].metric_query) == 6
    )
    error_message = "The system-errors alarm must sum all operations that the services call."
  }
}

run "dashboard" {
  command = plan

  assert {
    condition     = output.dashboard_name == "zk-income-dev" && one([for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : length(widget.properties.alarms) if widget.type == "alarm"]) == length(aws_cloudwatch_metric_alarm.this)
    error_message = "The dashboard must show all alarms."
  }
  assert {
    condition = toset([for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : widget.properties.title if widget.type == "metric"]) == toset([
      "issuer: requests and errors per minute", "issuer: API latency, p99 (ms)", "issuer: signing key age (s) and store errors",
      "verifier: requests and errors per minute", "verifier: API latency, p99 (ms)", "verifier: signing key age (s) and store errors",
      "verifier: verdicts and queued proofs", "issuer: tasks, CPU and memory", "verifier: tasks, CPU and memory", "Tables: capacity and throttling",
    ])
    error_message = "The dashboard must have a widget for each service, table and cluster."
  }
  assert {
    condition = alltrue(flatten([for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : [
      for metric in widget.properties.metrics : contains([2, 4, 6], length(metric))
    ] if widget.type == "metric"]))
    error_message = "A dashboard metric must be a namespace, a name and pairs of dimensions."
  }
}

run "lambda_alarms" {
  variables {
    load_balancer  = null
    cluster        = null
    function_names = { issuer = "zk-income-dev-issuer", verifier = "zk-income-dev-verifier" }
  }

  assert {
    condition = alltrue([for service in ["issuer", "verifier"] : alltrue([for about in ["function-errors", "function-throttles", "function-duration"] :
      contains(keys(aws_cloudwatch_metric_alarm.this), "${service}-${about}")
    ])])
    error_message = "Functions must have alarms on errors, throttles and duration."
  }
  assert {
    condition     = length([for key in keys(aws_cloudwatch_metric_alarm.this) : key if can(regex("(hosts?|tasks-missing|cpu|memory|load-balancer-5xx)$", key))]) == 0
    error_message = "Mode lambda must not create alarms on ECS and the load balancer."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.this["issuer-function-duration"].threshold == 24000
    error_message = "The duration alarm must use 80 % of the timeout."
  }
}

run "disposable_environment" {
  command = plan
  variables {
    create_kms_key     = false
    retention_days     = 14
    monthly_budget_usd = 150
  }

  assert {
    condition     = length(aws_kms_key.this) == 0 && aws_sns_topic.alarms.kms_master_key_id == null && alltrue([for group in aws_cloudwatch_log_group.service : group.kms_key_id == null && group.retention_in_days == 14])
    error_message = "The KMS key must be optional."
  }
  assert {
    condition     = length(one(aws_budgets_budget.monthly).cost_filter) == 0 && one(aws_budgets_budget.monthly).limit_amount == "150" && toset([for notification in one(aws_budgets_budget.monthly).notification : "${notification.notification_type} ${notification.threshold}"]) == toset(["ACTUAL 80", "FORECASTED 100"])
    error_message = "The budget must notify the topic."
  }
}

run "budget_of_an_environment" {
  command = plan
  variables {
    monthly_budget_usd = 150
    budget_tag         = { key = "Environment", value = "dev" }
  }

  assert {
    condition     = one(one(aws_budgets_budget.monthly).cost_filter).name == "TagKeyValue" && one(one(aws_budgets_budget.monthly).cost_filter).values == tolist(["user:Environment$dev"])
    error_message = "The budget must count only costs with the given tag."
  }
}

run "rejects_tag_without_value" {
  command = plan
  variables {
    budget_tag = { key = "Environment", value = "" }
  }
  expect_failures = [var.budget_tag]
}

run "without_budget" {
  command = plan

  assert {
    condition     = length(aws_budgets_budget.monthly) == 0
    error_message = "There must be no budget by default."
  }
}

run "rejects_invalid_values" {
  command = plan
  variables {
    # name with an uppercase letter
    name = "Zk"
    # no services
    services = []
    # unsupported retention
    retention_days = 42
    # invalid e-mail address
    notification_emails = ["ops"]
    # name instead of an ARN
    alarm_topic_arns = ["pager"]
    # threshold of 0
    thresholds = { proofs_waiting = 0 }
    # budget of 0
    monthly_budget_usd = 0
  }
  expect_failures = [var.name, var.services, var.retention_days, var.notification_emails, var.alarm_topic_arns, var.thresholds, var.monthly_budget_usd]
}

run "rejects_percentage_above_100" {
  command = plan
  variables {
    thresholds = { refused_percent = 101 }
  }
  expect_failures = [var.thresholds]
}
