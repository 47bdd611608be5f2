output "repository_urls" {
  description = "URLs of the repositories, keyed by service."
  value       = { for service, repository in aws_ecr_repository.this : service => repository.repository_url }
}

output "repository_arns" {
  description = "ARNs of the repositories, keyed by service."
  value       = { for service, repository in aws_ecr_repository.this : service => repository.arn }
}
