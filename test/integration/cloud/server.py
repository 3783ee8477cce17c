"""A stand-in for AWS on loopback: moto's server, and what a deployment by CloudFormation needs besides.

It never evaluates an alarm. It reports its address and what became of each resource, and ends when its standard input does.
"""
import logging
import sys

from moto.server import ThreadedMotoServer

import alarm_actions
import aws
import cloud_formation
import moto_corrections
import stack_updates
from report import report

logging.getLogger("werkzeug").setLevel(logging.ERROR)
for addition in (moto_corrections, cloud_formation, stack_updates, alarm_actions):
    addition.install()

server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
server.start()
endpoint = f"http://localhost:{server.get_host_and_port()[1]}"
aws.use_endpoint(endpoint)
report(endpoint=endpoint)
sys.stdin.read()
