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
    condition     = alltrue([for alarm in concat([for key, alarm in aws_cloudwatch_metric_alarm.this : alarm if !can(regex("-burn-(long|short)$", key))], values(aws_cloudwatch_metric_alarm.deployment), values(aws_cloudwatch_composite_alarm.burn)) : alarm.alarm_actions == toset([aws_sns_topic.alarms.arn]) && alarm.ok_actions == toset([aws_sns_topic.alarms.arn])])
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
  assert {
    condition     = contains(one([for statement in jsondecode(aws_kms_key.this[0].policy).Statement : statement.Condition.ArnLike["kms:EncryptionContext:aws:logs:arn"] if statement.Sid == "Logs"]), "arn:aws:logs:eu-central-1:123456789012:log-group:aws-waf-logs-zk-income-dev")
    error_message = "The key policy must allow the log group of WAF, whose name WAF prescribes."
  }
}

run "additional_topics" {
  command = plan
  variables {
    alarm_topic_arns = ["arn:aws:sns:eu-central-1:123456789012:pager"]
  }

  assert {
    condition     = alltrue([for alarm in [aws_cloudwatch_metric_alarm.this["issuer-latency"], aws_cloudwatch_metric_alarm.deployment["issuer"], aws_cloudwatch_composite_alarm.burn["issuer-fast-burn"]] : contains(alarm.alarm_actions, "arn:aws:sns:eu-central-1:123456789012:pager") && length(alarm.alarm_actions) == 2 && alarm.ok_actions == alarm.alarm_actions])
    error_message = "Each alarm must notify the additional topics too."
  }
}

