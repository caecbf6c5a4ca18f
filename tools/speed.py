#!/usr/bin/env python3
"""Measures whole runs of arnlint on the AWS managed policies against a floor that only reads and parses them.

The policies come from the wheel of moto on PyPI, pinned by version and hash. Each is written to a file of its own,
indented by two. Figures: user plus system CPU of whole processes, medians of interleaved runs, and peak memory.

    python3 tools/speed.py [--runs 21] [--keep FOLDER] [--check]

With --check the script fails where a figure is above its budget.
"""

import argparse
import hashlib
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

WHEEL = "moto-5.2.5-py3-none-any.whl"
VERSION = "5.2.5"
SHA256 = "eef62cdcf3bfe73e0863743511ba042dfaba04ba3d5ecdcb896a196c693ad528"
MEMBER = "moto/iam/aws_managed_policies.py"

# Budgets: CPU over the floor's for all policies, for one small policy, and peak memory in MiB.
MOST_CPU = 3.0
MOST_SMALL = 3.0
# CPU over that of parsing alone, for one large template.
MOST_TEMPLATE = 2.0
MOST_MEMORY = 40.0

ROOT = Path(__file__).resolve().parent.parent
SMALL = ROOT / "fixtures" / "policies" / "cloudtrail-filled.json"


def policies(folder: Path) -> int:
    """Writes the managed policies into `folder`, one a file; returns how many."""
    with tempfile.TemporaryDirectory() as cache:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "-d", cache, f"moto=={VERSION}"]
        subprocess.run(command, check=True)
        wheel = Path(cache) / WHEEL
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        if digest != SHA256:
            sys.exit(f"{WHEEL} has the hash {digest}, expected {SHA256}")
        source = zipfile.ZipFile(wheel).read(MEMBER).decode()
    text = re.search(r'"""\n?(.*)"""', source, re.DOTALL).group(1)
    managed = json.loads(text)
    for name, policy in managed.items():
        (folder / f"{name}.json").write_text(json.dumps(policy["Document"], indent=2) + "\n")
    return len(managed)


# One service of a large template: what people write around policies is most of it.
YAML = """  Bucket{n}:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain
    Properties:
      BucketName: !Sub "acme-${{AWS::AccountId}}-service-{n}"
      VersioningConfiguration: {{ Status: Enabled }}
      Tags:
        - {{ Key: team, Value: platform }}
        - {{ Key: service, Value: service-{n} }}
  BucketPolicy{n}:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Bucket{n}
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Sid: OnlyTls
            Effect: Deny
            Principal: "*"
            Action: s3:*
            Resource:
              - !GetAtt Bucket{n}.Arn
              - !Sub "${{Bucket{n}.Arn}}/*"
            Condition: {{ Bool: {{ aws:SecureTransport: "false" }} }}
  Function{n}:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: service-{n}
      Runtime: python3.13
      Handler: index.handler
      MemorySize: 512
      Timeout: 30
      Role: !GetAtt Role{n}.Arn
      Environment:
        Variables:
          BUCKET: !Ref Bucket{n}
          LOG_LEVEL: info
      Code:
        ZipFile: |
          import json
          import os
          import boto3

          def handler(event, context):
              client = boto3.client("s3")
              body = json.dumps(event).encode()
              client.put_object(Bucket=os.environ["BUCKET"], Key=event["id"], Body=body)
              return {{"statusCode": 200, "body": "stored"}}
  Role{n}:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {{ Service: lambda.amazonaws.com }}
            Action: sts:AssumeRole
      Policies:
        - PolicyName: store
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Sid: Store
                Effect: Allow
                Action: s3:PutObject
                Resource: !Sub "${{Bucket{n}.Arn}}/*"
  Alarm{n}:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: service-{n}-errors
      AlarmDescription: The function of service {n} fails more often than it should
      Namespace: AWS/Lambda
      MetricName: Errors
      Dimensions:
        - {{ Name: FunctionName, Value: !Ref Function{n} }}
      Statistic: Sum
      Period: 300
      EvaluationPeriods: 1
      Threshold: 5
      ComparisonOperator: GreaterThanThreshold
"""
HCL = """resource "aws_s3_bucket" "b{n}" {{
  bucket = "acme-service-{n}"
  tags   = {{ team = "platform", service = "service-{n}" }}
}}

data "aws_iam_policy_document" "b{n}" {{
  statement {{
    sid       = "OnlyTls"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.b{n}.arn, "${{aws_s3_bucket.b{n}.arn}}/*"]
    principals {{
      type        = "*"
      identifiers = ["*"]
    }}
    condition {{
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }}
  }}
}}

resource "aws_s3_bucket_policy" "b{n}" {{
  bucket = aws_s3_bucket.b{n}.id
  policy = data.aws_iam_policy_document.b{n}.json
}}

resource "aws_lambda_function" "f{n}" {{
  function_name = "service-{n}"
  runtime       = "python3.13"
  handler       = "index.handler"
  filename      = "build/service-{n}.zip"
  memory_size   = 512
  timeout       = 30
  role          = aws_iam_role.r{n}.arn
  environment {{
    variables = {{
      BUCKET    = aws_s3_bucket.b{n}.bucket
      LOG_LEVEL = "info"
    }}
  }}
}}

resource "aws_iam_role" "r{n}" {{
  name = "service-{n}"
  assume_role_policy = jsonencode({{
    Version = "2012-10-17"
    Statement = [{{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = {{ Service = "lambda.amazonaws.com" }}
    }}]
  }})
}}

resource "aws_iam_role_policy" "r{n}" {{
  name = "store"
  role = aws_iam_role.r{n}.id
  policy = jsonencode({{
    Version   = "2012-10-17"
    Statement = [{{ Sid = "Store", Effect = "Allow", Action = "s3:PutObject", Resource = "${{aws_s3_bucket.b{n}.arn}}/*" }}]
  }})
}}

resource "aws_cloudwatch_metric_alarm" "a{n}" {{
  alarm_name          = "service-{n}-errors"
  alarm_description   = "The function of service {n} fails more often than it should"
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  dimensions          = {{ FunctionName = aws_lambda_function.f{n}.function_name }}
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 5
  comparison_operator = "GreaterThanThreshold"
}}
"""
LARGE = 1 << 20


