"""The AWS APIs of this server, called as anybody calls them: botocore checks the names and types of what is passed."""
import os

import boto3
from botocore.config import Config

ACCOUNT = "123456789012"
os.environ.update(AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing", AWS_EC2_METADATA_DISABLED="true")

_endpoint = None


def use_endpoint(url):
    global _endpoint
    _endpoint = url


def client(service, region):
    return boto3.client(service, region_name=region, endpoint_url=_endpoint, config=Config(retries={"max_attempts": 1}))
