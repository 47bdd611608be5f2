# The rest is in environments/s3.tfbackend.
terraform {
  backend "s3" {}
}
