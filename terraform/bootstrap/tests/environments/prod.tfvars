# Fixture: an environment in an account of its own.
environment         = "prod"
registry_account_id = "210987654321"
