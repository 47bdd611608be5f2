output "log_group_names" {
  description = "Name of the log group of a service."
  value       = { for service, group in aws_cloudwatch_log_group.service : service => group.name }
}

output "log_group_arns" {
  description = "ARN of the log group of a service, without `:*`."
  value       = { for service, group in aws_cloudwatch_log_group.service : service => group.arn }
}

output "access_log_group_arns" {
  description = "ARN of the log group of the access log of a service's HTTP API."
  value       = { for service, group in aws_cloudwatch_log_group.access : service => group.arn }
}

output "kms_key_arn" {
  description = "ARN of the KMS key of logs and alarms; null where there is none."
  value       = one(aws_kms_key.this[*].arn)
}

output "topic_arn" {
  description = "ARN of the SNS topic that every alarm speaks to."
  value       = aws_sns_topic.alarms.arn
}

output "alarm_names" {
  description = "Names of all alarms by what they are about."
  value       = { for key, alarm in aws_cloudwatch_metric_alarm.this : key => alarm.alarm_name }
}

output "dashboard_name" {
  description = "Name of the dashboard."
  value       = aws_cloudwatch_dashboard.this.dashboard_name
}