run "fargate_alarms" {
  command = plan

  assert {
    condition = toset(keys(aws_cloudwatch_metric_alarm.this)) == toset(concat(
      flatten([for service in ["issuer", "verifier"] : [for about in [
        "fast-burn-long", "fast-burn-short", "slow-burn-long", "slow-burn-short", "store-slow", "slow-requests", "unauthorized", "keys-unreadable", "not-starting", "key-old", "store-errors", "event-loop-lag",
        "api-4xx", "latency", "unhealthy-hosts", "no-healthy-host", "tasks-missing", "cpu", "memory",
      ] : "${service}-${about}"]]),
      ["verifier-proofs-waiting", "verifier-refusals-unusual", "verifier-verify-slow", "load-balancer-5xx"],
      ["Nonces-throttled", "Nonces-system-errors", "StatusLists-throttled", "StatusLists-system-errors"],
    ))
    error_message = "The alarms must cover exactly the resources of mode fargate."
  }
  assert {
    condition     = alltrue([for key, alarm in aws_cloudwatch_metric_alarm.this : length([for query in alarm.metric_query : query if query.return_data]) == 1])
    error_message = "Each alarm must return data of one metric query."
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

run "service_level_objective" {
  command = plan

  assert {
    condition = { for key, alarm in aws_cloudwatch_metric_alarm.this : key => "${alarm.threshold} ${one([for query in alarm.metric_query : one(query.metric).period if query.id == "errors"])}" if can(regex("^issuer-.*-burn-", key)) } == {
      issuer-fast-burn-long = "1.44 3600", issuer-fast-burn-short = "1.44 300", issuer-slow-burn-long = "0.6 21600", issuer-slow-burn-short = "0.6 1800"
    }
    error_message = "The windows must be 1 h and 5 min at a burn rate of 14.4, and 6 h and 30 min at 6, of an SLO of 99.9 %."
  }
  assert {
    condition     = { for query in aws_cloudwatch_metric_alarm.this["issuer-fast-burn-long"].metric_query : query.id => "${one(query.metric).metric_name} ${one(query.metric).stat}" if !query.return_data } == { errors = "5xx Sum", requests = "Count Sum" }
    error_message = "The error rate must be the sum of 5xx divided by the sum of Count."
  }
  assert {
    condition     = [for window in ["long", "short"] : one([for query in aws_cloudwatch_metric_alarm.this["issuer-fast-burn-${window}"].metric_query : query.expression if query.return_data])] == ["IF(errors >= 5, 100 * errors / requests, 0)", "IF(errors >= 1, 100 * errors / requests, 0)"]
    error_message = "A few errors must not fire the alarm of a quiet environment."
  }
  assert {
    condition     = alltrue([for key, alarm in aws_cloudwatch_metric_alarm.this : length(alarm.alarm_actions) == 0 && length(alarm.ok_actions) == 0 if can(regex("-burn-(long|short)$", key))])
    error_message = "The window alarms must notify nobody themselves."
  }
  assert {
    condition     = toset(keys(aws_cloudwatch_composite_alarm.burn)) == toset(["issuer-fast-burn", "issuer-slow-burn", "verifier-fast-burn", "verifier-slow-burn"]) && aws_cloudwatch_composite_alarm.burn["issuer-slow-burn"].alarm_rule == "ALARM(\"zk-income-dev-issuer-slow-burn-long\") AND ALARM(\"zk-income-dev-issuer-slow-burn-short\")"
    error_message = "Each API must have an alarm for a fast and a slow burn, which fires if both of its windows do."
  }
}

run "custom_objective" {
  command = plan
  variables {
    thresholds = { slo_availability_percent = 99, slo_min_errors = 50 }
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["issuer-fast-burn-long"].threshold == 14.4 && strcontains(one([for query in aws_cloudwatch_metric_alarm.this["issuer-fast-burn-long"].metric_query : query.expression if query.return_data]), "errors >= 50")
    error_message = "The objective must be configurable."
  }
}

run "rejects_impossible_objective" {
  command = plan
  variables {
    thresholds = { slo_availability_percent = 100 }
  }
  expect_failures = [var.thresholds]
}

run "deployment_alarms" {
  command = plan

  assert {
    condition     = output.deployment_alarm_names == { issuer = "zk-income-dev-issuer-deployment", verifier = "zk-income-dev-verifier-deployment" }
    error_message = "Each service must have an alarm that rolls back a deployment."
  }
  assert {
    condition = alltrue([for service, alarm in aws_cloudwatch_metric_alarm.deployment :
      alarm.threshold == 5 && toset([for query in alarm.metric_query : one(query.metric[*].metric_name)]) == toset(["${service}-server_errors", "${service}-requests", null])
    ])
    error_message = "The alarm must fire at more than 5 % of 5xx responses in the logs of the service."
  }
}

run "slow_dependencies" {
  command = plan

  assert {
    condition = { for key in ["issuer-store-slow", "verifier-verify-slow"] : key => [aws_cloudwatch_metric_alarm.this[key].threshold, one([for query in aws_cloudwatch_metric_alarm.this[key].metric_query : query.expression if query.return_data])] } == {
      issuer-store-slow    = [1, "IF(calls >= 20, 100 * slow / calls, 0)"]
      verifier-verify-slow = [1, "IF(requests >= 20, 100 * slow / requests, 0)"]
    }
    error_message = "The alarms must fire if the p99 latency is above the limit: if more than 1 % is slower."
  }
  assert {
    condition     = toset([for query in aws_cloudwatch_metric_alarm.this["verifier-verify-slow"].metric_query : one(query.metric).metric_name if !query.return_data]) == toset(["verify_slow_requests", "verify_requests"])
    error_message = "VerifySlow must use the metrics of the service."
  }
}

run "dashboard" {
  command = plan

  assert {
    condition     = output.dashboard_name == "zk-income-dev" && one([for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : length(widget.properties.alarms) if widget.type == "alarm"]) == length(aws_cloudwatch_metric_alarm.this) - 8 + 4 + 2
    error_message = "The dashboard must show all alarms that notify somebody."
  }
  assert {
    condition = toset([for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : widget.properties.title if widget.type == "metric"]) == toset([
      "issuer: requests and errors per minute", "issuer: API latency, p99 (ms)", "issuer: store operations, slow ones and errors", "issuer: signing key age (s)",
      "verifier: requests and errors per minute", "verifier: API latency, p99 (ms)", "verifier: store operations, slow ones and errors", "verifier: signing key age (s)",
      "verifier: where the time of POST /verify goes (ms per request)", "verifier: busy proof threads and waiting proofs",
      "issuer: burn rate of the error budget (1 uses it up in 30 days)", "verifier: burn rate of the error budget (1 uses it up in 30 days)",
      "verifier: verdicts", "issuer: tasks, CPU and memory", "verifier: tasks, CPU and memory", "Tables: capacity and throttling",
    ])
    error_message = "The dashboard must have a widget for each service, table and cluster."
  }
  assert {
    condition = alltrue(flatten([for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : [
      for metric in widget.properties.metrics : contains([2, 4, 6], length([for part in metric : part if can(tostring(part))])) || can(metric[0].expression)
    ] if widget.type == "metric"]))
    error_message = "A dashboard metric must be a namespace, a name and pairs of dimensions, or an expression."
  }
  assert {
    condition = toset([for metric in one([for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : widget.properties.metrics if widget.type == "metric" && strcontains(widget.properties.title, "where the time")]) : metric[1] if length(metric) > 1]) == toset([
      "proof_seconds", "signature_seconds", "document_seconds", "store_seconds", "verify_seconds", "verify_requests",
    ])
    error_message = "The dashboard must show the time of proofs, signatures, documents of issuers and the store for each verification."
  }
}

run "without_container_insights" {
  command = plan
  variables {
    cluster = { name = "zk-income-dev", service_names = { issuer = "issuer-service", verifier = "verifier-service" }, container_insights = false }
  }

  assert {
    condition     = !contains(keys(aws_cloudwatch_metric_alarm.this), "issuer-tasks-missing") && contains(keys(aws_cloudwatch_metric_alarm.this), "issuer-cpu") && !strcontains(aws_cloudwatch_dashboard.this.dashboard_body, "ContainerInsights")
    error_message = "Without Container Insights nothing may depend on its metrics: the alarm would fire for missing data."
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
