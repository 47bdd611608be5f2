# The first plan with a file of environments/, from an empty state and in the workspace with its name.
mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  image_tag = "abc123"

  notification_emails = ["ops@example.com"]
}

run "plans" {
  command = plan
}
