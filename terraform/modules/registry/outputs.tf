output "repository_urls" {
  description = "Where the image of a service is pushed to and pulled from."
  value       = { for service, repository in aws_ecr_repository.this : service => repository.repository_url }
}

output "repository_arns" {
  description = "ARN of the repository of a service."
  value       = { for service, repository in aws_ecr_repository.this : service => repository.arn }
}
