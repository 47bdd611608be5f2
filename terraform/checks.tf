# Warnings of every plan and apply. They do not stop it.

check "alarms_reach_somebody" {
  assert {
    condition     = length(var.notification_emails) + length(var.alarm_topic_arns) > 0
    error_message = "The alarms of ${local.name} reach nobody: set notification_emails or alarm_topic_arns, and confirm the subscriptions."
  }
}