def large(folder: Path) -> dict[str, Path]:
    """Writes a template of each language of 1 MiB."""
    paths = {}
    for name, end, head, part in [("YAML", "yaml", "Resources:\n", YAML), ("HCL", "tf", "", HCL)]:
        text = head
        number = 0
        while len(text) < LARGE:
            text += part.format(n=number)
            number += 1
        paths[name] = folder / end / f"main.{end}"
        paths[name].parent.mkdir(parents=True)
        paths[name].write_text(text)
    return paths


def cpu(command: list[str]) -> float:
    """User plus system CPU of one run, in seconds."""
    with open(os.devnull, "wb") as nowhere:
        child = subprocess.Popen(command, stdout=nowhere, stderr=nowhere)
        _, _, usage = os.wait4(child.pid, 0)
        child.returncode = 0
    return usage.ru_utime + usage.ru_stime


# A process counts the memory of the one that started it until it runs its own program: so it is started by a small one.
PROBE = """
import os, sys
child = os.fork()
if child == 0:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.execv(sys.argv[1], sys.argv[1:])
print(os.wait4(child, 0)[2].ru_maxrss)
"""


def memory(command: list[str]) -> float:
    """Peak memory of one run, in MiB."""
    probe = [sys.executable, "-I", "-S", "-c", PROBE, *command]
    return int(subprocess.run(probe, check=True, capture_output=True, text=True).stdout) / 1024


def medians(commands: dict[str, list[str]], runs: int) -> dict[str, float]:
    """Median CPU of each command in seconds, runs interleaved, after one run that is not counted."""
    figures: dict[str, list[float]] = {name: [] for name in commands}
    for run in range(runs + 1):
        for name, command in commands.items():
            seconds = cpu(command)
            if run:
                figures[name].append(seconds)
    return {name: statistics.median(seconds) for name, seconds in figures.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=21)
    parser.add_argument("--keep", type=Path, help="folder for the policies, kept afterwards")
    parser.add_argument("--check", action="store_true", help="fail where a figure is above its budget")
    arguments = parser.parse_args()

    subprocess.run(["cargo", "build", "--release", "--quiet", "--bins", "--example", "floor"], cwd=ROOT, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
    arnlint, floor = str(target / "arnlint"), str(target / "examples" / "floor")

    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        count = policies(folder)
        size = sum(path.stat().st_size for path in folder.glob("*.json"))
        check = [arnlint, "check", "--isolated", "--format", "concise"]
        all_of_them = medians({"arnlint": check + [str(folder)], "floor": [floor, str(folder)]}, arguments.runs)
        # One small policy takes about a millisecond: more runs for a steady median.
        small = medians({"arnlint": check + [str(SMALL)], "floor": [floor, str(SMALL)]}, arguments.runs * 5)
        templates = {}
        for name, path in large(Path(temporary) / "templates").items():
            templates[name] = medians({"arnlint": check + [str(path)], "floor": [floor, str(path)]}, arguments.runs)
        peak = max(memory(check + [str(folder)]) for _ in range(5))

    ratio = all_of_them["arnlint"] / all_of_them["floor"]
    small_ratio = small["arnlint"] / small["floor"]
    print(f"{count} AWS managed policies, {size / 1e6:.1f} MB, medians of {arguments.runs} interleaved runs")
    print(f"all policies: arnlint {all_of_them['arnlint'] * 1e3:.1f} ms CPU, floor {all_of_them['floor'] * 1e3:.1f} ms, ratio {ratio:.2f}")
    print(f"one small policy: arnlint {small['arnlint'] * 1e3:.2f} ms CPU, floor {small['floor'] * 1e3:.2f} ms, ratio {small_ratio:.2f}")
    for name, figures in templates.items():
        times = figures["arnlint"] / figures["floor"]
        print(f"1 MiB of {name}: arnlint {figures['arnlint'] * 1e3:.1f} ms CPU, parsing alone {figures['floor'] * 1e3:.1f} ms, ratio {times:.2f}")
    worst = max(figures["arnlint"] / figures["floor"] for figures in templates.values())
    print(f"peak memory: {peak:.1f} MiB")
    if arguments.check and (ratio > MOST_CPU or small_ratio > MOST_SMALL or peak > MOST_MEMORY or worst > MOST_TEMPLATE):
        sys.exit(f"above the budget: at most {MOST_CPU}, {MOST_SMALL}, {MOST_MEMORY} MiB and {MOST_TEMPLATE} for a template")


if __name__ == "__main__":
    main()
