mock_provider "aws" {
  source = "../../tests/mocks"
}

run "plans" {
  command = plan

  assert {
    condition     = length(output.private_subnet_ids) == 2
    error_message = "The example must plan two private subnets."
  }
}
