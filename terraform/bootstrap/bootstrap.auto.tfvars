# The inputs of the bootstrap. Terraform loads this file by itself. Commit your values: everyone who applies the bootstrap
# must use the same ones.

# The repository whose workflows push images and deploy, like "OWNER/zk-income". Null without GitHub.
github_repository = null

# Repositories created, renamed or transferred since 2026-07-15 have IDs in the subjects of their tokens:
# gh api repos/OWNER/zk-income --jq '{owner: (.owner.id | tostring), repository: (.id | tostring)}'
github_repository_ids = null

# The environments of this account. Each one has a file in ../environments.
environments = {
  dev   = {}
  stage = {}
}

# Accounts of other environments, such as prod, that run the images of this account's registry.
pull_account_ids = []

# Their environments. The registry keeps the images that they run.
pull_environments = []
