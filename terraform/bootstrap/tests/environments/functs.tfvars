# Fixture: an environment of mode lambda.
environment  = "functs"
compute_mode = "lambda"
