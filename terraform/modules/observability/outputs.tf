output "log_group_names" {
  description = "Names of the log groups of the services, keyed by service."
  value       = { for service, group in aws_cloudwatch_log_group.service : service => group.name }
}

output "log_group_arns" {
  description = "ARNs of the log groups of the services, keyed by service, without the suffix `:*`."
  value       = { for service, group in aws_cloudwatch_log_group.service : service => group.arn }
}

output "access_log_group_arns" {
  description = "ARNs of the log groups for the access logs of the HTTP APIs, keyed by service."
  value       = { for service, group in aws_cloudwatch_log_group.access : service => group.arn }
}

output "kms_key_arn" {
  description = "ARN of the KMS key that encrypts logs and alarm notifications. Null without a customer managed key."
  value       = one(aws_kms_key.this[*].arn)
}

output "topic_arn" {
  description = "ARN of the SNS topic that receives all alarms."
  value       = aws_sns_topic.alarms.arn
}

output "alarm_actions" {
  description = "ARNs of the SNS topics that each alarm notifies."
  value       = local.alarm_actions
}

output "deployment_alarm_names" {
  description = "Names of the alarms that roll back a deployment, keyed by service."
  value       = { for service, alarm in aws_cloudwatch_metric_alarm.deployment : service => alarm.alarm_name }
}

output "alarm_names" {
  description = "Names of the alarms, keyed by name without the environment prefix."
  value       = { for key, alarm in merge(aws_cloudwatch_metric_alarm.this, aws_cloudwatch_composite_alarm.burn) : key => alarm.alarm_name }
}

output "dashboard_name" {
  description = "Name of the CloudWatch dashboard."
  value       = aws_cloudwatch_dashboard.this.dashboard_name
}
