# The first plan in an empty account. No run applies, so that each one starts from an empty state, in which AWS has not
# assigned any ARN or ID yet.
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
}

run "without_github" {
  command = plan
}

run "with_github" {
  command = plan
  variables {
    github_repository = "owner/zk-income"
  }
}

run "with_existing_oidc_provider" {
  command = plan
  variables {
    github_repository        = "owner/zk-income"
    github_oidc_provider_arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
  }
}

run "with_lambda_environment" {
  command = plan
  variables {
    github_repository   = "owner/zk-income"
    environments        = { functs = {} }
    environments_folder = "tests/environments"
  }
}

run "with_prod_in_an_account_of_its_own" {
  command = plan
  variables {
    github_repository   = "owner/zk-income"
    registry_account_id = "210987654321"
    environments        = { prod = { apply_github_environment = "prod-infrastructure" } }
    environments_folder = "tests/environments"
  }
}
